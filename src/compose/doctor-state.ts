import { findCredentials } from '../collect/credentials.ts';
import { openLink } from '../collect/http.ts';
import { objectWrites } from '../collect/object-writes.ts';
import { surroundings } from '../config/effective.ts';
import type { Values } from '../config/settings.ts';
import type { StateBench } from '../doctor/bench.ts';
import { SECOND } from '../domain/duration.ts';
import { systemClock } from '../platform/clock.ts';
import { stateObjectNames } from '../record/configmap/names.ts';
import { MANIFESTS } from '../record/configmap/object-calls.ts';
import { probeConfigMaps } from '../record/configmap/probe.ts';
import { probeFolder } from '../record/folder-probe.ts';
import { StateFault, stateFault } from '../record/state-fault.ts';
import { type ConfigMapPlace, parseStatePlace } from '../record/state-place.ts';
import { withState } from './state.ts';

const CALL_TIMEOUT = 5 * SECOND;
/** As k8s/base calls it. */
const USUAL = 'state';

/** The state as far as checks look at it: what is written is taken away again, or asked for as a dry run. */
export function stateBench(values: Values): StateBench {
  const place = placeOf(values.STATE_DIR);
  const quick = { ...values, API_CALL_TIMEOUT_SECONDS: Math.min(CALL_TIMEOUT, values.API_CALL_TIMEOUT_SECONDS) };
  const names = [USUAL, ...(place === null ? [] : [place.name])].map(stateObjectNames);
  return {
    objects:
      place === null
        ? null
        : {
            namespace: place.namespace,
            count: stateObjectNames(place.name).configMaps.length + 1,
            makes: MANIFESTS,
          },
    ownNames: names.flatMap(({ configMaps, lease }) => [...configMaps, lease]),
    probeFolder: async () => {
      // A bad name of ConfigMaps is told by whoever reads it.
      const parsed = parseStatePlace(values.STATE_DIR);
      if (parsed.kind === 'configmap') return true;
      try {
        return await probeFolder(parsed.dir);
      } catch (error) {
        throw new StateFault(stateFault('write', parsed.dir, error), { cause: error });
      }
    },
    probeObjects: async () => (place === null ? [] : probe(quick, place)),
    lastCycles: () =>
      withState(quick, async (store) => {
        const { states, damaged } = await store.look();
        const cycles = states.flatMap(({ ledger }) =>
          ledger.lastCycle === null
            ? []
            : [{ at: ledger.lastCycle.at, cluster: ledger.cluster.name, uid: ledger.cluster.uid }],
        );
        return { cycles, damaged };
      }),
  };
}

function placeOf(text: string): ConfigMapPlace | null {
  try {
    const place = parseStatePlace(text);
    return place.kind === 'configmap' ? place : null;
  } catch {
    return null;
  }
}

async function probe(values: Values, place: ConfigMapPlace): Promise<readonly string[]> {
  const { home, serviceHost, servicePort, proxy } = surroundings();
  const { KUBECONFIG: kubeconfig, K3S_CONTEXT: context, API_CALL_TIMEOUT_SECONDS: callTimeoutMs } = values;
  const link = openLink(findCredentials({ kubeconfig, context, home, serviceHost, servicePort }), proxy);
  try {
    const options = { clock: systemClock, callTimeoutMs };
    return await probeConfigMaps(objectWrites(link, options), place, options);
  } finally {
    link.close();
  }
}
