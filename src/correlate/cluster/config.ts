import type { ClusterChange } from '../../domain/change.ts';
import { redact } from '../../platform/redact/redact.ts';
import { orLimit } from './asked.ts';
import type { Owner } from './owner.ts';
import type { ClusterRead } from './read.ts';
import { usesOf } from './uses.ts';
import { inWindow } from './window.ts';

const LONGEST = 200;

interface Where {
  readonly read: ClusterRead;
  readonly onset: Date;
  readonly limits: string[];
  readonly signal: AbortSignal;
}

/** ConfigMaps that its pods read, by their last write; nobody sees what is in them. */
export async function configChanges(owner: Owner, where: Where): Promise<readonly ClusterChange[]> {
  const { read, onset, limits, signal } = where;
  const { configMaps } = usesOf(owner.spec);
  const { namespace } = owner.ref;
  if (configMaps.size === 0 || namespace === null) return [];
  const ask = () => read.configWrites(namespace, signal);
  const writes = await orLimit(limits, `when ConfigMaps of ${namespace} changed`, signal, ask);
  return (writes ?? []).flatMap(({ name, at, by }): readonly ClusterChange[] => {
    if (!configMaps.has(name) || inWindow(at, onset) === null) return [];
    const text = redact(`ConfigMap ${name}, which it reads, was written${by === null ? '' : ` by ${by}`}`, LONGEST);
    const object = { kind: 'ConfigMap', namespace, name };
    const fields = [
      { kind: 'config', file: null, object: { kind: 'ConfigMap', name }, text, from: null, to: null },
    ] as const;
    return [{ kind: 'config', object, at, text, fields, commit: null, undo: null }];
  });
}
