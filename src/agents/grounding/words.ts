import type { Check } from './names.ts';

const LINKS: readonly RegExp[] = [
  /[a-z][a-z0-9+.-]{0,20}:\/\/\S*/i,
  /\b(?:https?|mailto|javascript|tel|file|ssh|slack|hxxps?):\S+/i,
  /\bwww\.\S+/i,
  /<[^<>|]{1,200}\|[^<>]{0,200}>/,
  /\]\s?\(\S*/,
  /\[\s?(?:\.|dot)\s?\]|\(\s?dot\s?\)/i,
];
const MENTIONS: readonly RegExp[] = [/<[!@#]\S*/, /@[\p{L}\p{N}_-]+/u];

export const aLink: Check = (text) => firstOf(text, LINKS);
export const aMention: Check = (text) => firstOf(text, MENTIONS);

/** Severities are the rules'. `allowed` are the ones that may be named: the decided one, and an agent's own choice. */
export function anotherSeverity(text: string, allowed: readonly string[]): string | null {
  for (const [found, level = ''] of text.matchAll(/\b(?:sev|severity)[\s:#-]{0,3}(\d)\b/gi))
    if (!allowed.includes(`SEV-${level}`)) return found;
  return null;
}

function firstOf(text: string, patterns: readonly RegExp[]): string | null {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return found;
  }
  return null;
}
