import type { Notice } from '../domain/incident.ts';
import type { Service } from '../domain/service.ts';
import { isLeftOut } from '../kinds/left-out.ts';
import type { Kind } from '../kinds/registry.ts';
import { isComplete, type Scene } from './view.ts';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob'] as const satisfies readonly Kind[];

/** Listed services of which the cluster has no trace, though it was read in full. One that was seen before is gone, not drifted. */
export function drift(scene: Scene): readonly Notice[] {
  return scene.view.services
    .filter((service) => neverFound(scene, service))
    .map((service) => ({
      kind: 'DRIFT' as const,
      key: `drift:${service.name}`,
      title: `${service.name} (${service.tier}) is in the inventory but not in the cluster`,
      detail:
        `no workload named ${[service.name, ...service.aliases].join(' or ')} in namespace ${service.namespaces.join(', ')}; ` +
        `correct its entry in services.txt (line ${service.line}) or deploy it`,
      services: [service.name],
      hidesNodes: false,
    }));
}

function neverFound(scene: Scene, service: Service): boolean {
  if (service.namespaces.length === 0 || scene.match.workloadsOf(service).length > 0) return false;
  if (scene.view.seenBefore(service).length > 0) return false;
  // Perhaps it became a Rollout, and those could not be read.
  const { snapshot } = scene;
  if (snapshot.coverage.get('Rollout') === 'partial') return false;
  if (service.namespaces.some((ns) => isLeftOut(snapshot, 'Rollout', ns))) return false;
  return WORKLOADS.every((kind) => service.namespaces.every((ns) => isComplete(snapshot, kind, ns)));
}
