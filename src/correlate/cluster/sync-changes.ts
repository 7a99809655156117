import type { ClusterChange } from '../../domain/change.ts';
import type { FieldChange } from '../../domain/field-change.ts';
import { sameRef } from '../../domain/object-ref.ts';
import { refOf } from '../../kinds/refs.ts';
import type { Snapshot } from '../../kinds/snapshot.ts';
import { timeOf } from '../../kinds/time.ts';
import { redact } from '../../platform/redact/redact.ts';
import type { Sync } from '../cluster-history.ts';
import { isSha, shortSha } from '../sha.ts';
import { type Brought, brought } from './argo.ts';
import { inWindow } from './window.ts';

const LONGEST = 200;

/** What the owner's application brought in the window: commits, and versions of charts. */
export function syncChanges(sync: Sync, { objects }: Snapshot, onset: Date): readonly ClusterChange[] {
  const application = objects.Application.find((one) => sameRef(refOf(one), sync.app));
  const commits = application === undefined ? sync.history : brought(application);
  const release = objects.HelmRelease.find((one) => sameRef(refOf(one), sync.app));
  return [
    ...commits.flatMap((one) => ofCommit(sync, one, onset)),
    ...(release?.status?.history ?? []).flatMap((one, index, all) => ofRelease(sync, one, all[index + 1], onset)),
  ];
}

function ofCommit(sync: Sync, { revision, at }: Brought, onset: Date): readonly ClusterChange[] {
  if (inWindow(at, onset) === null) return [];
  const { kind, name } = sync.app;
  const isCommit = isSha(revision);
  const what = isCommit ? shortSha(revision) : `version ${revision}`;
  const text = redact(`${kind} ${name} synced ${what}`, LONGEST);
  const fields: FieldChange[] = isCommit
    ? []
    : [{ kind: 'chart', file: null, object: { kind, name }, text, from: null, to: redact(revision, LONGEST) }];
  return [{ kind: 'sync', object: sync.app, at, text, fields, commit: isCommit ? revision : null, undo: null }];
}

type Release = NonNullable<NonNullable<Snapshot['objects']['HelmRelease'][number]['status']>['history']>[number];

/** Helm's own releases, newest first, as Flux keeps them. */
function ofRelease({ app }: Sync, now: Release, before: Release | undefined, onset: Date): readonly ClusterChange[] {
  const at = inWindow(timeOf(now.lastDeployed), onset);
  if (at === null) return [];
  const { kind, name } = app;
  const chart = (one: Release) => redact(`${one.chartName ?? 'chart'} ${one.chartVersion ?? ''}`.trim(), LONGEST);
  const object = { kind, name };
  const isOther = before !== undefined && chart(before) !== chart(now);
  const from = before === undefined ? null : chart(before);
  const isNewValues = before !== undefined && before.configDigest !== now.configDigest;
  const told = isOther ? `chart ${from} → ${chart(now)}` : chart(now);
  const fields: FieldChange[] = [
    ...(isOther ? [{ kind: 'chart', file: null, object, text: told, from, to: chart(now) } as const] : []),
    ...(isNewValues
      ? [{ kind: 'config', file: null, object, text: 'values of the chart changed', from: null, to: null } as const]
      : []),
  ];
  const values = isNewValues ? ', with other values' : '';
  const text = redact(`HelmRelease ${name} deployed release ${now.version ?? '?'}: ${told}${values}`, LONGEST);
  return [{ kind: 'sync', object: app, at, text, fields, commit: null, undo: null }];
}
