import { refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { defineDetector } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { quotaCause } from './lib/causes.ts';
import { namesText } from './lib/phrases.ts';
import { quantityOf } from './lib/quantity.ts';

interface Spent {
  readonly resource: string;
  readonly used: string | number;
  readonly hard: string | number;
}

/**
 * A quota with nothing left. It is told even while nobody waits: whatever comes next (a rollout, a pod that moves) is
 * refused. Used up exactly it may be meant so: it stands for itself, as a setting, and wakes nobody. A workload that it
 * refuses says so itself, and shares its cause with it.
 */
export const quotaFull = defineDetector({
  name: 'quota-full',
  reads: ['ResourceQuota'],
  emits: ['quota-full'],
  *detect(view) {
    for (const quota of view.list('ResourceQuota')) {
      const [first, ...others] = spent(quota);
      if (first === undefined || quota.metadata.deletionTimestamp) continue;
      const subject = refOf(quota);
      const proof = ({ resource, used }: Spent) => evidence(subject, `status.used[${resource}]`, used);
      yield finding('quota-full', {
        subject,
        owner: subject,
        since: view.now,
        reason: 'QuotaExhausted',
        params: { resource: namesText([first, ...others].map((s) => s.resource)), used: first.used, hard: first.hard },
        evidence: [proof(first), ...others.map(proof)],
        cause: quotaCause(subject.namespace, subject.name),
      });
    }
  },
});

/** None of something is a ban, not a quota. */
function spent({ status }: ObjectOf<'ResourceQuota'>): readonly Spent[] {
  return Object.entries(status?.hard ?? {}).flatMap(([resource, hard]) => {
    const used = status?.used?.[resource];
    const [limit, now] = [quantityOf(hard), quantityOf(used)];
    return used !== undefined && limit !== null && now !== null && limit > 0 && now >= limit
      ? [{ resource, used, hard }]
      : [];
  });
}
