import { earliest, timeOf } from '../../kinds/time.ts';
import type { Owner, PodSpec } from './owner.ts';
import type { Revision } from './revisions.ts';

const HASH = 'controller-revision-hash';

/**
 * The revisions of a StatefulSet or DaemonSet as far as pods of them run, oldest first. The first pod of a revision may have been
 * replaced since: only where two revisions run side by side their order is known, and about when the later one came.
 */
export function podRevisions(pods: Owner['pods']): readonly Revision[] {
  const groups = new Map<string, Owner['pods'][number][]>();
  for (const pod of pods) {
    const hash = pod.metadata.labels?.[HASH];
    if (hash !== undefined) groups.set(hash, [...(groups.get(hash) ?? []), pod]);
  }
  return [...groups]
    .flatMap(([hash, group]): Revision[] => {
      const created = earliest(...group.map(({ metadata }) => timeOf(metadata.creationTimestamp)));
      const spec = group[0]?.spec;
      return created === null || !spec
        ? []
        : [{ number: null, name: hash, hash, created, again: false, template: { spec: asTemplate(spec) } }];
    })
    .sort((a, b) => a.created.getTime() - b.created.getTime());
}

/** Without what admission and the scheduler put into each pod. */
function asTemplate(spec: PodSpec): PodSpec {
  return {
    ...spec,
    nodeName: null,
    tolerations: (spec.tolerations ?? []).filter(({ key }) => !key?.startsWith('node.kubernetes.io/')),
    volumes: (spec.volumes ?? []).filter(
      ({ name, persistentVolumeClaim }) => !name.startsWith('kube-api-access-') && !persistentVolumeClaim,
    ),
  };
}
