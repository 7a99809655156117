import { faultText } from '../../config/fault.ts';
import { type Check, counted, fail, ok, warn } from '../check.ts';

const MEND = 'change these lines (docs/routes.md); `k8s-monitor routes list` shows what is understood';

export const routes: Check = {
  id: 'config.routes',
  title: 'Routes',
  why: 'with a fault in it all messages go the default way',
  mend: MEND,
  settings: ['ROUTES_FILE', 'SERVICES_FILE'],
  outside: false,
  after: [],
  applies: ({ values }) => values.ROUTES_FILE !== null,
  run: (bench) => {
    const { file, faults, warnings, routes: count } = bench.routes();
    if (faults.length > 0) return fail(`${file} can't be used`, MEND, faults.map(faultText));
    const found = `${counted(count, 'route')} in ${file}`;
    return warnings.length === 0 ? ok(found) : warn(`${found}, not all as it seems`, MEND, warnings.map(faultText));
  },
};
