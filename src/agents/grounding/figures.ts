import type { Check } from './names.ts';
import { bytesOf, numbersIn, type Read, spanOf } from './numbers.ts';

/** What an answer may say of when and how much. */
export interface Figures {
  /** Minutes of the day, and seconds of it where they were told. */
  readonly minutes: ReadonlySet<number>;
  readonly seconds: ReadonlySet<number>;
  readonly dates: ReadonlySet<string>;
  readonly numbers: ReadonlySet<number>;
  /** Bytes; `64Mi`, `64 MB` and 67108864 are the same. */
  readonly bytes: readonly number[];
  /** Seconds: spans that were told, and those between the times the rules found. */
  readonly spans: readonly number[];
}

const TIME = /(?<![\d:.])(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(?![\d:])/g;
const DATE = /(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/g;
/** "64 MB" for 64Mi, "1000 MB" for 1Gi. */
const ROUNDED = 0.03;
/** A wait that is proposed is no fact: `check again in 10 minutes`. */
const PROPOSED =
  /\b(?:wait|waiting|allow|give|within|every|after|another|again in|next|for up to)(?: (?:it|them|for|about|the|a|another))* $/i;

/** `from` and `times`: those the rules found. An answer may count the minutes from each of `from` to the others. */
export function figuresIn(text: string, from: readonly Date[] = [], times: readonly Date[] = []): Figures {
  const read = numbersIn(text);
  const clock = [...text.matchAll(TIME)].map(([, h, m, s]) => ({ minute: Number(h) * 60 + Number(m), second: s }));
  const ends = [...from, ...times];
  return {
    minutes: new Set(clock.map(({ minute }) => minute)),
    seconds: new Set(
      clock.flatMap(({ minute, second }) => (second === undefined ? [] : [minute * 60 + Number(second)])),
    ),
    dates: new Set([...text.matchAll(DATE)].map(([date]) => date)),
    numbers: new Set(read.map(({ value }) => value)),
    bytes: read.flatMap(({ value, unit }) => bytesOf(value, unit) ?? (value >= 100_000 ? [value] : [])),
    spans: [
      ...read.flatMap(({ value, unit }) => spanOf(value, unit) ?? value),
      ...from.flatMap((a) => ends.map((b) => Math.abs(a.getTime() - b.getTime()) / 1000)),
    ],
  };
}

/** Times, dates, measures, and numbers of three digits or more that were not given. Small counts may be the reader's own. */
export const unknownFigure: Check = (text, known) => {
  const { figures } = known;
  for (const [date] of text.matchAll(DATE)) if (!figures.dates.has(date)) return date;
  for (const [time, h, m, s] of text.matchAll(TIME)) {
    const minute = Number(h) * 60 + Number(m);
    const isKnown = [minute, minute + 720].some((at) =>
      s === undefined ? near(at, 1, figures.minutes) : figures.seconds.has(at * 60 + Number(s)),
    );
    if (!isKnown && !known.has(time)) return time;
  }
  const rest = text.replace(TIME, ' ').replace(DATE, ' ');
  for (const one of numbersIn(rest, /[\p{L}\p{N}_.:/@-]$/u, /^(?:[\p{L}\p{N}_]|[-./:][\p{L}\p{N}])/u))
    if (!known.has(one.found) && !isKnown(one, rest, figures)) return one.found;
  return null;
};

function isKnown({ found, at, digits, unit, value }: Read, text: string, figures: Figures): boolean {
  if (Number.isNaN(value)) return false;
  if (figures.numbers.has(value) && unit === '') return true;
  const isCore = /^(?:m|cpus?|cores?)$/.test(unit);
  if (isCore && [value, value * 1000, value / 1000].some((n) => figures.numbers.has(n))) return true;
  const bytes = bytesOf(value, unit);
  if (bytes !== null) return bytes.some((size) => figures.bytes.some((one) => Math.abs(one - size) <= ROUNDED * one));
  const span = spanOf(value, unit);
  if (span !== null) {
    const step = span / Math.max(value, 1);
    if (figures.spans.some((one) => Math.abs(one - span) <= (one < 60 ? 0 : step * 0.75))) return true;
    return (
      digits.length < 3 && (PROPOSED.test(text.slice(0, at)) || /^ (?:wait|pause)/.test(text.slice(at + found.length)))
    );
  }
  if (unit !== '' && !isCore) return figures.numbers.has(value);
  const places = digits.replace(/\D/g, '').length;
  return places < 3 ? unit === '' : isRounded(value, figures.numbers);
}

/** `184,000` of 184231: two figures at least. */
function isRounded(value: number, numbers: ReadonlySet<number>): boolean {
  const zeros = /0*$/.exec(String(value))?.[0].length ?? 0;
  if (zeros < 2 || String(value).length - zeros < 2) return false;
  const step = 10 ** zeros;
  return [...numbers].some((one) => Math.round(one / step) * step === value);
}

function near(value: number, by: number, known: ReadonlySet<number>): boolean {
  for (let one = value - by; one <= value + by; one += 1) if (known.has(one)) return true;
  return false;
}
