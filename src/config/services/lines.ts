/** A line of the file without its dress: bullets, emphasis, warning signs. */
export interface Line {
  readonly number: number;
  /** Where its text begins, from 1. */
  readonly column: number;
  /** Blanks before it; a tab counts to the next multiple of four. */
  readonly indent: number;
  readonly bullet: boolean;
  /** Number of `#` in front, as Markdown marks headings. */
  readonly hashes: number;
  readonly text: string;
}

const DRESS = /^(?:[-*+•‣–]\s+|>\s*)?(#{1,6}\s+)?(?:[-*+•]\s+)?(?:[⚠❗❌✅🚨🔴🟡🟢🔥ℹ]\u{fe0f}?\s*)*/u;

/** Splits at every kind of line end; blank lines and rules (`---`) are left out. */
export function readLines(text: string): readonly Line[] {
  return text
    .replace(/^\u{feff}/u, '')
    .split(/\r\n|\n|\r/)
    .flatMap((raw, index) => readLine(raw, index + 1) ?? []);
}

function readLine(raw: string, number: number): Line | undefined {
  const long = raw.length > MAX_LINE ? raw.slice(0, MAX_LINE).toWellFormed() : raw;
  const white = /^[\s\u{feff}]*/u.exec(long)?.[0] ?? '';
  const body = withoutGuess(long.slice(white.length)).trimEnd();
  if (body === '' || /^[-=_*~]{3,}$/.test(body)) return undefined;
  const dress = DRESS.exec(body)?.[0] ?? '';
  const text = undress(body.slice(dress.length));
  if (text === '') return undefined;
  return {
    number,
    column: white.length + dress.length + 1,
    indent: width(white),
    bullet: /^[-*+•‣–]\s/.test(dress),
    hashes: /#+/.exec(dress)?.[0].length ?? 0,
    text,
  };
}

/** `# guess: why` up to the end of its line is a remark of `k8s-monitor init`: it says nothing to the rules. */
function withoutGuess(body: string): string {
  const at = body.search(/(?:^|\s)# ?guess:/i);
  return at < 0 ? body : body.slice(0, at);
}

/** Nobody writes longer ones by hand. */
const MAX_LINE = 8192;

function width(white: string): number {
  let columns = 0;
  for (const char of white) columns = char === '\t' ? columns + 4 - (columns % 4) : columns + 1;
  return columns;
}

/** `**Key:** value` and `**Key**: value` are `Key: value`; backticks go. */
function undress(text: string): string {
  if (!/\*\*|__|`/.test(text)) return text;
  return text.replaceAll('**', '').replaceAll('__', '').replaceAll('`', '').trim();
}
