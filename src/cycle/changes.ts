import { correlate } from '../correlate/correlate.ts';
import type { Incidence } from '../correlate/incidence.ts';
import type { Changes } from '../domain/change.ts';
import { dependsOn } from '../domain/dependencies.ts';
import type { Finding } from '../domain/finding.ts';
import { type ObjectRef, sameRef } from '../domain/object-ref.ts';
import type { Snapshot } from '../kinds/snapshot.ts';
import type { News } from './advise.ts';
import type { Parts } from './parts.ts';

/** The changes before each incident with news in it, by its id. */
export function changesFor(
  parts: Parts,
  news: readonly News[],
  snapshot: Snapshot | null,
): Promise<ReadonlyMap<string, Changes>> {
  const { source, whyNone, deadlineMs } = parts.changes;
  const history = snapshot === null ? null : parts.changes.history(snapshot);
  const incidences = news.flatMap((n) => incidenceOf(parts, n));
  return correlate(incidences, source, { clock: parts.clock, deadlineMs, signal: parts.signal, whyNone, history });
}

function incidenceOf({ services, clock }: Parts, { decided }: News): readonly Incidence[] {
  const { draft, incident } = decided;
  if (draft === null) return [];
  const { service, root, findings } = draft.root;
  const named = findings.flatMap((f) => (f.subject.namespace === null ? [] : [f.subject.namespace]));
  return [
    {
      id: incident.id,
      onset: decided.since ?? incident.onset,
      service,
      dependencies: service === null ? [] : services.filter((other) => dependsOn(service, other)),
      shared: services.filter((other) => other !== service),
      owner: failing(root, findings),
      namespaces: [...new Set([...named, ...(service?.namespaces ?? [])])],
      faults: [...new Set([...findings, ...draft.members.flatMap((m) => m.findings)].map(({ code }) => code))],
      words: findings.flatMap(({ message, evidence }) => [message, ...evidence.map(({ value }) => value)]),
      now: clock.now(),
    },
  ];
}

/** A neighbour of a service may be what fails: then its changes count, not those of the service's own workload. */
function failing(root: ObjectRef, findings: readonly Finding[]): ObjectRef {
  const [first] = findings;
  if (first === undefined || root.kind === 'Node' || findings.some(({ owner }) => sameRef(owner, root))) return root;
  return first.owner;
}
