import { MINUTE } from '../../../domain/duration.ts';
import { refOf } from '../../../kinds/refs.ts';
import type { ObjectOf } from '../../../kinds/registry.ts';
import type { View } from '../../detector.ts';
import { evidence } from '../../finding.ts';
import { isYoung } from './ages.ts';
import { gatewayClassCause } from './causes.ts';
import { type GatewayFault, refusal } from './gateway-conditions.ts';

type Gateway = ObjectOf<'Gateway'>;
type Sees = View<'Gateway' | 'GatewayClass'>;

export function classFault(view: Sees, gatewayClass: ObjectOf<'GatewayClass'>): GatewayFault | null {
  const refused = refusal(view.now, gatewayClass, gatewayClass.status?.conditions, 'Accepted');
  const behind = gatewayClassCause(gatewayClass.metadata.name);
  return refused && { ...refused, what: 'the gateway class is not accepted', behind };
}

/** The first thing that is wrong with a gateway: its class, itself, one of its listeners. */
export function gatewayFault(view: Sees, gateway: Gateway): GatewayFault | null {
  return classGone(view, gateway) ?? ownFault(view, gateway) ?? listenerFault(view, gateway);
}

function classGone(view: Sees, gateway: Gateway): GatewayFault | null {
  const name = gateway.spec?.gatewayClassName;
  if (!name || !view.complete('GatewayClass', null) || isYoung(view.now, gateway, 2 * MINUTE)) return null;
  if (view.get('GatewayClass', null, name) !== undefined) return null;
  // A gateway that was accepted before its class went may serve on.
  const served = (gateway.status?.conditions ?? []).some((c) => c.type === 'Accepted' && c.status === 'True');
  return {
    what: 'nobody takes care of the gateway',
    reason: served ? 'GatewayClassGone' : 'GatewayClassNotFound',
    cause: `gateway class ${name} does not exist`,
    since: null,
    proof: [evidence(refOf(gateway), 'spec.gatewayClassName', name)],
  };
}

function ownFault(view: Sees, gateway: Gateway): GatewayFault | null {
  const conditions = gateway.status?.conditions;
  const refused = refusal(view.now, gateway, conditions, 'Accepted');
  if (refused === null) {
    const idle = refusal(view.now, gateway, conditions, 'Programmed');
    return idle && { ...idle, what: 'the gateway is not programmed' };
  }
  const behind = view.get('GatewayClass', null, gateway.spec?.gatewayClassName ?? '');
  const why = behind === undefined ? null : classFault(view, behind);
  const what = 'the gateway is not accepted';
  if (behind === undefined || why === null) return { ...refused, what };
  const cause = `its class ${behind.metadata.name} is not accepted (${why.cause})`;
  const proof = [...refused.proof, ...why.proof];
  return { ...refused, what, cause, proof, behind: gatewayClassCause(behind.metadata.name) };
}

function listenerFault(view: Sees, gateway: Gateway): GatewayFault | null {
  for (const { name, conditions } of gateway.status?.listeners ?? []) {
    for (const type of ['Accepted', 'ResolvedRefs', 'Programmed']) {
      const refused = refusal(view.now, gateway, conditions, type, `status.listeners[${name}].conditions`);
      if (refused !== null) return { ...refused, what: `listener ${name} of the gateway does not work` };
    }
  }
  return null;
}
