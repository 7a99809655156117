import type { Incidence } from '../../src/correlate/incidence.ts';
import type { Service } from '../../src/domain/service.ts';
import { service } from './service.ts';

/** A listed service; without a path nobody said where its manifests are. */
export function kept(name: string, gitops: Partial<Service['gitops']> = {}): Service {
  return service(name, { gitops: { app: null, path: null, repo: null, ...gitops } });
}

/** A service whose manifests are where Argo CD users have them. */
export function synced(name: string): Service {
  return kept(name, { app: name, path: `base-apps/${name}/` });
}

export function incidence(onset: Date, about: Service | null, more: Partial<Incidence> = {}): Incidence {
  const name = about?.name ?? 'web';
  return {
    id: `INC-${name}`,
    onset,
    service: about,
    dependencies: [],
    shared: [],
    owner: { kind: 'Deployment', namespace: name, name },
    namespaces: [name],
    faults: ['crash-loop'],
    words: [],
    now: onset,
    ...more,
  };
}
