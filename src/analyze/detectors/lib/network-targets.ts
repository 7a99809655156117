import type { Pod } from '../../../kinds/pod.ts';
import { namespaceOf } from '../../../kinds/refs.ts';
import type { ObjectOf } from '../../../kinds/registry.ts';
import type { Picker } from './network-picks.ts';

/** The ports, by name or number, that any Service sends to, of each pod. */
export type Targets = ReadonlyMap<Pod, ReadonlySet<string>>;

export function targetsIn(services: readonly ObjectOf<'Service'>[], picker: Picker): Targets {
  const targets = new Map<Pod, Set<string>>();
  for (const service of services) {
    const selector = Object.entries(service.spec?.selector ?? {});
    if (selector.length === 0) continue;
    const ports = (service.spec?.ports ?? []).map((port) => String(port.targetPort ?? port.port));
    for (const pod of picker.pods(namespaceOf(service), selector)) {
      const known = targets.get(pod);
      if (known === undefined) targets.set(pod, new Set(ports));
      else for (const port of ports) known.add(port);
    }
  }
  return targets;
}
