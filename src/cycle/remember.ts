import type { Counsel } from '../agents/advisor.ts';
import type { Analysis } from '../analyze/analyze.ts';
import { isComplete, restartKey, type Scene } from '../analyze/view.ts';
import { replicasOf } from '../analyze/workloads.ts';
import { DAY } from '../domain/duration.ts';
import type { Ledger, LedgerIncident } from '../domain/ledger.ts';
import { type ObjectRef, sameRef } from '../domain/object-ref.ts';
import { mostSevere } from '../domain/severity.ts';
import { isFailing } from '../escalate/assess.ts';
import { type Decided, servicesIn } from '../escalate/escalate.ts';
import type { Delivered } from '../notify/deliver.ts';
import type { Judgement } from './judge.ts';

/** What the next cycle would find if this one ended now: the rules have decided, and nobody was told yet. */
export function undecided(ledger: Ledger, judgement: Judgement, cycleId: string): Ledger {
  return remember(ledger, judgement, cycleId, () => false);
}

/** The ledger after a whole cycle: who was told, and whether somebody has to look after the model. `settings`: what it was asked with. */
export function afterCycle(
  ledger: Ledger,
  judgement: Judgement,
  cycleId: string,
  messages: readonly Delivered[],
  counsel: Counsel | null,
  settings: string,
): Ledger {
  const failed = new Set(messages.filter((m) => m.delivery.status === 'failed').flatMap((m) => m.incidentIds));
  const told = remember(ledger, judgement, cycleId, (id) => !failed.has(id));
  if (counsel === null) return told;
  return { ...told, model: modelTrouble(ledger, counsel, judgement.now, settings) };
}

/** It stays until a model answered again. */
function modelTrouble(ledger: Ledger, { trouble, runs }: Counsel, now: Date, settings: string): Ledger['model'] {
  if (trouble !== null) return { ...trouble, at: now, settings };
  return runs.some((run) => run.status === 'ok') ? null : ledger.model;
}

const KEEP_RESOLVED = 30 * DAY;
const RECENT = 5;
const BLIND_SLOTS = 2;

/**
 * The ledger the next cycle will find: incidents as decided, and what was seen. What did not get through counts as not told, and is
 * told by the next cycle. `arrived` holds incidents whose message did, or has nowhere to go but the report.
 */
export function remember(
  ledger: Ledger,
  judgement: Judgement,
  cycleId: string,
  arrived: (incidentId: string) => boolean,
): Ledger {
  const { analysis, decided, now, slot } = judgement;
  const blind =
    judgement.read.status === 'blind' ? [...ledger.blindSlots.filter((s) => s !== slot), slot] : ledger.blindSlots;
  const incidents = decided.map((d) => afterVerdict(d, now, arrived(d.incident.id))).filter((i) => isKept(i, now));
  const base = { ...ledger, lastCycle: { id: cycleId, at: now }, incidents, blindSlots: blind.slice(-BLIND_SLOTS) };
  if (analysis === null) return base;
  return {
    ...base,
    restarts: restartsIn(ledger, analysis),
    seen: seenIn(ledger, analysis),
    recent: recentIn(ledger, analysis),
  };
}

/** Told counts from the message on; what waits says so. */
function afterVerdict(decided: Decided, now: Date, arrived: boolean): LedgerIncident {
  const { incident, verdict, channel } = decided;
  if (verdict.verdict === 'notify' && !arrived) return incident;
  const wasSeen = decided.draft !== null || decided.notice !== null;
  if (verdict.verdict === 'hold') {
    const edited = verdict.reason === 'better' && wasSeen;
    const told = edited && incident.told !== null ? { ...incident.told, severity: incident.severity } : incident.told;
    // What waits and was not seen again still waits: the digest says that it healed.
    const stillWaits = incident.waiting && incident.told === null && !wasSeen && !(decided.healed && arrived);
    return { ...incident, told, waiting: verdict.reason === 'outside-hours' || stillWaits };
  }
  if (verdict.reason === 'resolved') return { ...incident, resolvedUntold: false, waiting: false };
  const before = incident.told;
  const told = {
    severity: incident.severity,
    worst: mostSevere([incident.severity, ...(before === null ? [] : [before.worst])]),
    services: [...new Set([...(before?.services ?? []), ...servicesIn(incident)])],
    channel: channel ?? '',
    firstAt: before?.firstAt ?? now,
    lastAt: now,
  };
  return { ...incident, told, waiting: false };
}

function isKept(incident: LedgerIncident, now: Date): boolean {
  return incident.resolvedAt === null || now.getTime() - incident.resolvedAt.getTime() < KEEP_RESOLVED;
}

function restartsIn(ledger: Ledger, analysis: Analysis): Record<string, number> {
  const { snapshot } = analysis.scene;
  // Pods that could not be read keep their counts.
  const restarts: Record<string, number> = isComplete(snapshot, 'Pod', null) ? {} : { ...ledger.restarts };
  for (const pod of snapshot.objects.Pod) {
    for (const status of [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])]) {
      if ((status.restartCount ?? 0) > 0) restarts[restartKey(pod, status.name)] = status.restartCount ?? 0;
    }
  }
  return restarts;
}

/** Workloads that were there and wanted replicas: only those can be gone later. */
function seenIn(ledger: Ledger, analysis: Analysis): Record<string, ObjectRef[]> {
  const { scene } = analysis;
  const seen: Record<string, ObjectRef[]> = {};
  for (const service of scene.view.services) {
    const running = scene.match.workloadsOf(service).filter((w) => (replicasOf(scene.snapshot, w)?.wanted ?? 1) > 0);
    const before = ledger.seen[service.name] ?? [];
    const known = running.length > 0 ? [...running, ...missing(scene, running, before)] : before;
    if (known.length > 0) seen[service.name] = [...known];
  }
  return seen;
}

/** What was there and is not: it stays missing until it is back, or until something new has taken its place. */
function missing(scene: Scene, running: readonly ObjectRef[], before: readonly ObjectRef[]): readonly ObjectRef[] {
  if (running.some((w) => !before.some((b) => sameRef(b, w)))) return [];
  return before.filter((b) => b.kind !== 'Pod' && scene.index.get(b.kind, b.namespace, b.name) === undefined);
}

function recentIn(ledger: Ledger, analysis: Analysis): Record<string, boolean[]> {
  const failing = new Set(analysis.drafts.flatMap((d) => d.members.filter(isFailing).map((m) => m.key)));
  const recent: Record<string, boolean[]> = {};
  for (const key of new Set([...Object.keys(ledger.recent), ...failing])) {
    const marks = [...(ledger.recent[key] ?? []), failing.has(key)].slice(-RECENT);
    if (marks.includes(true)) recent[key] = marks;
  }
  return recent;
}
