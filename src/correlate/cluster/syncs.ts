import { type ObjectRef, refText, sameRef } from '../../domain/object-ref.ts';
import type { HasMeta } from '../../kinds/refs.ts';
import { refOf } from '../../kinds/refs.ts';
import type { Snapshot } from '../../kinds/snapshot.ts';
import type { Sync } from '../cluster-history.ts';
import { isSha } from '../sha.ts';
import { argoSync } from './argo.ts';
import { kustomizationSync, releaseSync } from './flux.ts';

/** Every application of the snapshot, with the objects that it lists, or that say they are its. */
export function syncsOf({ objects }: Snapshot): readonly Sync[] {
  const workloads: readonly HasMeta[] = [
    ...objects.Deployment,
    ...objects.StatefulSet,
    ...objects.DaemonSet,
    ...objects.Rollout,
    ...objects.CronJob,
    ...objects.Application,
    ...objects.Kustomization,
    ...objects.HelmRelease,
  ];
  const marked = new Map<string, ObjectRef[]>();
  for (const object of workloads) {
    for (const mark of marksOf(object)) {
      const known = marked.get(mark);
      if (known === undefined) marked.set(mark, [refOf(object)]);
      else known.push(refOf(object));
    }
  }
  const syncs = [
    ...objects.Application.map(argoSync),
    ...objects.Kustomization.map((one) => kustomizationSync(one, objects)),
    ...objects.HelmRelease.map((one) => releaseSync(one, objects)),
  ];
  return syncs.map((sync) => {
    const more = marksFor(sync.app).flatMap((mark) => marked.get(mark) ?? []);
    const fresh = more.filter((ref) => !sync.objects.some((one) => sameRef(one, ref)) && !sameRef(ref, sync.app));
    return {
      ...sync,
      objects: fresh.length === 0 ? sync.objects : [...sync.objects, ...fresh],
      // Versions of charts are no commits.
      history: sync.history.filter(({ revision }) => isSha(revision)),
    };
  });
}

/** What Argo CD and Flux write on the objects they bring. */
export function marksOf({ metadata: { annotations, labels } }: HasMeta): readonly string[] {
  const tracked = /^([^:]+):/.exec(annotations?.['argocd.argoproj.io/tracking-id'] ?? '')?.[1];
  const flux = (tool: 'kustomize' | 'helm', kind: string) => {
    const name = labels?.[`${tool}.toolkit.fluxcd.io/name`];
    const namespace = labels?.[`${tool}.toolkit.fluxcd.io/namespace`];
    return name === undefined || namespace === undefined ? [] : [refText({ kind, namespace, name })];
  };
  return [
    ...(tracked === undefined ? [] : [argoMark(tracked)]),
    ...flux('kustomize', 'Kustomization'),
    ...flux('helm', 'HelmRelease'),
  ];
}

function marksFor(app: ObjectRef): readonly string[] {
  // Argo CD names an application outside its own namespace with that in front.
  return app.kind === 'Application' ? [argoMark(app.name), argoMark(`${app.namespace}_${app.name}`)] : [refText(app)];
}

function argoMark(name: string): string {
  return `Application/${name}`;
}
