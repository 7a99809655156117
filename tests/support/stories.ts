import { type Analysis, analyze } from '../../src/analyze/analyze.ts';
import { type Memory, NO_MEMORY } from '../../src/analyze/view.ts';
import type { Service } from '../../src/domain/service.ts';
import { ago, type SceneOptions, snapshotOf } from './view.ts';

export function since(text: string): Date {
  return new Date(ago(text));
}

export function run(
  services: readonly Service[],
  objects: readonly object[],
  memory: Memory = NO_MEMORY,
  options: SceneOptions = {},
): Analysis {
  return analyze(snapshotOf(objects, options), services, memory);
}

/** `root > member`, with their states, one line for each incident. */
export function stories(...args: Parameters<typeof run>): readonly string[] {
  return run(...args)
    .drafts.map((d) => {
      const members = d.members
        .map((m) => `${m.service?.name ?? `${m.root.kind}/${m.root.name}`} ${m.state}`)
        .join(' > ');
      return d.causedBy === null ? members : `${members} (because of ${d.causedBy})`;
    })
    .sort();
}

/** The same object in another namespace. */
export function moved(object: object, namespace: string): object {
  const copy = structuredClone(object);
  if ('metadata' in copy && typeof copy.metadata === 'object') Object.assign(copy.metadata ?? {}, { namespace });
  return copy;
}
