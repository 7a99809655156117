import { MINUTE } from '../../domain/duration.ts';
import { duration } from '../../domain/words.ts';
import { type Check, fail, ok, warn } from '../check.ts';

/** A CronJob may begin late, and a cycle takes its time. */
const GRACE = 15 * MINUTE;

export const cycle: Check = {
  id: 'state.cycle',
  title: 'Last cycle',
  why: 'a monitor that does not run sees nothing',
  mend: 'mend State first: the last cycle is noted there',
  settings: ['STATE_DIR', 'MONITORING_INTERVAL_HOURS', 'KUBECONFIG', 'K3S_CONTEXT'],
  outside: false,
  after: ['state.folder', 'state.configmap'],
  run: async ({ cluster, state, clock, values: { MONITORING_INTERVAL_HOURS: intervalMs } }, signal) => {
    const [{ cycles, damaged }, uid] = await Promise.all([state.lastCycles(), cluster.uid(signal)]);
    const oldestFirst = [...cycles].sort((a, b) => a.at.getTime() - b.at.getTime());
    // Another cluster's cycles say nothing of this one; of several that it may be, the worst counts.
    const [last] = oldestFirst.filter((one) => uid === null || one.uid === uid);
    const ago = ({ at }: { at: Date }): number => Math.max(0, clock.now().getTime() - at.getTime());
    const lost = 'a damaged ledger is set aside by the next cycle; keep the file, and look at the disk';
    if (last === undefined) {
      if (damaged.length > 0) return fail('the ledger is damaged', lost, damaged);
      const other = oldestFirst.at(-1);
      return warn(
        other === undefined
          ? 'there was none yet'
          : `there was none yet of this cluster; the newest, ${duration(ago(other))} ago, was of ${other.cluster}`,
        '`k8s-monitor run --once --dry-run` shows one; then let it run every hour (k8s/base, or `k8s-monitor run`)',
      );
    }
    const age = ago(last);
    const among = uid === null && cycles.length > 1 ? `, the oldest of ${cycles.length} clusters` : '';
    const found = `${duration(age)} ago, of ${last.cluster}${among}`;
    if (damaged.length > 0) return warn(`${found}; and a ledger is damaged`, lost, damaged);
    if (age <= intervalMs + GRACE) return ok(found);
    const late = `${found}; one is due every ${duration(intervalMs)}`;
    const mend = 'in the cluster: `kubectl -n k8s-monitor get cronjob,jobs,pods`; elsewhere look at what starts it';
    return age > 3 * intervalMs + GRACE ? fail(late, mend) : warn(late, mend);
  },
};
