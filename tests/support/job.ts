import { ago } from './view.ts';

/** A CronJob `shop/report`, due at two every night, that last ran ten hours ago. */
export function cronJob(parts: { name?: string; metadata?: object; spec?: object; status?: object } = {}): object {
  return {
    kind: 'CronJob',
    metadata: { name: parts.name ?? 'report', namespace: 'shop', creationTimestamp: ago('60d'), ...parts.metadata },
    spec: { schedule: '0 2 * * *', ...parts.spec },
    status: { lastScheduleTime: ago('10h'), lastSuccessfulTime: ago('10h'), ...parts.status },
  };
}

/** A Job started so long ago that ended a minute later; of no CronJob unless one is named. */
export function job(
  outcome: 'Failed' | 'Complete' | null,
  age: string,
  parts: { of?: string; reason?: string; message?: string; spec?: object } = {},
): object {
  const { of, reason = 'BackoffLimitExceeded', message } = parts;
  const conditions =
    outcome === null ? [] : [{ type: outcome, status: 'True', reason, message, lastTransitionTime: ago(age) }];
  return {
    kind: 'Job',
    metadata: {
      name: of === undefined ? 'migrate' : `${of}-${age}`,
      namespace: 'shop',
      ownerReferences: of === undefined ? [] : [{ kind: 'CronJob', name: of, controller: true }],
    },
    spec: { backoffLimit: 2, ...parts.spec },
    status: { startTime: ago(age), failed: outcome === 'Complete' ? 0 : 1, conditions },
  };
}
