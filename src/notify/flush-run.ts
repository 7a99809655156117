import type { Destination } from '../domain/destination.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import type { Clock } from '../platform/clock.ts';
import type { Desk } from './arrived.ts';
import { findParent } from './families.ts';
import { compareJobs, type Job, jobsOf } from './jobs.ts';
import { isDue } from './outbox.ts';
import { isResting } from './pause.ts';
import type { Sink } from './sink.ts';
import { type TimeLeft, untilStopped } from './time-left.ts';

export interface FlushOptions {
  readonly sinks: ReadonlyMap<string, Sink>;
  readonly fallbackOf: (entry: OutboxEntry) => readonly Destination[];
  readonly clock: Clock;
  /** For all messages together, with every pause, in milliseconds. */
  readonly deadlineMs: number;
  /** For one message, all its tries together. */
  readonly messageDeadlineMs: number;
  /** Aborted when the process is asked to stop: what has begun ends, SEV-1 and SEV-2 still leave, for `graceMs` at most. */
  readonly signal: AbortSignal;
  /** 6,000 when left out. */
  readonly graceMs?: number;
  /** How long a copy of a refused message may take, in milliseconds; 60,000 when left out. */
  readonly fallbackMs?: number;
  /**
   * The lease is still ours; asked before each message. False: nothing more leaves. Unknown: SEV-1 and SEV-2 are looked for and leave,
   * the rest waits.
   */
  readonly held: () => Promise<boolean | 'unknown'>;
  /** Keeps the desk, after each arrival. That it fails is not the message's fault. */
  readonly save: (desk: Desk) => Promise<void>;
  /** False: what was refused before is left alone. True when left out. */
  readonly refusedToo?: boolean;
  /** Ids of what this cycle has sent already without an answer, where nobody can look: left alone. */
  readonly unheard?: ReadonlySet<string>;
}

/** What became of an entry at `via`; `not-sent` where there is nowhere to send to. */
export interface Delivered {
  readonly entry: OutboxEntry;
  readonly status: 'sent' | 'failed' | 'queued' | 'not-sent';
  readonly detail: string;
  readonly via: Destination;
}

/** One destination while messages leave. */
export interface Lane {
  busy: boolean;
  /** Not before this, in milliseconds of the monotonic clock. */
  readyAt: number;
  /** `readyAt` is not for the pace: the sink asked to wait. */
  asked: boolean;
  /** How often it asked. */
  waits: number;
  /** Why nothing more goes there in this flush. */
  closed: string | null;
}

/** Everything that changes while messages leave. */
export interface Run {
  desk: Desk;
  readonly options: FlushOptions;
  readonly time: TimeLeft;
  /** Always in the order to send. */
  waiting: readonly Job[];
  later: readonly Job[];
  readonly lanes: Map<Destination, Lane>;
  readonly delivered: Delivered[];
  /** Ids of the message that must arrive before, for what only completes one. */
  readonly parents: ReadonlyMap<string, string>;
  /** Another run is at work. */
  lost: boolean;
  /** Nobody answered when the lease was asked for last: nothing can be saved either. */
  unasked: boolean;
  saving: Promise<void>;
}

/** The process has ten seconds from being asked to stop: the rest is for keeping, the last ping and giving the lease back. */
const GRACE_MS = 6_000;

export function startRun(given: Desk, options: FlushOptions): Run {
  const { clock, deadlineMs, graceMs = GRACE_MS, signal, refusedToo = true, unheard = NONE } = options;
  const now = clock.now();
  const pauses = Object.fromEntries(Object.entries(given.pauses).filter(([, until]) => isResting(until, now)));
  const desk = { ...given, pauses };
  const due = desk.outbox.filter((e) => isDue(e, now) && (refusedToo || !e.refused) && !unheard.has(e.id));
  const jobs = jobsOf(due);
  const parentOf = findParent(desk.outbox);
  const details = due.filter(({ kind }) => kind === 'details');
  const parents = details.flatMap((entry): [string, string][] => {
    const parent = parentOf(entry);
    return parent === undefined ? [] : [[entry.id, parent.id]];
  });
  const dueIds = new Set(due.map(({ id }) => id));
  const run: Run = {
    desk,
    options,
    time: untilStopped(clock, deadlineMs, graceMs, signal),
    waiting: jobs.now,
    later: jobs.later,
    lanes: new Map(),
    delivered: [],
    parents: new Map(parents),
    lost: false,
    unasked: false,
    saving: Promise.resolve(),
  };
  for (const [to, until] of Object.entries(pauses))
    laneOf(run, to).closed = `asked to be left alone until ${until.toISOString()}`;
  for (const entry of desk.outbox)
    if (!dueIds.has(entry.id)) note(run, entry, 'queued', notYet(entry, now, unheard), entry.to);
  return run;
}

const NONE: ReadonlySet<string> = new Set();

function notYet(entry: OutboxEntry, now: Date, unheard: ReadonlySet<string>): string {
  if (unheard.has(entry.id)) return `sent in this cycle: ${entry.lastError}`;
  return isDue(entry, now) ? `refused before: ${entry.lastError}` : `not before ${entry.notBefore?.toISOString()}`;
}

export function laneOf({ lanes }: Run, to: Destination): Lane {
  const known = lanes.get(to);
  if (known !== undefined) return known;
  const lane = { busy: false, readyAt: 0, asked: false, waits: 0, closed: null };
  lanes.set(to, lane);
  return lane;
}

export function entryOf({ desk }: Run, id: string): OutboxEntry | undefined {
  return desk.outbox.find((entry) => entry.id === id);
}

/** Changes an entry and gives it back as it is then. */
export function change(run: Run, entry: OutboxEntry, by: Partial<OutboxEntry>): OutboxEntry {
  const changed = { ...(entryOf(run, entry.id) ?? entry), ...by };
  run.desk = { ...run.desk, outbox: run.desk.outbox.map((e) => (e.id === entry.id ? changed : e)) };
  return changed;
}

export function note(
  { delivered }: Run,
  entry: OutboxEntry,
  status: Delivered['status'],
  detail: string,
  via: Destination,
): void {
  delivered.push({ entry, status, detail, via });
}

export function queue(run: Run, ...jobs: readonly Job[]): void {
  run.waiting = [...run.waiting, ...jobs].sort(compareJobs);
}

export function unqueue(run: Run, job: Job): void {
  run.waiting = run.waiting.filter((other) => other !== job);
}
