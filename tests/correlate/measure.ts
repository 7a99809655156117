import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseServices } from '../../src/config/services.ts';
import { correlate } from '../../src/correlate/correlate.ts';
import type { Incidence } from '../../src/correlate/incidence.ts';
import type { Change, Changes, Suspect } from '../../src/domain/change.ts';
import { dependsOn } from '../../src/domain/dependencies.ts';
import { MINUTE } from '../../src/domain/duration.ts';
import type { ObjectRef } from '../../src/domain/object-ref.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import type { RealCase } from './real-case.ts';
import { clusterOf } from './real-cluster.ts';
import { sourceOf } from './real-history.ts';

const INVENTORY = join(import.meta.dirname, '..', '..', 'docs', 'reference', 'services.txt');
const { services } = parseServices(readFileSync(INVENTORY, 'utf8'), INVENTORY);

/** As the cycle makes it of an incident. */
function incidenceOf({ name, at, about, faults, words }: RealCase): Incidence {
  const service = services.find((one) => one.name === about) ?? null;
  const owner = service === null ? refOf(about) : workloadOf(service.name, service.namespaces[0] ?? service.name);
  const onset = new Date(at);
  return {
    id: name,
    onset,
    service,
    dependencies: service === null ? [] : services.filter((other) => dependsOn(service, other)),
    shared: services.filter((other) => other !== service),
    owner,
    namespaces: service?.namespaces ?? (owner.namespace === null ? [] : [owner.namespace]),
    faults,
    words,
    now: new Date(onset.getTime() + 5 * MINUTE),
  };
}

function workloadOf(name: string, namespace: string): ObjectRef {
  return { kind: 'Deployment', namespace, name };
}

function refOf(text: string): ObjectRef {
  const [kind, namespace, name] = text.split('/');
  if (kind === undefined || namespace === undefined || name === undefined) {
    throw new Error(`${text} is neither a service of docs/reference/services.txt nor Kind/namespace/name`);
  }
  return { kind, namespace: namespace === '' ? null : namespace, name };
}

export async function changesBehind(given: RealCase, commits: readonly Change[]): Promise<Changes> {
  const incidence = incidenceOf(given);
  const found = await correlate([incidence], sourceOf(commits), {
    clock: fixedClock(incidence.now),
    deadlineMs: 30_000,
    signal: new AbortController().signal,
    whyNone: 'there is a source',
    history: clusterOf(given, incidence.owner),
  });
  const changes = found.get(incidence.id);
  if (changes === undefined) throw new Error(`nothing was said of ${given.name}`);
  return changes;
}

export function suspectsIn(changes: Changes): readonly Suspect[] {
  return changes.status === 'found' ? changes.suspects : [];
}

/** Start of the SHA; what only the cluster tells has none. */
export function shaOf({ change }: Suspect): string {
  return 'sha' in change ? change.sha.slice(0, 7) : `cluster:${change.kind}`;
}

/** What is wrong with an answer; null: nothing is. */
export function missIn({ blame }: RealCase, changes: Changes): string | null {
  const suspects = suspectsIn(changes);
  if (changes.status === 'unread') return `not read: ${changes.why}`;
  const innocent = suspects.filter((one) => one.confidence === 'HIGH' && !shaOf(one).startsWith(blame));
  if (innocent.length > 0) return `sure of ${innocent.map(shaOf).join(', ')}`;
  if (blame === 'not-high') return null;
  const [first] = suspects;
  if (blame === 'none') return first === undefined ? null : `names ${shaOf(first)} (${first.confidence})`;
  if (first === undefined) return 'names nothing';
  return shaOf(first).startsWith(blame) ? null : `names ${shaOf(first)} (${first.confidence}) first`;
}

/** True of the mistake nobody may make: to be sure of an innocent change. */
export function isSureOfInnocent({ blame }: RealCase, changes: Changes): boolean {
  return suspectsIn(changes).some((one) => one.confidence === 'HIGH' && !shaOf(one).startsWith(blame));
}
