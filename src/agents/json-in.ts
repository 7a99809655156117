/** A text that opens a thousand braces is no answer. */
const MAX_STARTS = 20;

/** The first JSON object in a text, without the prose or the code fence around it; null when there is none. */
export function jsonIn(text: string): string | null {
  let from = text.indexOf('{');
  for (let tries = 0; from >= 0 && tries < MAX_STARTS; tries += 1) {
    const end = endOfObject(text, from);
    const candidate = end < 0 ? '' : text.slice(from, end);
    if (parses(candidate)) return candidate;
    from = text.indexOf('{', from + 1);
  }
  return null;
}

/** The place behind the brace that closes the one at `from`; -1 when none does. */
function endOfObject(text: string, from: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (quoted) {
      if (char === '\\') at += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '{') depth += 1;
    else if (char === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
