import type { Counsel } from '../agents/advisor.ts';
import type { Analysis } from '../analyze/analyze.ts';
import { isComplete, restartKey, type Scene } from '../analyze/view.ts';
import { replicasOf } from '../analyze/workloads.ts';
import { DAY } from '../domain/duration.ts';
import type { Ledger, LedgerIncident } from '../domain/ledger.ts';
import { type ObjectRef, sameRef } from '../domain/object-ref.ts';
import { mostSevere } from '../domain/severity.ts';
import { type Decided, servicesIn } from '../escalate/escalate.ts';
import type { Judgement } from './judge.ts';

/** What the cycle learned about the model: whether somebody has to look after it. `settings`: what it was asked with. */
export function withModelTrouble(ledger: Ledger, counsel: Counsel | null, now: Date, settings: string): Ledger {
  return counsel === null ? ledger : { ...ledger, model: modelTrouble(ledger, counsel, now, settings) };
}

/** It stays until a model answered again. */
function modelTrouble(ledger: Ledger, { trouble, runs }: Counsel, now: Date, settings: string): Ledger['model'] {
  if (trouble !== null) return { ...trouble, at: now, settings };
  return runs.some((run) => run.status === 'ok') ? null : ledger.model;
}

const KEEP_RESOLVED = 30 * DAY;
const BLIND_SLOTS = 2;
/** Objects per page where nothing else is known. */
export const USUAL_PAGE = 500;

/**
 * The ledger the next cycle will find: incidents as decided, and what was seen. What is told counts as told from here on: its message
 * is in the outbox of the same ledger, and stays there until it has arrived. `shownOnly`: nobody is to be told.
 */
export function remember(ledger: Ledger, judgement: Judgement, cycleId: string, shownOnly = false): Ledger {
  const { analysis, decided, now, slot } = judgement;
  const blind =
    judgement.read.status === 'blind' ? [...ledger.blindSlots.filter((s) => s !== slot), slot] : ledger.blindSlots;
  const incidents = decided.map((d) => afterVerdict(d, now, shownOnly)).filter((i) => isKept(i, now));
  const base = { ...ledger, lastCycle: { id: cycleId, at: now }, incidents, blindSlots: blind.slice(-BLIND_SLOTS) };
  if (analysis === null) return base;
  return {
    ...base,
    pageSize: largerPages(ledger, now),
    restarts: restartsIn(ledger, analysis),
    seen: seenIn(ledger, analysis),
    recent: judgement.recent,
    recentAt: [...judgement.recentAt],
  };
}

/**
 * What was too much once may have been so for one hour only: whole readings get twice as large pages once a day. Each time would kill
 * every second cycle of a cluster that is too large for it.
 */
function largerPages({ pageSize, lastCycle }: Ledger, now: Date): number | null {
  if (pageSize === null || lastCycle === null || dayOf(lastCycle.at) === dayOf(now)) return pageSize;
  return 2 * pageSize < USUAL_PAGE ? 2 * pageSize : null;
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** Told counts from the decision on; what waits says so. */
function afterVerdict(decided: Decided, now: Date, shownOnly: boolean): LedgerIncident {
  const { incident, verdict, channel, to } = decided;
  const wasSeen = decided.draft !== null || decided.notice !== null;
  if (verdict.verdict === 'hold') {
    const edited = verdict.reason === 'better' && wasSeen;
    const told = edited && incident.told !== null ? { ...incident.told, severity: incident.severity } : incident.told;
    // What waits and was not seen again still waits: the digest says that it healed.
    const stillWaits = incident.waiting && incident.told === null && !wasSeen && !decided.healed;
    return { ...incident, told, waiting: verdict.reason === 'outside-hours' || stillWaits };
  }
  if (verdict.reason === 'resolved') return { ...incident, resolvedUntold: false, waiting: false };
  const before = incident.told;
  const told = {
    severity: incident.severity,
    worst: mostSevere([incident.severity, ...(before === null ? [] : [before.worst])]),
    services: [...new Set([...(before?.services ?? []), ...servicesIn(incident)])],
    channel: channel ?? '',
    // Where it was told last comes first.
    to: [...new Set([...to, ...(before?.to ?? [])])],
    firstAt: before?.firstAt ?? now,
    lastAt: now,
    as: shownOnly ? ('shown' as const) : ('owed' as const),
  };
  return { ...incident, told, waiting: false, members: incident.members.map(heard) };
}

function heard({ unheard: _, ...member }: LedgerIncident['members'][number]): LedgerIncident['members'][number] {
  return member;
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
