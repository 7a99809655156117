import { MINUTE } from '../../../domain/duration.ts';
import type { ObjectOf } from '../../../kinds/registry.ts';
import { timeOf } from '../../../kinds/time.ts';
import { ageOf } from './ages.ts';

/** The server that renders manifests restarts now and then. */
const PATIENCE = 5 * MINUTE;
const BAD = new Set(['ComparisonError', 'InvalidSpecError', 'SyncError']);

export interface SyncFailure {
  readonly reason: string;
  readonly message: string | null | undefined;
  readonly revision: string | null | undefined;
  readonly since: Date | null;
  /** Where it stands. */
  readonly fields: Readonly<Record<string, string | null | undefined>>;
}

/** The last sync failed, or the manifests can't even be compared. */
export function syncFailure(app: ObjectOf<'Application'>, now: Date): SyncFailure | null {
  const { operationState, sync, conditions } = app.status ?? {};
  const { phase } = operationState ?? {};
  const tried = operationState?.syncResult?.revision ?? operationState?.syncResult?.revisions?.[0];
  const wanted = sync?.revision ?? sync?.revisions?.[0];
  // In sync after all, with another revision: the failure is history.
  const isPast = sync?.status === 'Synced' && tried !== wanted;
  if ((phase === 'Failed' || phase === 'Error') && !isPast) {
    return {
      reason: phase,
      message: operationState?.message,
      revision: tried ?? wanted,
      since: timeOf(operationState?.finishedAt) ?? timeOf(operationState?.startedAt),
      fields: { 'status.operationState.phase': phase, 'status.operationState.message': operationState?.message },
    };
  }
  const bad = (conditions ?? []).find((c) => BAD.has(c.type ?? '') && ageOf(now, c.lastTransitionTime) > PATIENCE);
  if (bad?.type === undefined || bad.type === null || phase === 'Running') return null;
  return {
    reason: bad.type,
    message: bad.message,
    revision: app.spec?.source?.targetRevision ?? wanted,
    since: timeOf(bad.lastTransitionTime),
    fields: {
      [`status.conditions[${bad.type}].type`]: bad.type,
      [`status.conditions[${bad.type}].message`]: bad.message,
    },
  };
}
