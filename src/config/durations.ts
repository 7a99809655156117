// Durations as people write them: "5-15 minutes", "Hours to days", "1h30m", "about half an hour", "N/A".
import { DAY, HOUR, MINUTE, SECOND } from '../domain/duration.ts';
import type { DowntimeRange } from '../domain/service.ts';

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:milliseconds?|millis|ms)$/, 1],
  [/^(?:seconds?|secs?|s)$/, SECOND],
  [/^(?:minutes?|mins?|m)$/, MINUTE],
  [/^(?:hours?|hrs?|h)$/, HOUR],
  [/^(?:days?|d)$/, DAY],
  [/^(?:weeks?|wks?|w)$/, 7 * DAY],
  [/^(?:months?)$/, 30 * DAY],
  [/^(?:years?|yrs?|y)$/, 365 * DAY],
];

/** What a unit without a number means. */
const VAGUE: readonly (readonly [number, DowntimeRange])[] = [
  [SECOND, { lowerMs: 0, upperMs: MINUTE }],
  [MINUTE, { lowerMs: 5 * MINUTE, upperMs: HOUR }],
  [HOUR, { lowerMs: 4 * HOUR, upperMs: DAY }],
  [DAY, { lowerMs: DAY, upperMs: 3 * DAY }],
  [7 * DAY, { lowerMs: 7 * DAY, upperMs: 14 * DAY }],
];

const WORDS: readonly string[] = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
];
const NEVER = /^(?:n\/?a|not applicable|no limit|unlimited|indefinite(?:ly)?|any|best effort|-+|–|—)$/;
const ZERO = /^(?:0|zero|none|no downtime|no|immediate(?:ly)?|zero downtime|not acceptable)$/;
const HEDGES =
  /^(?:(?:about|approximately|approx\.?|around|roughly|circa|ca\.?|up to|max(?:imum)?\.?:?|at most|less than|under|within|no more than|not more than|for|a few|several|some|between|~|≈|<=?|≤)\s*)+/;
const TOKEN = /\s*(?:(\d{1,9}(?:[.,]\d{1,6})?)|(half)|([a-z]+)|(-|–|—|\.\.+|\/))/y;

const NEVER_OVER: DowntimeRange = { lowerMs: Number.POSITIVE_INFINITY, upperMs: Number.POSITIVE_INFINITY };

/** Undefined when it can't be read. What follows the duration is a remark: "12 hours (tokens expire)". */
export function parseDowntime(text: string): DowntimeRange | undefined {
  const plain = text.trim().toLowerCase().replace(/[*_`]/g, '').trim().replace(HEDGES, '');
  const head =
    plain
      .split(/\s*[(;]|,\s|\.\s|\s[-–—]\s(?!\d|[a-z]+$)|\s#/)[0]
      ?.trim()
      .replace(/\.$/, '') ?? '';
  if (NEVER.test(head)) return NEVER_OVER;
  if (ZERO.test(head)) return { lowerMs: 0, upperMs: 0 };
  return readRange(head)?.range;
}

/** All durations in a sentence. */
export function findDurations(text: string): readonly DowntimeRange[] {
  const plain = text.slice(0, 2000).toLowerCase();
  const found: DowntimeRange[] = [];
  const number = /(?<![\w.])\d/g;
  while (number.test(plain)) {
    const read = readRange(plain.slice(number.lastIndex - 1, number.lastIndex + 60), true);
    if (!read) continue;
    found.push(read.range);
    number.lastIndex += Math.max(0, read.length - 1);
  }
  return found;
}

interface Part {
  /** Null: a unit alone, as in "hours to days". */
  readonly amount: number | null;
  readonly unit: number | null;
  readonly end: number;
}

function readRange(text: string, openEnd = false): { range: DowntimeRange; length: number } | undefined {
  const first = readPart(text, 0);
  if (!first) return undefined;
  const dash = /\s*(?:-|–|—|\.\.+|\bto\b|\band\b|\buntil\b|\bor\b)\s*(?:up to\s*)?/y;
  dash.lastIndex = first.end;
  const second = dash.test(text) ? readPart(text, dash.lastIndex) : undefined;
  const end = (second ?? first).end;
  if (
    !openEnd &&
    !/^(?:\s*(?:max(?:imum)?|of downtime|downtime|total|each|per .*|acceptable|tolerance|ok|or so|or less)?)*\.?$/.test(
      text.slice(end, end + 80),
    )
  )
    return undefined;
  const range = rangeOf(first, second);
  return range && { range, length: end };
}

function rangeOf(first: Part, second: Part | undefined): DowntimeRange | undefined {
  // "5-15 minutes": the unit stands once.
  const from = bounds(first, second?.unit ?? null);
  const to = second ? bounds(second, null) : from;
  if (!from || !to) return undefined;
  return { lowerMs: Math.min(from.lowerMs, to.upperMs), upperMs: Math.max(from.lowerMs, to.upperMs) };
}

function bounds({ amount, unit }: Part, other: number | null): DowntimeRange | undefined {
  const size = unit ?? other;
  if (amount === 0 && size === null) return { lowerMs: 0, upperMs: 0 };
  if (size === null) return undefined;
  if (amount === null) return VAGUE.find(([of]) => of === size)?.[1];
  return { lowerMs: amount * size, upperMs: amount * size };
}

/** `90s`, `1 hour 30 minutes`, `half an hour`, `five minutes`, `days`, or a number whose unit follows later. */
function readPart(text: string, from: number): Part | undefined {
  let at = from;
  let total: number | null = null;
  let unit: number | null = null;
  for (let rounds = 0; rounds < 6; rounds += 1) {
    const amount = readAmount(text, at);
    const size = readUnit(text, amount?.end ?? at);
    if (!size) {
      if (total === null && amount) return { amount: amount.value, unit: null, end: amount.end };
      break;
    }
    if (!amount && total !== null) break;
    if (!amount) return { amount: null, unit: size.value, end: size.end };
    // Kept in the unit of the last one: 1h30m is 90 m.
    total = (total === null || unit === null ? 0 : (total * unit) / size.value) + amount.value;
    unit = size.value;
    at = size.end;
  }
  return total === null ? undefined : { amount: total, unit, end: at };
}

function readAmount(text: string, at: number): { value: number; end: number } | undefined {
  TOKEN.lastIndex = at;
  const token = TOKEN.exec(text);
  if (!token) return undefined;
  const end = TOKEN.lastIndex;
  if (token[1] !== undefined) return { value: Number(token[1].replace(',', '.')), end };
  const article = /\s+an?\b/y;
  article.lastIndex = end;
  if (token[2] !== undefined) return { value: 0.5, end: article.test(text) ? article.lastIndex : end };
  if (token[3] === 'a' || token[3] === 'an') return { value: 1, end };
  const word = WORDS.indexOf(token[3] ?? '');
  return word < 0 ? undefined : { value: word, end };
}

function readUnit(text: string, at: number): { value: number; end: number } | undefined {
  TOKEN.lastIndex = at;
  const word = TOKEN.exec(text)?.[3];
  const unit = word === undefined ? undefined : UNITS.find(([name]) => name.test(word));
  return unit && { value: unit[1], end: TOKEN.lastIndex };
}
