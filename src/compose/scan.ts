import type { Scan } from '../../mcp-servers/kubernetes/deps.ts';
import { analyze } from '../analyze/analyze.ts';
import { NO_MEMORY } from '../analyze/view.ts';
import { SERVICE_STATES, type Service, type ServiceState } from '../domain/service.ts';
import type { Snapshot } from '../kinds/snapshot.ts';

/** What the rules find in a snapshot, without what earlier cycles remember. */
export function scanOf(snapshot: Snapshot, services: readonly Service[]): Scan {
  const analysis = analyze(snapshot, services, NO_MEMORY);
  const worstFirst = [...analysis.services].sort((a, b) => rank(a.state) - rank(b.state));
  return {
    takenAt: snapshot.takenAt,
    cluster: snapshot.cluster.name,
    findings: analysis.findings,
    services: worstFirst.map(({ name, tier, state }) => ({ name, tier, state })),
    gaps: snapshot.gaps.map(
      (g) => `could not ${g.verb} ${g.resource}${g.namespace === null ? '' : ` in ${g.namespace}`}: ${g.cause}`,
    ),
  };
}

/** Down first; unknown before ok, for unread is not healthy. */
function rank(state: ServiceState): number {
  return state === 'unknown' ? SERVICE_STATES.length - 1.5 : SERVICE_STATES.indexOf(state);
}
