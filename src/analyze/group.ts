import { CATALOGUE } from '../domain/catalogue.ts';
import type { Finding } from '../domain/finding.ts';
import type { Trouble } from '../domain/incident.ts';
import { refText } from '../domain/object-ref.ts';
import { earliest } from '../kinds/time.ts';
import { attribute } from './attribute.ts';
import { factsOf } from './facts.ts';
import { type Attributed, stateOf } from './state.ts';
import type { Scene } from './view.ts';

/** One trouble per root: the findings of a service, or of an unlisted workload, node or quota, are one story. */
export function groupFindings(scene: Scene, findings: readonly Finding[]): readonly Trouble[] {
  const byKey = new Map<string, Attributed[]>();
  for (const finding of findings) {
    const to = attribute(scene, finding);
    const list = byKey.get(to.key);
    if (list === undefined) byKey.set(to.key, [{ finding, to }]);
    else list.push({ finding, to });
  }
  return [...byKey.entries()].map(([key, attributed]) => toTrouble(scene, key, attributed));
}

export function toTrouble(scene: Scene, key: string, attributed: readonly Attributed[]): Trouble {
  const sorted = [...attributed].sort(
    (a, b) => causeFirst(a.finding, b.finding) || Number(b.to.primary) - Number(a.to.primary),
  );
  const service = sorted[0]?.to.service ?? null;
  const own = service === null ? undefined : scene.match.workloadsOf(service)[0];
  const root = own ?? sorted[0]?.to.root ?? { kind: 'Unknown', namespace: null, name: key };
  const state = stateOf(scene, service, root, sorted);
  const findings = sorted.map((a) => a.finding);
  const onset = earliest(...findings.map((f) => f.since)) ?? scene.view.now;
  return {
    key,
    service,
    root,
    state: state.state,
    findings,
    onset,
    facts: factsOf(scene, service, root, sorted, state),
  };
}

/** Causes before symptoms, then the oldest; names last, so that the order never depends on the input's. */
function causeFirst(a: Finding, b: Finding): number {
  return (
    Number(CATALOGUE[a.code].symptom) - Number(CATALOGUE[b.code].symptom) ||
    Number(CATALOGUE[a.code].class === 'config') - Number(CATALOGUE[b.code].class === 'config') ||
    a.since.getTime() - b.since.getTime() ||
    (refText(a.subject) < refText(b.subject) ? -1 : refText(a.subject) > refText(b.subject) ? 1 : 0)
  );
}
