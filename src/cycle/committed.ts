import type { Ledger } from '../domain/ledger.ts';
import { markUnsure } from '../notify/outbox.ts';
import { newsIn } from './advise.ts';
import { NO_INSIGHT } from './alerts.ts';
import { type Judgement, judge } from './judge.ts';
import type { Memory } from './memory.ts';
import { isShownOnly } from './nothing-to-send.ts';
import { unkeptNotice } from './own-troubles.ts';
import type { Parts } from './parts.ts';
import { type Cycle, decidedLedger } from './tell.ts';
import type { Trace } from './trace.ts';

/** What the rules decided is kept before anybody is asked or told. Where it can't be, that is told with it. */
export async function committed(
  parts: Parts,
  memory: Memory,
  before: Ledger,
  byRules: Judgement,
  cycle: Cycle,
  trace: Trace,
): Promise<Judgement> {
  const decided = decidedLedger(parts, memory, before, byRules, NO_INSIGHT, cycle);
  if (decided.outbox.length === 0 && newsIn(parts, byRules).length === 0) return byRules;
  // What is only shown is owed to nobody. The rest is looked for before it is told again: perhaps nothing more can be kept of this run.
  const outbox = isShownOnly(parts) ? [] : [...markUnsure(decided.outbox)];
  await trace.step('commit', () => memory.keep({ ...decided, outbox }));
  const why = memory.unkept();
  const own = why === null ? null : unkeptNotice(why);
  if (own === null || parts.troubles.some(({ key }) => key === own.key)) return byRules;
  return judge({ ...parts, troubles: [...parts.troubles, own] }, before, byRules.read, byRules.now);
}
