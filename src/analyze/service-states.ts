import type { Trouble } from '../domain/incident.ts';
import type { Service, ServiceState, Tier } from '../domain/service.ts';
import type { Kind } from '../kinds/registry.ts';
import { isComplete, type Scene } from './view.ts';

export interface ServiceRow {
  readonly name: string;
  readonly tier: Tier;
  readonly state: ServiceState;
  readonly since: Date | null;
}

/** What a service is made of must have been read before anyone may call it well. */
const NEEDED = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'CronJob'] as const satisfies readonly Kind[];

/** One row per listed service. Unread, or never found, is `unknown`, never `ok`. */
export function serviceStates(scene: Scene, troubles: readonly Trouble[]): readonly ServiceRow[] {
  return scene.view.services.map((service) => {
    const trouble = troubles.find((t) => t.service === service);
    const { name, tier } = service;
    if (trouble !== undefined && trouble.state !== 'at-risk')
      return { name, tier, state: trouble.state, since: trouble.onset };
    if (!wasRead(scene, service)) return { name, tier, state: 'unknown' as const, since: null };
    return { name, tier, state: trouble?.state ?? ('ok' as const), since: trouble?.onset ?? null };
  });
}

function wasRead(scene: Scene, service: Service): boolean {
  const workloads = scene.match.workloadsOf(service);
  if (workloads.length === 0) return false;
  // What was found says which kinds matter: in a plain list the kinds it doesn't hold were never read.
  const kinds = NEEDED.filter((kind) => workloads.some((w) => w.kind === kind));
  const withPods: readonly Kind[] = kinds.some((k) => k !== 'CronJob') ? [...kinds, 'Pod'] : kinds;
  return withPods.every((kind) => service.namespaces.every((ns) => isComplete(scene.snapshot, kind, ns)));
}
