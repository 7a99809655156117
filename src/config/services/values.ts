// Readers of single values: names, namespaces, lists, hosts.
import { TIERS, type Tier } from '../../domain/service.ts';
import type { Field } from './blocks.ts';

/** `None`, `N/A` and a dash say that there is nothing. */
const NOTHING = /^(?:none|n\/?a|-+|–|—|nothing|no|null|tbd|\?)\.?$/i;

export function isNothing(text: string): boolean {
  return text === '' || NOTHING.test(text);
}

/** The value and the items of fields, whatever of the two was used. */
export function textsOf(fields: readonly Field[]): readonly string[] {
  return fields
    .flatMap(({ text, items }) => [text, ...items.map((item) => item.text)])
    .filter((text) => !isNothing(text));
}

/** Apart by comma, semicolon, "and" or "+", but not inside parentheses. */
export function splitList(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const piece of text.split(/([,;()]|\s(?:and|&|\+)\s)/)) {
    if (piece === '(') depth += 1;
    if (piece === ')') depth = Math.max(0, depth - 1);
    if (depth === 0 && /^(?:[,;]|\s(?:and|&|\+)\s)$/.test(piece)) {
      parts.push(part);
      part = '';
    } else {
      part += piece;
    }
  }
  return [...parts, part].map((entry) => entry.trim().replace(/\.$/, '')).filter((entry) => !isNothing(entry));
}

export interface Title {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly tier: string | null;
}

/** `mysql (mysql-application)`, `whoami-test (P3)`, `vault - secrets`, `mysql (aka db, mysql-application): the database`. */
export function readTitle(title: string): Title {
  const [, head = '', inner = ''] = /^([^(]*)(?:\(([^)]*)\)?)?/.exec(title) ?? [];
  const name = (head.split(/\s[-–—]\s|:(?:\s|$)/)[0] ?? '').trim();
  const inside = splitList(inner.replace(/^(?:aka|alias(?:es)?|also(?: known as)?|formerly|or)\b[:.]?\s*/i, ''));
  const tier = inside.find((text) => /^(?:tier[: ]\s*)?P\d/i.test(text)) ?? null;
  return { name, aliases: inside.filter((text) => text !== tier && isName(text)), tier };
}

export function isName(text: string): boolean {
  return /^[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,251}[A-Za-z0-9])?$/.test(text);
}

export function isNamespace(text: string): boolean {
  return /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(text);
}

/** The namespaces of a value; remarks in parentheses don't count. Null when there is a word that can't be one. */
export function readNamespaces(text: string): readonly string[] | null {
  const names = splitList(text.replace(/\([^)]*\)?/g, ' ')).map(
    (part) =>
      part
        .replace(/^["'[]|["'\]]$/g, '')
        .split(/\s+[-–—#]\s*|\s*\//)[0]
        ?.trim() ?? '',
  );
  const all = names
    .filter((name) => !isNothing(name))
    .flatMap((name) => name.split(/\s+/).filter((word) => word !== 'namespace'));
  return all.every(isNamespace) ? all : null;
}

/** The tier of a heading or field. Of a range the stricter one; null when there is a P with another number; undefined without any. */
export function readTier(text: string): Tier | null | undefined {
  const found = [...text.matchAll(/(?<![A-Za-z0-9])P\s?(\d+)(?![A-Za-z0-9])/gi)].map(([, digits]) => `P${digits}`);
  if (found.length === 0) return undefined;
  const tiers = found.map((name) => TIERS.find((tier) => tier === name));
  return tiers.includes(undefined) ? null : (TIERS.find((tier) => tiers.includes(tier)) ?? null);
}

const HOST = /(?<![\w@.-])(?:[a-z0-9*](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?![\w.-]*:\/\/)/gi;

/** The hosts in the text; without any the text itself. */
export function readIngress(texts: readonly string[]): readonly string[] {
  const hosts = texts.flatMap((text) => text.match(HOST) ?? []);
  return [...new Set(hosts.length > 0 ? hosts.map((host) => host.toLowerCase()) : texts)];
}

/** `base-apps/mysql.yaml` and `mysql (synced by ArgoCD)` are the app `mysql`. */
export function readApp(text: string): { app: string | null; file: string | null } {
  const first = text.split(/[\s,(]/)[0] ?? '';
  const file = /\.ya?ml(?:\.disabled)?$/.test(first) ? first : (/\(([^()\s]+\.ya?ml)\)/.exec(text)?.[1] ?? null);
  const app =
    first
      .split('/')
      .at(-1)
      ?.replace(/\.ya?ml(?:\.disabled)?$/, '') ?? '';
  return { app: isName(app) && !isNothing(app) ? app : null, file };
}
