import type { SettingName } from '../config/settings.ts';
import type { Bench } from './bench.ts';
import type { CheckResult, Group } from './result.ts';

/** What a check says; the rest of its result stands in its entry. */
export type Outcome = Pick<CheckResult, 'status' | 'found' | 'mend' | 'details'>;

/** One thing to look at, as data. It reads, or asks for what changes nothing; it never sends anything to anybody. */
export interface Check {
  readonly id: `${Group}.${string}`;
  readonly title: string;
  readonly why: string;
  /** What to do when it rejects, or is not done in time. */
  readonly mend: string;
  /** What it goes by: with a fault in one of them it is not known whom to ask, and nobody is asked. */
  readonly settings: readonly SettingName[];
  /** True: it asks somebody on the network. */
  readonly outside: boolean;
  /** Ids of checks without which it can't be done. */
  readonly after: readonly string[];
  /** Milliseconds; 8 s when not said. */
  readonly deadlineMs?: number;
  /** False: there is no such thing in this setting, and nothing to say about it. */
  readonly applies?: (bench: Bench) => boolean;
  /** May reject: that is a fault with the error's words. */
  readonly run: (bench: Bench, signal: AbortSignal) => Outcome | Promise<Outcome>;
}

export function ok(found: string, details: readonly string[] = []): Outcome {
  return { status: 'ok', found, mend: null, details };
}

export function warn(found: string, mend: string | null, details: readonly string[] = []): Outcome {
  return { status: 'warn', found, mend, details };
}

export function fail(found: string, mend: string | null, details: readonly string[] = []): Outcome {
  return { status: 'fail', found, mend, details };
}

/** Not set up, or not looked at. */
export function skipped(found: string, mend: string | null = null): Outcome {
  return { status: 'skipped', found, mend, details: [] };
}

/** `1 fault`, `3 faults`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
