import { type Analysis, analyze } from '../analyze/analyze.ts';
import { couldBeRead, recoveryOf } from '../analyze/recovery.ts';
import type { Memory } from '../analyze/view.ts';
import { DAY } from '../domain/duration.ts';
import type { Notice } from '../domain/incident.ts';
import type { Ledger, LedgerIncident } from '../domain/ledger.ts';
import type { Recovery } from '../domain/recovery.ts';
import { type Decided, escalate } from '../escalate/escalate.ts';
import { blindNotice, gapNotice } from '../escalate/notices.ts';
import type { Parts, ReadResult } from './parts.ts';

/** What the rules make of what was read. */
export interface Judgement {
  readonly read: ReadResult;
  /** Null when the cluster could not be read. */
  readonly analysis: Analysis | null;
  readonly decided: readonly Decided[];
  readonly now: Date;
  readonly slot: number;
}

/** Findings, incidents, severities and verdicts of one reading. Writes and sends nothing. */
export function judge(parts: Parts, ledger: Ledger, read: ReadResult, now: Date): Judgement {
  const analysis = read.status === 'read' ? analyze(read.snapshot, parts.services, memoryOf(ledger)) : null;
  const slot = Math.floor(now.getTime() / parts.slotMs);
  const decided = escalate({
    ledger,
    drafts: analysis?.drafts ?? [],
    notices: noticesOf(parts, read, analysis),
    services: parts.services,
    recovery: (incident) => recovery(analysis, incident, now),
    wasRead: (incident) => wasRead(analysis, incident),
    blindBefore: ledger.blindSlots.includes(slot - 1),
    policy: parts.policy,
    now,
  });
  return { read, analysis, decided, now, slot };
}

function noticesOf(parts: Parts, read: ReadResult, analysis: Analysis | null): readonly Notice[] {
  if (read.status === 'blind') return [blindNotice(read.cluster, read.why, parts.services), ...parts.troubles];
  const gaps = read.snapshot.gaps.map((gap) => gapNotice(gap, parts.services));
  return [...gaps, ...(parts.raisesDrift ? (analysis?.drift ?? []) : []), ...parts.troubles];
}

/** Nothing of it is hidden, so that not having seen it means something. */
export function wasRead(analysis: Analysis | null, { members }: Pick<LedgerIncident, 'members'>): boolean {
  return analysis !== null && members.every((m) => couldBeRead(analysis.scene, m.key, m.places));
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
  const open = ledger.incidents.filter((i) => i.status === 'open').flatMap((i) => i.members);
  return {
    restarts: new Map(Object.entries(ledger.restarts)),
    seen: new Map(Object.entries(ledger.seen)),
    onsets: new Map(open.map((m) => [m.key, m.onset])),
  };
}
