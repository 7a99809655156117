import type { Gap } from '../domain/cluster.ts';
import { KINDS, type Kind, type KindEntry } from '../kinds/registry.ts';
import type { Coverage } from '../kinds/snapshot.ts';
import type { Deadline } from '../platform/deadline.ts';
import { ReadError } from '../platform/errors.ts';
import { asReadError, gapOf } from './gap.ts';
import type { ClusterReader } from './reader.ts';
import type { Shelf } from './shelf.ts';

export interface Outcome {
  readonly coverage: Coverage;
  readonly gaps: readonly Gap[];
  /** Namespaces read in full although the kind was not. */
  readonly complete: readonly string[];
}

export interface Plan {
  readonly reader: ClusterReader;
  readonly deadline: Deadline;
  /** Only these; empty: the whole cluster. */
  readonly namespaces: readonly string[];
  /** What must be read even when the time runs out. */
  readonly firstNamespaces: readonly string[];
  /** All namespaces there are, as far as known; `certain` when the cluster listed them itself. */
  readonly known: { readonly names: readonly string[]; readonly certain: boolean };
  readonly progress: (kind: Kind, objects: number) => void;
}

/**
 * Reads one kind. It yields once, when what matters most of it is in: the caller lets all kinds come so far
 * before any of them goes on, so that a deadline cuts the less important part of every kind.
 */
export async function* readKind(kind: Kind, shelf: Shelf, plan: Plan): AsyncGenerator<void, Outcome> {
  const { namespaced, optional, within }: KindEntry = KINDS[kind];
  try {
    if (optional && !(await plan.reader.serves(kind, plan.deadline))) return NOT_SERVED;
  } catch (error) {
    return { coverage: 'partial', gaps: [gapOf(kind, null, error)], complete: [] };
  }
  if (within !== undefined) return readWithin(kind, shelf, plan, within);
  if (namespaced && plan.namespaces.length > 0) return yield* readNamespaces(kind, shelf, plan, plan.namespaces);

  const whole = yield* readWhole(kind, shelf, plan);
  if (!(whole instanceof ReadError)) return whole;
  if (whole.status === 404 && optional) return NOT_SERVED;
  if (isOptional(kind, whole)) return NOT_READ;
  const names = [...new Set([...plan.firstNamespaces, ...plan.known.names])];
  if (whole.fault !== 'forbidden' || !namespaced || names.length === 0) {
    return { coverage: 'partial', gaps: [gapOf(kind, null, whole)], complete: [] };
  }
  return whole403(
    kind,
    whole,
    plan,
    yield* readNamespaces(kind, shelf, plan, plan.known.certain ? plan.known.names : names),
  );
}

const NOT_SERVED: Outcome = { coverage: 'not-served', gaps: [], complete: [] };
/** Nobody misses anything. */
const NOT_READ: Outcome = { coverage: 'not-read', gaps: [], complete: [] };

/** A component grants it, and is not installed. */
function isOptional(kind: Kind, { fault }: ReadError): boolean {
  const { byComponent = false }: KindEntry = KINDS[kind];
  return byComponent && fault === 'forbidden';
}

function missing(kind: Kind, namespace: string | null, failed: ReadError): readonly Gap[] {
  return isOptional(kind, failed) ? [] : [gapOf(kind, namespace, failed)];
}

/** The cluster's own: it lies in one namespace, also for a cycle that looks at others only. */
async function readWithin(kind: Kind, shelf: Shelf, plan: Plan, namespace: string): Promise<Outcome> {
  try {
    await readNamespace(kind, shelf, plan, namespace);
    return { coverage: 'full', gaps: [], complete: [] };
  } catch (error) {
    return { coverage: 'partial', gaps: [gapOf(kind, namespace, asReadError(error))], complete: [] };
  }
}

/** Returns the error when not even the first page came. */
async function* readWhole(kind: Kind, shelf: Shelf, plan: Plan): AsyncGenerator<void, Outcome | ReadError> {
  const complete: string[] = [];
  let firstPart = true;
  let pages = 0;
  try {
    const writer = shelf.writer(null);
    for await (const page of plan.reader.pages(kind, null, writer, plan.deadline)) {
      writer.commit(page.first);
      plan.progress(kind, shelf.count());
      pages += 1;
      if (!page.more || !firstPart) continue;
      firstPart = false;
      if (KINDS[kind].namespaced) complete.push(...(await readFirst(kind, shelf, plan)));
      yield;
    }
    return { coverage: 'full', gaps: [], complete };
  } catch (error) {
    const failed = asReadError(error);
    if (pages === 0) return failed;
    const gap = gapOf(kind, null, failed);
    return {
      coverage: 'partial',
      gaps: [{ ...gap, detail: `${gap.detail} (after ${shelf.count()} objects)` }],
      complete,
    };
  }
}

/** The list is long: the namespaces that matter most are read on their own, before the rest of it. */
async function readFirst(kind: Kind, shelf: Shelf, plan: Plan): Promise<readonly string[]> {
  const complete: string[] = [];
  for (const namespace of plan.firstNamespaces) {
    try {
      await readNamespace(kind, shelf, plan, namespace);
      complete.push(namespace);
    } catch {
      // The long list brings these objects too, and says what fails.
      shelf.clear(namespace);
    }
  }
  return complete;
}

async function* readNamespaces(
  kind: Kind,
  shelf: Shelf,
  plan: Plan,
  names: readonly string[],
): AsyncGenerator<void, Outcome> {
  const complete: string[] = [];
  const gaps: Gap[] = [];
  const first = names.filter((name) => plan.firstNamespaces.includes(name));
  const rest = names.filter((name) => !plan.firstNamespaces.includes(name));
  for (const [index, namespace] of [...first, ...rest].entries()) {
    if (index === first.length) yield;
    try {
      await readNamespace(kind, shelf, plan, namespace);
      complete.push(namespace);
    } catch (error) {
      const failed = asReadError(error);
      if (KINDS[kind].optional && failed.status === 404) return NOT_SERVED;
      const outOfTime = plan.deadline.signal.aborted;
      gaps.push(...missing(kind, outOfTime ? null : namespace, failed));
      if (outOfTime) break;
    }
  }
  // Nothing is known of the namespaces that were not asked for.
  return complete.length === 0 && gaps.length === 0 ? NOT_READ : { coverage: 'partial', gaps, complete };
}

async function readNamespace(kind: Kind, shelf: Shelf, plan: Plan, namespace: string): Promise<void> {
  const writer = shelf.writer(namespace);
  for await (const page of plan.reader.pages(kind, namespace, writer, plan.deadline)) {
    writer.commit(page.first);
    plan.progress(kind, shelf.count());
  }
}

/** What reading every namespace says of the whole, after the whole was forbidden. */
function whole403(kind: Kind, refused: ReadError, plan: Plan, { coverage, gaps, complete }: Outcome): Outcome {
  if (coverage === 'not-served') return { coverage, gaps, complete };
  const nothing = complete.length === 0 && gaps.every((gap) => gap.cause === 'forbidden');
  if (!plan.known.certain || nothing) return { coverage: 'partial', gaps: [gapOf(kind, null, refused)], complete };
  return gaps.length === 0 ? { coverage: 'full', gaps, complete: [] } : { coverage: 'partial', gaps, complete };
}
