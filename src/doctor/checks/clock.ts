import { SECOND } from '../../domain/duration.ts';
import { duration } from '../../domain/words.ts';
import { type Check, fail, ok, skipped, warn } from '../check.ts';

/** Leases and tokens still hold; ages of faults are wrong by as much. */
const ODD = 5 * SECOND;
/** Leases pass on too early, and certificates and tokens count as not yet or no longer valid. */
const WRONG = 60 * SECOND;
const MEND = 'set the clock of the slower one by NTP: `timedatectl set-ntp true` on the node, or on this machine';

export const clock: Check = {
  id: 'cluster.clock',
  title: 'Clock',
  why: 'since when something is broken, and who holds the lease, is told by comparing times',
  mend: '`kubectl get --raw /version` shows whether the API server answers',
  settings: ['KUBECONFIG', 'K3S_CONTEXT'],
  outside: true,
  after: ['cluster.api'],
  run: async ({ cluster }, signal) => {
    const { aheadMs } = await cluster.greet(signal);
    if (aheadMs === null) return skipped('not known: the API server does not tell the time');
    const off = Math.abs(aheadMs);
    if (off <= ODD) return ok('within 5 s of that of the API server');
    const found = `this machine is ${duration(off)} ${aheadMs > 0 ? 'behind' : 'ahead of'} the API server`;
    return off > WRONG ? fail(found, MEND) : warn(found, MEND);
  },
};
