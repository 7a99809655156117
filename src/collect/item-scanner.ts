import { StringDecoder } from 'node:string_decoder';

/** Takes a list apart while it arrives. */
export interface ItemScanner {
  push(chunk: Buffer): void;
  /** What is left without the items: `{"metadata":{…},"items":[]}`, if the list was complete. */
  head(): string;
}

const NOTHING: ReadonlySet<string> = new Set();
const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
/** Depth of the elements of `items`. */
const ELEMENT = 2;
/** Depth of what stands in the `metadata`, `spec` and `status` of an element. */
const FIELD = 4;

/**
 * Cuts the items out of `{…,"items":[…]}` as its bytes come in, so that no more than one of them is held as JSON.
 * Parsing whole pages takes four times the memory. Only quotes and brackets are looked at: whether a piece is JSON,
 * the parser says later. Lists and objects of the fields that are `unread` become null before anybody parses them:
 * `managedFields` are often half of an object.
 */
export function scanItems(onItem: (json: string) => void, unread: ReadonlySet<string> = NOTHING): ItemScanner {
  const decoder = new StringDecoder('utf8');
  let head = '';
  let pending = '';
  let depth = 0;
  let inItems = false;
  let inString = false;
  /** The chunk before ended inside an escape. */
  let escaped = false;
  /** The last thing was the name of an unread field. */
  let named = false;
  /** Depth of the unread field whose value goes by. */
  let skipped: number | null = null;

  /** Where the string ends that goes on at `at`; the length of the text when it goes on in the next one. */
  const skipString = (text: string, at: number): number => {
    let start = escaped ? at + 1 : at;
    for (let next = text.indexOf('"', start); next !== -1; next = text.indexOf('"', start)) {
      if (!isEscaped(text, next, start)) {
        inString = escaped = false;
        return next;
      }
      start = next + 1;
    }
    escaped = isEscaped(text, text.length, start);
    return text.length;
  };

  const flush = (text: string) => {
    const item = pending + text;
    pending = '';
    if (item.trim() !== '') onItem(item);
  };

  /** A bracket or comma that ends an element of `items`, or opens the list; returns where the next piece starts. */
  const cut = (text: string, from: number, at: number, code: number): number => {
    if (inItems) {
      flush(text.slice(from, at));
      inItems = code === COMMA;
      return inItems ? at + 1 : at;
    }
    head += text.slice(from, at + 1);
    inItems = /"items"\s*:\s*\[$/.test(head.slice(-64));
    return at + 1;
  };

  const opens = (code: number): boolean => code === OPEN_OBJECT || code === OPEN_LIST;

  /** Inside an unread value, or where one begins; returns where the next piece starts. */
  const skip = (text: string, from: number, at: number, code: number): number => {
    if (skipped === null) {
      pending += text.slice(from, at);
      skipped = depth;
    }
    if (opens(code)) depth += 1;
    else if (code !== COMMA) depth -= 1;
    if (depth > skipped) return from;
    pending += 'null';
    skipped = null;
    return at + 1;
  };

  const structure = (text: string, from: number, at: number, code: number): number => {
    if (skipped !== null || (named && opens(code))) return skip(text, from, at, code);
    if (opens(code)) {
      depth += 1;
      return depth === ELEMENT && code === OPEN_LIST && !inItems ? cut(text, from, at, code) : from;
    }
    const next = depth === ELEMENT && inItems ? cut(text, from, at, code) : from;
    if (code !== COMMA) depth -= 1;
    return next;
  };

  /** From the quote at `at` to the one that ends it. */
  const string = (text: string, at: number): number => {
    const end = text.indexOf('"', at + 1);
    // Most strings have no escapes.
    if (end === -1 || text.charCodeAt(end - 1) === BACKSLASH) {
      inString = true;
      return skipString(text, at + 1);
    }
    named = depth === FIELD && inItems && skipped === null && unread.has(text.slice(at + 1, end));
    return end;
  };

  const push = (chunk: Buffer) => {
    const text = decoder.write(chunk);
    let from = 0;
    for (let at = inString ? skipString(text, 0) + 1 : 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) at = string(text, at);
      else if (isStructure(code)) {
        from = structure(text, from, at, code);
        named = false;
      }
    }
    if (skipped !== null) return;
    if (inItems) pending += text.slice(from);
    else head += text.slice(from);
  };

  return { push, head: () => head };
}

function isStructure(code: number): boolean {
  return code === COMMA || code === OPEN_OBJECT || code === CLOSE_OBJECT || code === OPEN_LIST || code === CLOSE_LIST;
}

/** Whether an odd number of backslashes stands before `at`. */
function isEscaped(text: string, at: number, start: number): boolean {
  let before = at;
  while (before > start && text.charCodeAt(before - 1) === BACKSLASH) before -= 1;
  return (at - before) % 2 === 1;
}
