import type { Finding } from '../../domain/finding.ts';
import { type HasMeta, refOf } from '../../kinds/refs.ts';
import { latest } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { finding } from '../finding.ts';
import type { GatewayFault } from './lib/gateway-conditions.ts';
import { classFault, gatewayFault } from './lib/gateway-faults.ts';
import { held } from './lib/held.ts';
import { namesText } from './lib/phrases.ts';
import { ROUTE_KINDS, routeFaults } from './lib/route-faults.ts';

/** Gateway API: a class nobody takes, a gateway that takes no traffic, a route that leads nowhere. */
export const gatewayNotReady = defineDetector({
  name: 'gateway-not-ready',
  reads: ['GatewayClass', ...ROUTE_KINDS],
  emits: ['gateway-not-ready'],
  *detect(view) {
    for (const object of view.list('GatewayClass')) yield* tell(view, object, [classFault(view, object)]);
    for (const object of view.list('Gateway')) yield* tell(view, object, [gatewayFault(view, object)]);
    for (const object of view.list('HTTPRoute')) yield* tell(view, object, routeFaults(view, object));
  },
});

/** One finding per object, or the same fault of several backends would count several times. */
function* tell(view: View<'Gateway'>, object: HasMeta, all: readonly (GatewayFault | null)[]): Generator<Finding> {
  const faults = all.filter((fault) => fault !== null);
  const [first] = faults;
  if (first === undefined || object.metadata.deletionTimestamp) return;
  const subject = refOf(object);
  yield finding('gateway-not-ready', {
    subject,
    owner: view.ownerOf(object),
    since: latest(...faults.map((f) => f.since)) ?? view.now,
    reason: first.reason,
    params: { what: first.what, cause: namesText([...new Set(faults.map((f) => f.cause))]) },
    evidence: held(
      subject,
      {},
      faults.flatMap((f) => f.proof),
    ),
    cause: first.behind ?? null,
  });
}
