/** A stretch of text to be replaced by `[redacted: label]`. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/**
 * Finds secrets in linear time: V8's regular expressions backtrack, so a pattern here is a fixed beginning and one run of
 * characters, with nothing that must follow it. Whatever else makes it a secret is decided in code, after the match.
 */
export type Finder = (text: string) => Iterable<Span>;

const MARKER = /\[redacted: [a-z0-9 .-]{1,40}\]/y;

/** The end of a marker that an earlier run left at this place, or -1. */
export function markerEnd(text: string, at: number): number {
  MARKER.lastIndex = at;
  return MARKER.test(text) ? MARKER.lastIndex : -1;
}

/** Replaces the spans; of spans that overlap the first one names the whole. Emits nothing that began after `limit`. */
export function replaceSpans(text: string, spans: readonly Span[], limit: number): string {
  const sorted = [...spans].sort((a, b) => a.start - b.start || b.end - a.end);
  let out = '';
  let at = 0;
  for (const [index, { start, label }] of sorted.entries()) {
    if (start < at) continue;
    if (start >= limit) break;
    out += `${text.slice(at, start)}[redacted: ${label}]`;
    at = endOfOverlap(sorted, index);
  }
  return at < limit ? out + text.slice(at, limit) : out;
}

function endOfOverlap(sorted: readonly Span[], first: number): number {
  let end = sorted[first]?.end ?? 0;
  for (let next = first + 1; next < sorted.length; next += 1) {
    const span = sorted[next];
    if (!span || span.start >= end) break;
    end = Math.max(end, span.end);
  }
  return end;
}
