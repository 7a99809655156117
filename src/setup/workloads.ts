// The workloads of a cluster as an inventory sees them: what has one name in one namespace, or is one product, is one entry.
import { isIngressController } from '../analyze/ingress-controller.ts';
import { type Scene, workloadsIn } from '../analyze/view.ts';
import { type Template, templatesIn } from '../analyze/workloads.ts';
import { isName, isNamespace, isNothing } from '../config/services/values.ts';
import { type ObjectRef, refText } from '../domain/object-ref.ts';
import { type HasMeta, refOf } from '../kinds/refs.ts';
import type { Snapshot } from '../kinds/snapshot.ts';
import { type Exposure, exposures } from './exposure.ts';
import { familyOf } from './families.ts';
import type { Traits } from './guess-tier.ts';

/** What becomes one entry. */
export interface Entry {
  readonly namespace: string;
  /** Of its workloads, each once, sorted. */
  readonly names: readonly string[];
  readonly refs: readonly ObjectRef[];
  /** The product its workloads belong to; null: they have one name. */
  readonly family: string | null;
  readonly hosts: readonly string[];
  /** The Argo CD application they come from. */
  readonly app: string | null;
  readonly traits: Traits;
}

export interface Entries {
  readonly entries: readonly Entry[];
  /** What no name in a file can stand for. */
  readonly unlistable: readonly ObjectRef[];
}

export function entriesIn(scene: Scene): Entries {
  const { snapshot, index } = scene;
  const all = workloadsIn(snapshot, index).filter((workload) => !isOver(snapshot, workload));
  const listable = all.filter(({ metadata }) => isPlain(metadata.name) && isNamespace(metadata.namespace ?? ''));
  // Whatever has the name of a family's member is told from it by nobody.
  const families = new Map<string, string>();
  for (const workload of listable) {
    const family = familyOf(refOf(workload), workload.metadata.labels?.['app.kubernetes.io/part-of'] ?? null);
    // No alias can say "none": it would take the whole family out of the file.
    if (family !== null && !isNothing(workload.metadata.name)) families.set(placeOf(workload), family);
  }
  const groups = Map.groupBy(listable, (workload) => {
    const family = families.get(placeOf(workload));
    return family === undefined ? placeOf(workload) : `${family} in ${workload.metadata.namespace}`;
  });
  const facts: Facts = {
    scene,
    templates: new Map(templatesIn(snapshot).map((template) => [refText(refOf(template.object)), template])),
    reached: exposures(scene),
  };
  const entries = [...groups.values()].map((group) => {
    const family = group.map((workload) => families.get(placeOf(workload))).find((name) => name !== undefined);
    return toEntry(facts, group, family ?? null);
  });
  return {
    entries: entries.toSorted(byPlace),
    unlistable: all.filter((workload) => !listable.includes(workload)).map(refOf),
  };
}

interface Facts {
  readonly scene: Scene;
  readonly templates: ReadonlyMap<string, Template>;
  readonly reached: ReadonlyMap<string, Exposure>;
}

function placeOf({ metadata }: HasMeta): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** As the API server takes names; a recording or another server may hold anything. */
function isPlain(name: string): boolean {
  return isName(name) && /^[a-z0-9.-]+$/.test(name);
}

/** A pod that has ended is no service. */
function isOver(snapshot: Snapshot, workload: HasMeta): boolean {
  if (workload.kind !== 'Pod') return false;
  const pod = snapshot.objects.Pod.find((candidate) => candidate === workload);
  return pod?.status?.phase === 'Succeeded' || pod?.status?.phase === 'Failed';
}

function toEntry({ scene, templates, reached }: Facts, group: readonly HasMeta[], family: string | null): Entry {
  const refs = group.map(refOf).toSorted((a, b) => compare(refText(a), refText(b)));
  const names = [...new Set(refs.map(({ name }) => name))];
  const namespace = refs[0]?.namespace ?? '';
  const specs = refs.map((ref) => templates.get(refText(ref))?.spec ?? null);
  const ways = refs.flatMap((ref) => reached.get(refText(ref)) ?? []);
  const counts = refs.map((ref) => wantedBy(scene.snapshot, ref)).filter((count) => count !== null);
  return {
    namespace,
    names,
    refs,
    family: names.length > 1 ? family : null,
    hosts: [...new Set(ways.flatMap(({ hosts }) => hosts))],
    app: group.map(appOf).find((app) => app !== null) ?? null,
    traits: {
      namespace,
      names: [...names, ...group.flatMap((w) => w.metadata.labels?.['app.kubernetes.io/name'] ?? [])],
      kinds: new Set(refs.map(({ kind }) => kind)),
      // Of the others some only help: a proxy, an exporter.
      images: specs.flatMap((spec) => spec?.containers?.[0]?.image ?? []),
      replicas: counts.length === 0 ? null : Math.max(...counts),
      keepsData:
        refs.some((ref) => hasOwnVolumes(scene.snapshot, ref)) ||
        specs.some((spec) => (spec?.volumes ?? []).some((volume) => volume.persistentVolumeClaim)),
      reachedBy: ways[0]?.by ?? null,
      ingressController: refs.some((ref) => isIngressController(scene, ref)),
    },
  };
}

function wantedBy({ objects }: Snapshot, ref: ObjectRef): number | null {
  const is = ({ metadata }: HasMeta): boolean =>
    metadata.name === ref.name && (metadata.namespace ?? null) === ref.namespace;
  if (ref.kind === 'CronJob') return objects.CronJob.find(is)?.spec?.suspend === true ? 0 : null;
  if (ref.kind !== 'Deployment' && ref.kind !== 'StatefulSet' && ref.kind !== 'Rollout') return null;
  return objects[ref.kind].find(is)?.spec?.replicas ?? 1;
}

function hasOwnVolumes({ objects }: Snapshot, { kind, namespace, name }: ObjectRef): boolean {
  if (kind !== 'StatefulSet') return false;
  const set = objects.StatefulSet.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
  return (set?.spec?.volumeClaimTemplates ?? []).length > 0;
}

/** Argo CD's own marks only: `app.kubernetes.io/instance` may be any Helm release. */
function appOf({ metadata }: HasMeta): string | null {
  const tracking = metadata.annotations?.['argocd.argoproj.io/tracking-id']?.split(':')[0];
  const app = tracking ?? metadata.labels?.['argocd.argoproj.io/instance'] ?? '';
  return isPlain(app) ? app : null;
}

function byPlace(a: Entry, b: Entry): number {
  return compare(a.namespace, b.namespace) || compare(a.names[0] ?? '', b.names[0] ?? '');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
