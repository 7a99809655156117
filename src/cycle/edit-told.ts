import type { Ledger } from '../domain/ledger.ts';
import type { Thread } from '../domain/outbox.ts';
import { editThreads } from '../notify/edit-threads.ts';
import { alertText } from '../notify/render/alert-text.ts';
import { withCluster } from '../notify/render/cluster-line.ts';
import { lateText, wantedEdits } from '../notify/status-edits.ts';
import { alertsOf, type Insight } from './alerts.ts';
import type { Judgement } from './judge.ts';
import type { Memory } from './memory.ts';
import type { Parts } from './parts.ts';
import { type Cycle, withDesk } from './tell.ts';

/** What agents said after the messages of this cycle had left, and which messages stood there before. */
export interface Late {
  readonly insight: Insight;
  readonly before: readonly Thread[];
}

/**
 * Messages that stand in a channel say what is so now: over, worse, for how long, and what agents found out after they had left.
 * What can't be edited now is edited by the next cycle.
 */
export async function editTold(
  parts: Parts,
  memory: Memory,
  ledger: Ledger,
  judgement: Judgement,
  late: Late | null,
  cycle: Cycle,
): Promise<Ledger> {
  const { sinks, deadlineMs, messageDeadlineMs } = parts.sending;
  if (sinks === null || parts.dryRun) return ledger;
  const current = late === null ? ledger : withLateWords(parts, ledger, judgement, late, cycle);
  const { timeZone } = parts.policy.hours;
  const wanted = wantedEdits(current.threads, current.incidents, { now: judgement.now, timeZone });
  if (wanted.length === 0) return current;
  const { clock, signal } = parts;
  const options = { sinks, clock, deadlineMs, messageDeadlineMs, signal, held: memory.held };
  return withDesk(current, await editThreads(current, wanted, options));
}

/** The messages that this cycle's news opened, with the words that came late. */
function withLateWords(parts: Parts, ledger: Ledger, judgement: Judgement, late: Late, cycle: Cycle): Ledger {
  const texts = new Map(
    alertsOf(parts, judgement, cycle.id, late.insight)
      .filter(({ advice }) => advice !== null)
      .map((alert) => [alert.incident.id, withCluster(alertText(alert), parts.sending.cluster)]),
  );
  // A reply is not edited: the message it answers tells of another time.
  const isFresh = ({ key, to, ref }: Thread): boolean =>
    !late.before.some((known) => known.key === key && known.to === to && known.ref === ref);
  const threads = ledger.threads.map((thread) => {
    const text = texts.get(thread.key);
    if (text === undefined || thread.text === null || !isFresh(thread)) return thread;
    return { ...thread, text: lateText(thread.text, text), shown: '' };
  });
  return { ...ledger, threads };
}
