import { MINUTE } from '../../domain/duration.ts';
import type { Evidence } from '../../domain/finding.ts';
import { namespaceOf, refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { finding } from '../finding.ts';
import { ageOf } from './lib/ages.ts';
import { heldCondition } from './lib/held.ts';
import { failedAt, failureOf, failureText } from './lib/job-outcome.ts';
import { phrase } from './lib/phrases.ts';
import { conditionOf } from './lib/since.ts';

const PATIENCE = 2 * MINUTE;

interface Failure {
  readonly reason: string;
  readonly cause: string;
  readonly since: Date | null;
  readonly proof: readonly [Evidence, ...Evidence[]];
}

/** A chart that k3s could not install. */
export const helmchartFailed = defineDetector({
  name: 'helmchart-failed',
  reads: ['HelmChart', 'Job'],
  emits: ['helmchart-failed'],
  *detect(view) {
    for (const chart of view.list('HelmChart')) {
      const failure = chart.metadata.deletionTimestamp ? null : (byCondition(view, chart) ?? byJob(view, chart));
      if (failure === null) continue;
      const { chart: name, version } = chart.spec ?? {};
      yield finding('helmchart-failed', {
        subject: refOf(chart),
        owner: view.ownerOf(chart),
        since: failure.since ?? view.now,
        reason: failure.reason,
        params: {
          chart: phrase([name, version].filter(Boolean).join(' '), chart.metadata.name),
          cause: failure.cause,
        },
        evidence: failure.proof,
      });
    }
  },
});

/** It says so itself: that it failed, or that its job can't be made. */
function byCondition(view: View<'HelmChart'>, chart: ObjectOf<'HelmChart'>): Failure | null {
  const failed = conditionOf(chart.status?.conditions, 'Failed');
  const created = conditionOf(chart.status?.conditions, 'JobCreated');
  const bad = failed?.status === 'True' ? failed : created?.status === 'False' ? created : undefined;
  if (bad === undefined || ageOf(view.now, bad.lastTransitionTime) <= PATIENCE) return null;
  const otherwise = bad === failed ? 'its install job failed' : 'its install job was not made';
  return {
    reason: bad.reason || bad.type,
    cause: phrase(bad.message, otherwise),
    since: timeOf(bad.lastTransitionTime),
    proof: heldCondition(refOf(chart), bad),
  };
}

function byJob(view: View<'Job'>, chart: ObjectOf<'HelmChart'>): Failure | null {
  const { jobName } = chart.status ?? {};
  const job = jobName ? view.get('Job', namespaceOf(chart), jobName) : undefined;
  const failed = job === undefined ? undefined : failureOf(job);
  if (job === undefined || failed === undefined) return null;
  return {
    reason: failed.reason || 'JobFailed',
    cause: `of its install job, ${failureText(job, failed)}`,
    since: failedAt(job),
    proof: heldCondition(refOf(job), failed),
  };
}
