import { SECOND } from '../domain/duration.ts';
import { deadlineIn, inSeconds } from '../platform/deadline.ts';
import { ConfigError, messageOf, ReadError } from '../platform/errors.ts';
import { redact } from '../platform/redact/redact.ts';
import type { Bench } from './bench.ts';
import { type Check, fail, type Outcome, skipped } from './check.ts';
import { type CheckResult, GROUPS, type Group } from './result.ts';

export interface RunChecks {
  /** Empty: all of them. */
  readonly only: readonly Group[];
  /** Nobody on the network is asked. */
  readonly offline: boolean;
  /** Takes our own tokens out of a text. */
  readonly scrub: (text: string) => string;
  /** What is still being looked at, for people. */
  readonly onProgress: (line: string) => void;
  readonly signal: AbortSignal;
}

const DEADLINE = 8 * SECOND;
const LONGEST_LINE = 500;
const MOST_DETAILS = 40;

/**
 * Runs the checks, side by side where one doesn't wait for another, each under its own deadline. Never rejects: a check that breaks is a
 * fault of what it looked at. The results come in the order of the checks. What a wanted check waits for is run too, and told if it is
 * not in order.
 */
export async function runChecks(
  checks: readonly Check[],
  bench: Bench,
  options: RunChecks,
): Promise<readonly CheckResult[]> {
  const there = checks.filter((check) => check.applies?.(bench) ?? true);
  const wanted = there.filter(({ id }) => options.only.length === 0 || options.only.includes(groupOf(id)));
  const needed = withNeeded(wanted, there);
  const open = new Set(needed);
  const runs = new Map<string, Promise<CheckResult>>();
  for (const check of needed) {
    // Whoever is waited for stands before: the registry is in that order.
    const before = check.after.flatMap((id) => runs.get(id) ?? []);
    const run = Promise.all(before).then(async (results) => {
      const outcome = await outcomeOf(check, results, bench, options);
      open.delete(check);
      if (open.size > 0) options.onProgress(`checking ${[...open].map(({ title }) => title).join(', ')}`);
      return told(check, outcome, options.scrub);
    });
    runs.set(check.id, run);
  }
  const results = await Promise.all(runs.values());
  const isWanted = new Set<string>(wanted.map(({ id }) => id));
  return results.filter(({ id, status }) => isWanted.has(id) || status !== 'ok');
}

function withNeeded(wanted: readonly Check[], there: readonly Check[]): readonly Check[] {
  const ids = new Set(wanted.flatMap(({ id, after }) => [id, ...after]));
  const needed = there.filter(({ id }) => ids.has(id));
  return needed.length === wanted.length ? needed : withNeeded(needed, there);
}

async function outcomeOf(
  check: Check,
  before: readonly CheckResult[],
  bench: Bench,
  { offline, signal }: RunChecks,
): Promise<Outcome> {
  const held = heldBack(check, before, bench, offline);
  if (held !== null) return held;
  const ms = check.deadlineMs ?? DEADLINE;
  const deadline = deadlineIn(ms, 'the answer', bench.clock, signal);
  try {
    return await Promise.race([check.run(bench, deadline.signal), ended(deadline.signal)]);
  } catch (error) {
    if (signal.aborted) return skipped('not looked at: it was stopped');
    if (deadline.signal.aborted) return fail(`no answer within ${inSeconds(ms)}`, check.mend);
    const isTrouble = error instanceof ReadError || error instanceof ConfigError;
    return fail(isTrouble ? error.message : `could not be looked at: ${messageOf(error)}`, check.mend);
  } finally {
    deadline.end();
  }
}

/** Why it is not even begun; null: it is. */
function heldBack(check: Check, before: readonly CheckResult[], bench: Bench, offline: boolean): Outcome | null {
  const first = before.find(({ status }) => status === 'fail') ?? before.find(({ status }) => status === 'skipped');
  if (first !== undefined) return skipped(`not looked at: needs ${first.title} first`);
  if (offline && check.outside) return skipped('not looked at: --offline asks nobody');
  const { faulty } = bench;
  if (faulty === null && check.outside) return skipped('not looked at: needs Settings first, which say whom to ask');
  const fault = check.settings.find((name) => faulty?.has(name));
  return fault === undefined ? null : skipped(`not looked at: ${fault} is wrong, see Settings`);
}

/** Nobody waits for a check that does not heed its signal. */
function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** The one way out: what clusters, servers and files say goes through here. */
function told({ id, title, why }: Check, outcome: Outcome, scrub: (text: string) => string): CheckResult {
  const { status, found, mend, details } = outcome;
  const clean = (text: string): string => redact(scrub(text).replace(/\s+/g, ' ').trim(), LONGEST_LINE);
  const more = details.length - MOST_DETAILS;
  const shown = details.slice(0, MOST_DETAILS).map(clean);
  return {
    id,
    group: groupOf(id),
    title,
    status,
    found: clean(found),
    why,
    mend: mend === null ? null : clean(mend),
    details: more > 0 ? [...shown, `and ${more} more`] : shown,
  };
}

function groupOf(id: Check['id']): Group {
  const group = GROUPS.find((name) => id.startsWith(`${name}.`));
  if (group === undefined) throw new Error(`${id}: of no group`);
  return group;
}
