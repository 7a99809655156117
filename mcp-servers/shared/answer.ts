import type { ToolAnswer } from '../../src/mcp/tool.ts';
import { redact } from '../../src/platform/redact/redact.ts';

/** About 1,700 tokens: what an agent reads of one answer. */
const MOST_TEXT = 6000;

export interface Told {
  /** What the answer is about and what it lacks; never cut. */
  readonly head: readonly string[];
  readonly body: readonly string[];
  /** Which end of the body matters when it is too long: of a list the beginning, of a log the end. */
  readonly keep?: 'start' | 'end';
}

export interface Fitted {
  /** Of the body as much as there is room for. */
  readonly lines: readonly string[];
  /** Lines that were left out. */
  readonly left: number;
  readonly text: string;
}

/** Text leaves redacted as a whole, then cut at a line, which is said. */
export function toFit({ head, body, keep = 'start' }: Told): Fitted {
  const top = redact(head.join('\n'), MOST_TEXT / 2);
  const all = body.length === 0 ? [] : redact(body.join('\n'), MOST_READ).split('\n');
  const lines = fitting(keep === 'end' ? all.toReversed() : all, MOST_TEXT - top.length - MARK_ROOM);
  const left = all.length - lines.length;
  if (keep === 'end') lines.reverse();
  const mark = left === 0 ? [] : [`… cut, ${left} more ${left === 1 ? 'line' : 'lines'}`];
  const told = keep === 'end' ? [top, ...mark, ...lines] : [top, ...lines, ...mark];
  return { lines, left, text: told.join('\n') };
}

/** What a tool answers: data for programs, the same as text. */
export function answer<O>(data: O, told: Told): ToolAnswer<O> {
  return { data, text: toFit(told).text };
}

const MOST_READ = 256 << 10;
const MARK_ROOM = 40;
/** One endless line must not hide all the others. */
const LONGEST_LINE = 1500;

function fitting(lines: readonly string[], room: number): string[] {
  const kept: string[] = [];
  let left = room;
  for (const line of lines) {
    const short = line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE).toWellFormed()}… [cut]`;
    if (short.length + 1 > left) break;
    left -= short.length + 1;
    kept.push(short);
  }
  return kept;
}

/** `12 of 340 pods`. */
export function nOfM(shown: number, all: number, what: string): string {
  return `${shown} of ${all} ${what}`;
}

/** What is missing, a line each. */
export function missing(limits: readonly string[]): readonly string[] {
  return limits.map((limit) => `Not complete: ${limit}.`);
}
