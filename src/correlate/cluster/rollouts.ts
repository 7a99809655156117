import type { ClusterChange } from '../../domain/change.ts';
import type { FieldChange } from '../../domain/field-change.ts';
import type { Snapshot } from '../../kinds/snapshot.ts';
import { earliest, timeOf } from '../../kinds/time.ts';
import { redact } from '../../platform/redact/redact.ts';
import { orLimit } from './asked.ts';
import type { Owner } from './owner.ts';
import { podRevisions } from './pod-revisions.ts';
import type { ClusterRead } from './read.ts';
import { controllerRevisions, type Revision, replicaSetRevisions } from './revisions.ts';
import { templateFields } from './template.ts';
import { undoOf } from './undo.ts';
import { inWindow } from './window.ts';

const LONGEST = 400;
const MOST_TOLD = 4;

export interface Rollouts {
  readonly changes: readonly ClusterChange[];
  readonly last: Date | null;
}

interface Where {
  readonly read: ClusterRead;
  readonly snapshot: Snapshot;
  readonly onset: Date;
  /** True: something syncs it, or may; what is undone by hand would come back. */
  readonly isSynced: boolean;
  readonly limits: string[];
  readonly signal: AbortSignal;
}

/** Revisions of a workload that came in the window, each against the one before it. */
export async function rollouts(owner: Owner, where: Where): Promise<Rollouts> {
  const revisions = await revisionsOf(owner, where);
  const dated = revisions.map((revision, index) => ({
    revision,
    before: revisions[index - 1] ?? null,
    at: timeOfRollout(revision, revisions.slice(0, index), owner),
  }));
  // The API tells whole seconds: of two in one the later one comes first.
  const changes = dated.toReversed().flatMap(({ revision, before, at }): ClusterChange[] => {
    const time = inWindow(at, where.onset);
    if (time === null) return [];
    const fields = fieldsOf(revision, before, owner);
    const text = redact(`${nameOf(revision, before)}: ${wordsOf(revision, before, fields)}`, LONGEST);
    const undo = where.isSynced ? null : undoOf(owner.ref, before?.number ?? null);
    return [{ kind: 'rollout', object: owner.ref, at: time, text, fields, commit: null, undo }];
  });
  return { changes, last: dated.at(-1)?.at ?? null };
}

async function revisionsOf(owner: Owner, { read, limits, signal }: Where): Promise<readonly Revision[]> {
  const { kind, namespace, name } = owner.ref;
  if (namespace === null) return [];
  const list = async (of: 'ReplicaSet' | 'ControllerRevision') => {
    const ask = () => read.list(of, namespace, owner.selector, signal);
    const listed = await orLimit(limits, `${of}s of ${name}`, signal, ask);
    limits.push(...(listed?.limits ?? []));
    return listed?.objects ?? null;
  };
  if (kind === 'Deployment' || kind === 'Rollout')
    return replicaSetRevisions((await list('ReplicaSet')) ?? [], owner.ref);
  if (kind !== 'StatefulSet' && kind !== 'DaemonSet') return [];
  const all = await list('ControllerRevision');
  if (all !== null) return controllerRevisions(all, owner.ref);
  const running = podRevisions(owner.pods);
  return running.length < 2 ? [] : running;
}

/**
 * The creation of the revision; one that was rolled back to keeps the object it had before, and only its pods and the progress of
 * the rollout tell when it came again. Null: nothing tells.
 */
function timeOfRollout(revision: Revision, before: readonly Revision[], owner: Owner): Date | null {
  const newestBefore = Math.max(0, ...before.map(({ created }) => created.getTime()));
  if (!revision.again && revision.created.getTime() >= newestBefore) return revision.created;
  const pods = owner.pods.filter(({ metadata: { labels } }) => {
    const hash = labels?.['pod-template-hash'] ?? labels?.['controller-revision-hash'];
    return hash !== undefined && (hash === revision.hash || hash === revision.name);
  });
  const times = [...pods.map(({ metadata }) => metadata.creationTimestamp), owner.progressedAt].map(timeOf);
  return earliest(...times.filter((time) => time !== null && time.getTime() >= newestBefore));
}

function fieldsOf(revision: Revision, before: Revision | null, { ref, object }: Owner): readonly FieldChange[] {
  if (before !== null) {
    return before.template === null || revision.template === null
      ? []
      : templateFields(before.template, revision.template, ref);
  }
  if (!isFirst(revision, object.metadata.creationTimestamp)) return [];
  const text = `${ref.kind} ${ref.name} is new`;
  return [{ kind: 'new', file: null, object: { kind: ref.kind, name: ref.name }, text, from: null, to: null }];
}

function isFirst({ number, created }: Revision, born: string | null | undefined): boolean {
  const at = timeOf(born);
  return number === 1 && at !== null && Math.abs(+created - +at) < 60_000;
}

function nameOf({ number, name, created, again }: Revision, before: Revision | null): string {
  const isFormer = again || (before !== null && created < before.created);
  return `revision ${number ?? name}${isFormer ? ', a former one again' : ''}`;
}

function wordsOf(revision: Revision, before: Revision | null, fields: readonly FieldChange[]): string {
  if (fields.length === 0) {
    if (before === null) return 'what it changed is not known, as the revision before it is not kept';
    return revision.template === null || before.template === null
      ? 'what it changed is not known, as a template could not be understood'
      : 'nothing that is compared here differs';
  }
  const rest = fields.length > MOST_TOLD ? [`and ${fields.length - MOST_TOLD} more`] : [];
  return [...fields.slice(0, MOST_TOLD).map(({ text }) => text), ...rest].join('; ');
}
