import type { Finding } from '../domain/finding.ts';
import type { IncidentDraft, Notice, Trouble } from '../domain/incident.ts';
import type { Service } from '../domain/service.ts';
import type { Snapshot } from '../kinds/snapshot.ts';
import { attribute } from './attribute.ts';
import { DETECTORS } from './detectors/index.ts';
import { drift } from './drift.ts';
import { groupFindings, toTrouble } from './group.ts';
import { gitopsSymptoms } from './managed.ts';
import { linkTroubles } from './roots.ts';
import { secretsBehindStore } from './secret-store.ts';
import { type ServiceRow, serviceStates } from './service-states.ts';
import { type Memory, type Scene, setScene } from './view.ts';

/** What is wrong in a snapshot, before anyone says how bad it is. */
export interface Analysis {
  readonly scene: Scene;
  readonly findings: readonly Finding[];
  readonly drafts: readonly IncidentDraft[];
  readonly services: readonly ServiceRow[];
  /** Where the inventory and the cluster disagree. */
  readonly drift: readonly Notice[];
}

/** Findings by rule, grouped by root, tied into incidents. Pure: the same snapshot gives the same answer. */
export function analyze(snapshot: Snapshot, services: readonly Service[], memory: Memory): Analysis {
  const scene = setScene(snapshot, services, memory);
  const findings = DETECTORS.flatMap((detector) => [...detector.detect(scene.view)]);
  const troubles = groupAll(scene, findings).map((t) => sinceFirstSight(t, memory));
  return {
    scene,
    findings,
    drafts: linkTroubles(scene, troubles, memory),
    services: serviceStates(scene, troubles),
    // What is in trouble was found.
    drift: drift(scene).filter((n) => !troubles.some((t) => t.service !== null && n.services.includes(t.service.name))),
  };
}

/** The API forgets when a fault began (an object that is gone, a pod that was replaced): the first sight of it counts. */
function sinceFirstSight(trouble: Trouble, memory: Memory): Trouble {
  const first = memory.onsets?.get(trouble.key);
  return first !== undefined && first < trouble.onset ? { ...trouble, onset: first } : trouble;
}

/** Groups twice when findings say nothing of their own: behind a store that is down, of an application that repeats what is broken in it. */
function groupAll(scene: Scene, findings: readonly Finding[]): readonly Trouble[] {
  const first = groupFindings(scene, findings);
  const moved = new Map([...gitopsSymptoms(scene, findings, first), ...secretsBehindStore(scene, findings, first)]);
  if (moved.size === 0) return first;
  const rest = groupFindings(
    scene,
    findings.filter((f) => !moved.has(f)),
  );
  const guests = Map.groupBy([...moved.keys()], (finding) => homeOf(finding, moved));
  return rest.map((trouble) => {
    const here = guests.get(trouble.key) ?? [];
    if (here.length === 0) return trouble;
    const own = trouble.findings.map((finding) => ({ finding, to: attribute(scene, finding) }));
    const followers = here.map((finding) => ({
      finding,
      to: { key: trouble.key, service: trouble.service, root: trouble.root, workloads: [], primary: false },
    }));
    return toTrouble(scene, trouble.key, [...own, ...followers]);
  });
}

/** The key of the trouble it goes to; when nothing is left of that one, of where that has gone. */
function homeOf(finding: Finding, moved: ReadonlyMap<Finding, Trouble>): string {
  const home = moved.get(finding);
  const [next] = home?.findings ?? [];
  const isEmpty = home?.findings.every((f) => moved.has(f)) ?? false;
  return (isEmpty && next !== undefined ? moved.get(next)?.key : undefined) ?? home?.key ?? '';
}
