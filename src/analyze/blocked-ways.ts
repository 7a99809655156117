import type { FindingCode } from '../domain/catalogue.ts';
import type { Finding } from '../domain/finding.ts';

/** Reasons under which traffic may pass all the same: nobody has judged it yet, or there are other ways in. */
const UNPROVEN: Partial<Record<FindingCode, ReadonlySet<string>>> = {
  'port-unserved': new Set(['TargetPortUndeclared', 'TargetPortUnused']),
  'policy-blocks': new Set(['DenyAllUnlessOthersAllow']),
  // A gateway without an address may be reached by its Service, one whose class went may serve on, and so may another one.
  'gateway-not-ready': new Set([
    'Pending',
    'AddressNotAssigned',
    'GatewayClassGone',
    'InvalidRouteKinds',
    'NotAcceptedByAll',
  ]),
};

/** True for a finding that proves that no traffic gets through on a way that is meant for it. */
export function blocksWay({ code, reason, subject }: Pick<Finding, 'code' | 'reason' | 'subject'>): boolean {
  const unproven = UNPROVEN[code];
  return unproven !== undefined && !unproven.has(reason) && subject.kind !== 'GatewayClass';
}

/** True when nobody gets through to the Service at all: none of its ports has an endpoint. */
export function closesService({ code, reason }: Pick<Finding, 'code' | 'reason'>): boolean {
  return code === 'port-unserved' && reason === 'NoTargetPortFound';
}
