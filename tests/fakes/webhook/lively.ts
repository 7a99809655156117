// What chat programs make of text: whom it calls and where it leads. Read wider than they do, so that nothing slips through.

const CALL = /@(?:everyone|here|channel|all)\b|<[@!][^>]*>|@[A-Za-z]\w+/gi;
const LINK = /https?:\/\/\S+|\[[^\]]*\]\([^)]*\)|<a\s[^>]*>|<[^>\s|]+:\/\/[^>]*>/gi;
const FORMAT = /\*\*[^*]+\*\*|__[^_]+__|~~[^~]+~~|<(?:b|i|u|s|code|pre)>/gi;

export interface Lively {
  readonly calls: readonly string[];
  readonly links: readonly string[];
  readonly formats: readonly string[];
}

export function livelyIn(text: string): Lively {
  return { calls: text.match(CALL) ?? [], links: text.match(LINK) ?? [], formats: text.match(FORMAT) ?? [] };
}

/** Discord's and Mattermost's markdown: nothing is alive inside of code. */
export function outsideOfCode(markdown: string): string {
  return markdown.replace(/```[\s\S]*?```/g, ' ').replace(/`[^`\n]*`/g, ' ');
}

export const NOTHING: Lively = { calls: [], links: [], formats: [] };
