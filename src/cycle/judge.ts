import { type Analysis, analyze } from '../analyze/analyze.ts';
import { couldBeRead, recoveryOf } from '../analyze/recovery.ts';
import type { Memory } from '../analyze/view.ts';
import { DAY } from '../domain/duration.ts';
import type { Notice } from '../domain/incident.ts';
import type { Ledger, LedgerIncident, LedgerMember } from '../domain/ledger.ts';
import { VOLUME_FIGURES } from '../domain/place.ts';
import type { Recovery } from '../domain/recovery.ts';
import { type Decided, escalate } from '../escalate/escalate.ts';
import { blindNotice, gapNotice } from '../escalate/notices.ts';
import { withCycle, withoutLast, withTime } from '../escalate/recent.ts';
import type { Parts, ReadResult } from './parts.ts';

/** What the rules make of what was read. */
export interface Judgement {
  readonly read: ReadResult;
  /** Null when the cluster could not be read. */
  readonly analysis: Analysis | null;
  readonly decided: readonly Decided[];
  /** The state of every trouble in the last cycles, this one included where the cluster was read. */
  readonly recent: Ledger['recent'];
  /** When these cycles were. */
  readonly recentAt: Ledger['recentAt'];
  readonly now: Date;
  readonly slot: number;
}

/** Findings, incidents, severities and verdicts of one reading. Writes and sends nothing. */
export function judge(parts: Parts, ledger: Ledger, read: ReadResult, now: Date): Judgement {
  const analysis = read.status === 'read' ? analyze(read.snapshot, parts.services, memoryOf(ledger)) : null;
  const slot = Math.floor(now.getTime() / parts.slotMs);
  const drafts = analysis?.drafts ?? [];
  const cycles = analysis === null ? ledger : cyclesBefore(parts, ledger);
  const recent = analysis === null ? ledger.recent : recentOf(analysis, cycles.recent, ledger.incidents);
  const recentAt = analysis === null ? ledger.recentAt : withTime(cycles.recentAt, now);
  const decided = escalate({
    ledger,
    recent,
    recentAt,
    drafts,
    notices: noticesOf(parts, read, analysis),
    services: parts.services,
    recovery: (incident) => recovery(analysis, incident, now),
    wasRead: (incident) => wasRead(analysis, incident),
    blindBefore: ledger.blindSlots.includes(slot - 1),
    policy: parts.policy,
    now,
  });
  return { read, analysis, decided, recent, recentAt, now, slot };
}

/** One cluster under two names is read twice in a round: that is one look, and what it saw last counts. */
function cyclesBefore({ roundBegan }: Parts, ledger: Ledger): Pick<Ledger, 'recent' | 'recentAt'> {
  const last = ledger.recentAt.at(-1);
  return roundBegan !== undefined && last !== undefined && last >= roundBegan ? withoutLast(ledger) : ledger;
}

function recentOf(analysis: Analysis, recent: Ledger['recent'], incidents: Ledger['incidents']): Ledger['recent'] {
  const members = new Map(incidents.flatMap((i) => i.members.map((member) => [member.key, member.places])));
  const { scene, drafts } = analysis;
  return withCycle(recent, drafts, (key) => couldBeRead(scene, key, members.get(key) ?? []));
}

function noticesOf(parts: Parts, read: ReadResult, analysis: Analysis | null): readonly Notice[] {
  if (read.status === 'blind') return [blindNotice(read.cluster, read.why, parts.services), ...parts.troubles];
  const gaps = read.snapshot.gaps.map((gap) => gapNotice(gap, parts.services));
  return [...gaps, ...(parts.raisesDrift ? (analysis?.drift ?? []) : []), ...parts.troubles];
}

/**
 * Nothing of it is hidden, so that not having seen it means something. Without figures of a volume the word of a person counts: who
 * switched them off would never be rid of it.
 */
export function wasRead(analysis: Analysis | null, { members }: Pick<LedgerIncident, 'members'>): boolean {
  if (analysis === null) return false;
  const objects = ({ places }: LedgerMember) => places.filter(({ kind }) => kind !== VOLUME_FIGURES);
  return members.every((m) => couldBeRead(analysis.scene, m.key, objects(m)));
}

/** Over only when every member is; what a blind cycle didn't see is never over. */
function recovery(analysis: Analysis | null, incident: LedgerIncident, now: Date): Recovery {
  if (analysis === null) return 'unread';
  const answers = incident.members.map((m) => recoveryOf(analysis.scene, m.key, m.places));
  const unfinished = answers.find((a) => a === 'unread') ?? answers.find((a) => a === 'recovering');
  return unfinished ?? (isBeforeLastSight(incident, now) ? 'recovering' : 'healthy');
}

/**
 * The clock was set back: what is too young for a finding now was old enough before. From further ahead than a day the sight itself was
 * dated by a wrong clock.
 */
function isBeforeLastSight({ lastSeenAt }: LedgerIncident, now: Date): boolean {
  const ahead = lastSeenAt.getTime() - now.getTime();
  return ahead > 0 && ahead <= DAY;
}

function memoryOf(ledger: Ledger): Memory {
  const open = ledger.incidents
    .filter((i) => i.status === 'open')
    .flatMap(({ id, members }) => members.map((m) => ({ ...m, id })));
  return {
    restarts: new Map(Object.entries(ledger.restarts)),
    seen: new Map(Object.entries(ledger.seen)),
    // What was well in between begins anew.
    onsets: new Map(open.flatMap((m) => (m.well ? [] : [[m.key, m.onset]]))),
    together: new Map(open.map((m) => [m.key, m.id])),
  };
}
