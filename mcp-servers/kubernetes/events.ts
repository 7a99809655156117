import type { RawObject } from '../../src/collect/cluster-access.ts';
import { project } from '../../src/kinds/project.ts';
import { lastSeen } from './look/cluster.ts';

export interface EventGroup {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | null;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  /** ISO time. */
  readonly lastSeen: string | null;
}

const LONGEST_MESSAGE = 300;

/** The same said of the same object is one entry with a count; the newest first. */
export function eventGroups(objects: readonly RawObject[]): EventGroup[] {
  const groups = new Map<string, EventGroup>();
  for (const object of objects) {
    const event = eventIn(object);
    if (event === null) continue;
    const key = JSON.stringify([event.namespace, event.kind, event.name, event.type, event.reason, event.message]);
    const known = groups.get(key);
    groups.set(key, known === undefined ? event : both(known, event));
  }
  return [...groups.values()].sort((a, b) => ((a.lastSeen ?? '') < (b.lastSeen ?? '') ? 1 : -1));
}

function both(a: EventGroup, b: EventGroup): EventGroup {
  const newer = (a.lastSeen ?? '') < (b.lastSeen ?? '') ? b : a;
  return { ...newer, count: a.count + b.count };
}

function eventIn(object: RawObject): EventGroup | null {
  const projection = project('Event', object);
  if (!projection.ok) return null;
  const event = projection.object;
  const { involvedObject: about, metadata, series, count } = event;
  const message = event.message ?? '';
  return {
    kind: about.kind ?? '?',
    name: about.name ?? '?',
    namespace: about.namespace ?? metadata.namespace ?? null,
    type: event.type ?? 'Normal',
    reason: event.reason ?? '?',
    message: message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE).toWellFormed()}…` : message,
    count: series?.count ?? count ?? 1,
    lastSeen: lastSeen(event) ?? null,
  };
}
