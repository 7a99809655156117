import { type Change, type Changes, CONFIDENCE_LEVELS, type Suspect } from '../domain/change.ts';
import type { Clock } from '../platform/clock.ts';
import { deadlineIn } from '../platform/deadline.ts';
import { messageOf } from '../platform/errors.ts';
import type { ChangeSource } from './change-source.ts';
import type { Incidence } from './incidence.ts';
import { type Shelf, shelved } from './shelf.ts';
import { byPromise, type Candidate, type Looked, type Seen, suspectOf } from './suspect.ts';
import { type Target, targetsOf } from './targets.ts';
import { askedWindow, isInWindow } from './window.ts';
import { limitsOf, lookedAt, notInRepository } from './words.ts';

export interface CorrelateOptions {
  readonly clock: Clock;
  /** For all incidents together. Milliseconds. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** Why there is no source: `no GITHUB_REPOSITORY is set`. */
  readonly whyNone: string;
}

const MOST_SUSPECTS = 5;
/** Some of those that are looked into turn out to be documents. */
const MOST_READ = 8;

/**
 * The changes before each incident, by its id, scored by rule (severity.md, "Correlation confidence"). Rejects only with the reason of
 * the caller's own signal: what could not be read is said.
 */
export async function correlate(
  incidents: readonly Incidence[],
  source: ChangeSource | null,
  { clock, deadlineMs, signal, whyNone }: CorrelateOptions,
): Promise<ReadonlyMap<string, Changes>> {
  if (source === null) return new Map(incidents.map(({ id }) => [id, { status: 'unread', why: whyNone }]));
  const deadline = deadlineIn(deadlineMs, `reading the changes of ${source.name}`, clock, signal);
  const shelf = shelved(source, deadline.signal);
  try {
    const entries = await Promise.all(
      incidents.map(async (incidence): Promise<[string, Changes]> => {
        try {
          return [incidence.id, await changesOf(incidence, source.name, shelf)];
        } catch (error) {
          return [incidence.id, { status: 'unread', why: messageOf(error) }];
        }
      }),
    );
    signal.throwIfAborted();
    return new Map(entries);
  } finally {
    deadline.end();
  }
}

interface Listed {
  readonly target: Target;
  readonly changes: readonly Change[];
  readonly limits: readonly string[];
}

async function changesOf(incidence: Incidence, sourceName: string, shelf: Shelf): Promise<Changes> {
  const { onset } = incidence;
  const { targets } = targetsOf(incidence, [], '');
  const [own, ...needed] = targets;
  if (own === undefined) return { status: 'none', looked: notInRepository(incidence.owner), limits: [] };
  const [first, ...others] = await Promise.all([
    list(own, onset, shelf),
    ...needed.map((target) =>
      list(target, onset, shelf).catch((error: unknown): Listed => {
        return { target, changes: [], limits: [`changes of ${target.label} could not be read: ${messageOf(error)}`] };
      }),
    ),
  ]);
  const listed = [first, ...others];
  const candidates = merge(listed).sort(byPromise(onset));
  const { suspects, looked } = await lookInto(candidates, { onset, own: own.label }, shelf);
  const unread = looked.find((one) => one.unread !== null)?.unread ?? null;
  const limits = limitsOf({
    lists: listed.flatMap((one) => one.limits),
    notLookedInto: suspects.length < MOST_SUSPECTS ? candidates.length - looked.length : 0,
    service: incidence.service,
    sourceName,
  });
  if (suspects.length > 0) return { status: 'found', suspects, limits };
  if (unread !== null) return { status: 'unread', why: unread };
  return { status: 'none', looked: lookedAt(targets, looked.length), limits };
}

async function list(target: Target, onset: Date, shelf: Shelf): Promise<Listed> {
  const { changes, limits } = await shelf.list({ paths: target.paths, branch: null, ...askedWindow(onset) });
  return { target, limits, changes: changes.filter(({ committedAt }) => isInWindow(committedAt, onset)) };
}

/** Each commit once, with every target that led to it. */
function merge(listed: readonly Listed[]): Candidate[] {
  const all = new Map<string, { change: Change; targets: Target[] }>();
  for (const { target, changes } of listed) {
    for (const change of changes) {
      const known = all.get(change.sha);
      if (known === undefined) all.set(change.sha, { change, targets: [target] });
      else known.targets.push(target);
    }
  }
  const seconds = [...all.values()].map(({ change }) => change.committedAt.getTime());
  return [...all.values()].map(({ change, targets }) => ({
    change,
    targets,
    twins: seconds.filter((at) => at === change.committedAt.getTime()).length - 1,
  }));
}

/** Reads the likeliest ones until there are enough suspects. */
async function lookInto(
  candidates: readonly Candidate[],
  seen: Seen,
  shelf: Shelf,
): Promise<{ suspects: readonly Suspect[]; looked: readonly Looked[] }> {
  const suspects: Suspect[] = [];
  const looked: Looked[] = [];
  while (suspects.length < MOST_SUSPECTS && looked.length < Math.min(MOST_READ, candidates.length)) {
    const room = Math.min(MOST_SUSPECTS - suspects.length, MOST_READ - looked.length);
    const next = candidates.slice(looked.length, looked.length + room);
    const read = await Promise.all(next.map(({ change }) => look(change, shelf)));
    looked.push(...read);
    suspects.push(...next.flatMap((one, i) => suspectOf(one, read[i] ?? unknown(one.change), seen) ?? []));
  }
  const rank = ({ confidence }: Suspect) => CONFIDENCE_LEVELS.indexOf(confidence);
  return { suspects: suspects.sort((a, b) => rank(a) - rank(b)), looked };
}

async function look(change: Change, shelf: Shelf): Promise<Looked> {
  try {
    return { change: await shelf.read(change), unread: null };
  } catch (error) {
    return { change, unread: messageOf(error) };
  }
}

function unknown(change: Change): Looked {
  return { change, unread: 'it was not read' };
}
