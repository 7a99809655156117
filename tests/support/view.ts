import type { Detector } from '../../src/analyze/detector.ts';
import { type Memory, NO_MEMORY, type Scene, setScene } from '../../src/analyze/view.ts';
import type { Finding } from '../../src/domain/finding.ts';
import type { Service } from '../../src/domain/service.ts';
import { objectsByKind, project } from '../../src/kinds/project.ts';
import { ALL_KINDS, isKind, type Kind, type ObjectOf } from '../../src/kinds/registry.ts';
import type { Coverage, Snapshot } from '../../src/kinds/snapshot.ts';
import type { VolumeFigures } from '../../src/kinds/volumes.ts';

/** The time of every test that doesn't say otherwise. */
export const NOW = new Date('2026-01-15T12:00:00Z');

/** A time before NOW, as the API writes it: `ago('8m')`. Units s, m, h, d. */
export function ago(text: string, now: Date = NOW): string {
  const match = /^(\d+)(s|m|h|d)$/.exec(text);
  if (match === null) throw new Error(`ago('${text}'): want a number and one of s, m, h, d`);
  const unit = { s: 1, m: 60, h: 3600, d: 86_400 }[match[2] ?? 's'] ?? 1;
  return new Date(now.getTime() - Number(match[1]) * unit * 1000).toISOString();
}

export interface SceneOptions {
  readonly now?: Date;
  readonly services?: readonly Service[];
  readonly memory?: Memory;
  /** Kinds that were not read in full; all others were. */
  readonly coverage?: Partial<Record<Kind, Coverage>>;
  /** What kubelets say of volumes; a figure that is left out is not known. */
  readonly volumes?: readonly (Partial<VolumeFigures> & Pick<VolumeFigures, 'namespace' | 'claim'>)[];
}

const NO_FIGURES = { usedBytes: null, availableBytes: null, capacityBytes: null, inodes: null, inodesFree: null };

/** A snapshot of hand-written objects (shaped as the API serves them), read through the real projections. */
export function snapshotOf(objects: readonly object[], options: SceneOptions = {}): Snapshot {
  for (const object of objects) {
    if (!isKind(kindIn(object))) throw new Error(`unknown kind ${kindIn(object)} in a test`);
  }
  return {
    takenAt: options.now ?? NOW,
    cluster: { uid: 'test-cluster', name: 'test', version: 'v1.34.2' },
    objects: objectsByKind((kind) => objects.filter((o) => kindIn(o) === kind).map((o) => parse(kind, o))),
    coverage: new Map(ALL_KINDS.map((kind) => [kind, options.coverage?.[kind] ?? 'full'])),
    gaps: [],
    logs: [],
    volumes: (options.volumes ?? []).map((one) => ({ ...NO_FIGURES, ...one })),
    skipped: [],
    completeNamespaces: new Map(),
  };
}

function kindIn(object: object): string {
  return 'kind' in object && typeof object.kind === 'string' ? object.kind : '';
}

function parse<K extends Kind>(kind: K, object: object): ObjectOf<K> {
  const projection = project(kind, object);
  if (!projection.ok) throw new Error(`a test's ${kind} is malformed: ${projection.why}`);
  return projection.object;
}

export function sceneOf(objects: readonly object[], options: SceneOptions = {}): Scene {
  return setScene(snapshotOf(objects, options), options.services ?? [], options.memory ?? NO_MEMORY);
}

/** Runs one detector over hand-written objects. */
export function detect(detector: Detector, objects: readonly object[], options: SceneOptions = {}): readonly Finding[] {
  return [...detector.detect(sceneOf(objects, options).view)];
}
