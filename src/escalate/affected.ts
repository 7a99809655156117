import { dependsOn } from '../domain/dependencies.ts';
import type { IncidentDraft } from '../domain/incident.ts';
import type { Service } from '../domain/service.ts';
import { TIERS } from '../domain/service.ts';

const HITS_OTHERS = new Set(['down', 'degraded', 'impaired']);

/**
 * Listed services that are hit, or will be: the other members, and everything that needs a failing member, directly
 * or through others. P0 first.
 */
export function affectedBy(draft: IncidentDraft, services: readonly Service[]): readonly string[] {
  const members = draft.members.flatMap((m) => (m.service === null ? [] : [m.service.name]));
  const queue = draft.members.flatMap((m) => (m.service !== null && HITS_OTHERS.has(m.state) ? [m.service] : []));
  const hit = new Set(members);
  for (let current = queue.pop(); current !== undefined; current = queue.pop()) {
    for (const service of services) {
      if (hit.has(service.name) || !dependsOn(service, current)) continue;
      hit.add(service.name);
      queue.push(service);
    }
  }
  hit.delete(draft.root.service?.name ?? '');
  return services
    .filter((s) => hit.has(s.name))
    .sort((a, b) => TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier))
    .map((s) => s.name);
}
