import type { Ledger, LedgerIncident } from '../domain/ledger.ts';
import { atLeast } from '../domain/severity.ts';
import { type Judgement, judge, wasRead } from './judge.ts';
import type { Parts, ReadResult } from './parts.ts';
import type { Trace } from './trace.ts';

export function hasNewGaps({ decided, now }: Judgement): boolean {
  return decided.some((d) => d.notice?.kind === 'GAP' && d.incident.firstSeenAt.getTime() === now.getTime());
}

/** What is grave and only seconds old may be a blink: it is read once more before anyone is woken. */
export async function judgeTwice(parts: Parts, ledger: Ledger, read: ReadResult, trace: Trace): Promise<Judgement> {
  const first = await trace.step('judge', () => judge(parts, ledger, read, timeOfReading(parts, read)));
  const look = parts.secondLook;
  if (look === null || !first.decided.some((d) => isFreshAndGrave(d, first.now, look.youngerThanMs))) return first;
  parts.onProgress(`something grave is seconds old: looking again in ${Math.round(look.afterMs / 1000)} s`);
  try {
    await trace.step('second look', () => parts.clock.sleep(look.afterMs, parts.signal));
    const again = await trace.step('collect', () => parts.read(ledger.pageSize));
    const second = await trace.step('judge', () => judge(parts, ledger, again, timeOfReading(parts, again)));
    return hides(second, first) ? first : second;
  } catch (error) {
    // Asked to stop meanwhile: what was seen once is told, rather than lost.
    if (parts.signal.aborted) return first;
    throw error;
  }
}

/**
 * The second reading could not see something that was to be told after the first one: that says nothing about it. The first was whole
 * where it mattered, and what only the second found is found again by the next cycle.
 */
function hides(second: Judgement, first: Judgement): boolean {
  const told = first.decided.filter(({ draft, verdict }) => draft !== null && verdict.verdict === 'notify');
  return told.some(({ incident }) => !isAsGrave(second, incident) && !wasRead(second.analysis, incident));
}

function isAsGrave({ decided }: Judgement, { members, severity }: LedgerIncident): boolean {
  const keys = new Set(members.map(({ key }) => key));
  return decided.some(
    ({ draft, incident }) =>
      atLeast(incident.severity, severity) && (draft?.members ?? []).some(({ key }) => keys.has(key)),
  );
}

function isFreshAndGrave(
  { incident, draft, verdict }: Judgement['decided'][number],
  now: Date,
  youngerThanMs: number,
): boolean {
  if (draft === null || verdict.verdict === 'hold' || !atLeast(incident.severity, 'SEV-2')) return false;
  return now.getTime() - incident.onset.getTime() < youngerThanMs;
}

/** Ages are measured from the moment the cluster was read. */
function timeOfReading(parts: Parts, read: ReadResult): Date {
  return read.status === 'read' ? read.snapshot.takenAt : parts.clock.now();
}
