import { faultText } from '../../config/fault.ts';
import { isReference } from '../../config/reference-services.ts';
import { TIERS } from '../../domain/service.ts';
import { type Check, counted, fail, ok, warn } from '../check.ts';
import { APPLY_OVERLAY } from '../overlay.ts';

const DRAFT = '`k8s-monitor init` drafts one from your cluster; name it in SERVICES_FILE';
const OWN = `${DRAFT}; in the cluster it is k8s-overlay/services.txt, then ${APPLY_OVERLAY}`;

export const services: Check = {
  id: 'config.services',
  title: 'Services',
  why: 'how bad an outage is depends on what services.txt says of the service',
  mend: DRAFT,
  settings: ['SERVICES_FILE'],
  outside: false,
  after: [],
  run: ({ inventory }) => {
    const { services: all, faults, file, text, isExample } = inventory();
    const lines = faults.map(faultText);
    if (all.length === 0) return fail(`${file} can't be used: every fault counts as unlisted`, DRAFT, lines);
    const found = `${counted(all.length, 'service')} in ${file}`;
    if (faults.length > 0) {
      const mend = 'change these lines (docs/services-txt.md); `k8s-monitor services` shows what is understood';
      return fail(`${found}, ${counted(faults.length, 'fault')}: such entries count as P0`, mend, lines);
    }
    if (isExample) return warn(`SERVICES_FILE is not set: ${found}, the example`, DRAFT);
    if (text !== null && isReference(text)) return warn(`${found}: this is the example inventory, not yours`, OWN);
    const tiers = TIERS.map((tier) => ({ tier, count: all.filter((service) => service.tier === tier).length }));
    return ok(`${found}: ${tiers.flatMap(({ tier, count }) => (count > 0 ? [`${count} ${tier}`] : [])).join(', ')}`);
  },
};
