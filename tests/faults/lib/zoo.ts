// A cluster whose pods fill seven pages; on the last one is the pod of tiger, which nobody owns, and which crashes.
import { app } from '../../support/cycles-objects.ts';
import { BROKEN, SINCE, WELL } from './town.ts';

const PAGES = 7;
const PAGE = 500;

const fillers = Array.from({ length: (PAGES - 1) * PAGE }, (_, i) => ({
  kind: 'Pod',
  metadata: { name: `filler-${i}`, namespace: 'zoo', uid: `filler-${i}`, creationTimestamp: SINCE.toISOString() },
  spec: { containers: [{ name: 'app', image: 'app:1' }] },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
}));

function tiger(): readonly object[] {
  return app('tiger', ['crash'], SINCE)
    .filter((object) => Reflect.get(object, 'kind') === 'Pod')
    .map((pod) => ({ ...pod, metadata: { ...Reflect.get(pod, 'metadata'), ownerReferences: [] } }));
}

export const ZOO: readonly object[] = [...BROKEN, ...fillers, ...tiger()];
/** Everything is well, and the tiger is gone. */
export const TAME: readonly object[] = [...WELL, ...fillers];
/** Keys of what is broken in it. */
export const LOOSE: readonly string[] = ['service:shop-api', 'object:Deployment/cart/cart', 'object:Pod/tiger/tiger-0'];
