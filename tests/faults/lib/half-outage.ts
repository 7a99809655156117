// The outage of the shop before it was one: one of its two pods still serves.
import { outage } from '../../support/outage.ts';

interface Status {
  conditions: { type: string; status: string }[];
  readyReplicas?: number;
  availableReplicas?: number;
  unavailableReplicas?: number;
  containerStatuses?: object[];
}

/** As raw objects. */
export function halfOutage(): readonly object[] {
  const objects: { kind: string; metadata: { name: string }; status: Status }[] = JSON.parse(
    JSON.stringify(outage().objects ?? []),
  );
  for (const { kind, metadata, status } of objects) {
    if (kind === 'ReplicaSet') status.readyReplicas = 1;
    if (kind === 'Deployment')
      Object.assign(status, { readyReplicas: 1, availableReplicas: 1, unavailableReplicas: 1 });
    if (kind === 'Pod' && metadata.name.endsWith('bbbbb')) {
      const running = { startedAt: '2026-11-18T09:43:00Z' };
      status.containerStatuses = [{ name: 'api', ready: true, restartCount: 0, state: { running } }];
    }
    const isWell = kind === 'Deployment' || (kind === 'Pod' && metadata.name.endsWith('bbbbb'));
    for (const condition of isWell ? status.conditions : []) condition.status = 'True';
  }
  return objects;
}
