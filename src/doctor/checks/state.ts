import { messageOf } from '../../platform/errors.ts';
import { type Check, counted, fail, ok } from '../check.ts';

const MEND = 'make it writable for this user, or name another folder in STATE_DIR';
const WHY = 'what was told already, what waits to be sent and who holds the lease is kept there';

export const folder: Check = {
  id: 'state.folder',
  title: 'State',
  why: WHY,
  mend: MEND,
  settings: ['STATE_DIR'],
  outside: false,
  after: [],
  applies: ({ state }) => state.objects === null,
  run: async ({ state, values: { STATE_DIR: place } }) => {
    try {
      const isThere = await state.probeFolder();
      return ok(isThere ? `${place} can be written` : `${place} is not there yet; the first cycle can make it`);
    } catch (error) {
      // Such errors end with the mend.
      const [, found = '', mend = null] = /^(.*); ([^;]+)$/s.exec(messageOf(error)) ?? [];
      return fail(found === '' ? messageOf(error) : found, mend ?? MEND);
    }
  },
};

export const configMaps: Check = {
  id: 'state.configmap',
  title: 'State',
  why: WHY,
  mend: '`kubectl -n k8s-monitor get configmaps,leases` shows what is there',
  settings: ['STATE_DIR', 'KUBECONFIG', 'K3S_CONTEXT'],
  outside: true,
  after: ['cluster.api'],
  applies: ({ state }) => state.objects !== null,
  run: async ({ state, values: { STATE_DIR: place } }) => {
    const faults = await state.probeObjects();
    const all = state.objects?.count ?? 0;
    if (faults.length === 0) return ok(`${place}: all ${all} objects can be read and replaced (asked as a dry run)`);
    const makes = state.objects?.makes ?? null;
    const mend =
      makes === null
        ? null
        : `\`${makes}\` makes what is missing, empty, touches nothing else, and lets the ServiceAccount k8s-monitor write it`;
    return fail(`${place}: ${counted(faults.length, 'object')} of ${all} can't be used`, mend, faults);
  },
};
