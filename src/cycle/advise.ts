import type { Counsel } from '../agents/advisor.ts';
import { type Advice, noAdvice } from '../domain/advice.ts';
import type { NotifyReason } from '../domain/decision.ts';
import type { Ledger } from '../domain/ledger.ts';
import type { Severity } from '../domain/severity.ts';
import { chooseAgain, type Decided } from '../escalate/escalate.ts';
import { messageOf } from '../platform/errors.ts';
import { alertOf, type Insight } from './alerts.ts';
import { briefOf } from './brief.ts';
import { changesFor } from './changes.ts';
import type { Judgement } from './judge.ts';
import type { Parts } from './parts.ts';
import { budgetLeft } from './spend.ts';
import type { Trace } from './trace.ts';

/** More new incidents than this in one cycle are a storm: explaining each would cost much and help nobody. */
const MOST_ASKED = 10;
const TOO_MANY = `more than ${MOST_ASKED} incidents at once: only the worst are looked into`;

export interface Advised {
  /** With the choices of the escalation-manager, where the operator lets it decide. */
  readonly judgement: Judgement;
  readonly insight: Insight;
  readonly counsel: Counsel | null;
}

/** An incident with news in it: only those are looked into. */
export interface News {
  readonly decided: Decided;
  readonly reason: NotifyReason;
  /** False: people are not told in this cycle, only the severity may change. */
  readonly notify: boolean;
}

/** The changes before the worst of the news, and what the agents make of them. Costs nothing when there is no news. */
export async function advise(
  parts: Parts,
  ledger: Ledger,
  judgement: Judgement,
  cycleId: string,
  trace: Trace,
): Promise<Advised> {
  const all = newsIn(parts, judgement);
  const news = all.slice(0, MOST_ASKED);
  if (news.length === 0) return { judgement, insight: { changes: new Map(), advice: new Map() }, counsel: null };
  const changes = new Map(await trace.step('correlate', () => changesFor(parts, news)));
  for (const { decided } of all.slice(MOST_ASKED))
    changes.set(decided.incident.id, { status: 'unread', why: TOO_MANY });
  const insight: Insight = { changes, advice: new Map() };
  const { ask } = parts.model;
  if (ask === null) return { judgement, insight, counsel: null };
  const counsel = await trace.step('advise', () => askAll(ask, parts, ledger, judgement, cycleId, insight, news));
  const advice = new Map(counsel.advice.map((a): [string, Advice] => [a.incidentId, a]));
  for (const { decided } of all.slice(MOST_ASKED)) {
    advice.set(decided.incident.id, noAdvice(decided.incident.id, TOO_MANY));
  }
  return { judgement: afterChoices(parts, judgement, counsel), insight: { changes, advice }, counsel };
}

/** New, worse or wider, seen in this cycle, and not for the log only. Gaps and our own trouble need no explaining. */
export function newsIn({ policy }: Parts, { decided, now }: Judgement): readonly News[] {
  return decided.flatMap((d): News[] => {
    const { verdict, incident, draft } = d;
    if (draft === null || incident.severity === 'SEV-4') return [];
    if (verdict.verdict === 'notify') {
      const isNews = verdict.reason === 'new' || verdict.reason === 'worse' || verdict.reason === 'scope';
      return isNews ? [{ decided: d, reason: verdict.reason, notify: true }] : [];
    }
    // Where it may decide, it is heard before anything has to wait for the morning.
    const isFirstSight = incident.firstSeenAt.getTime() === now.getTime();
    const waits = policy.escalation === 'decide' && verdict.reason === 'outside-hours' && isFirstSight;
    return waits ? [{ decided: d, reason: 'new', notify: false }] : [];
  });
}

async function askAll(
  ask: NonNullable<Parts['model']['ask']>,
  parts: Parts,
  ledger: Ledger,
  judgement: Judgement,
  cycleId: string,
  insight: Insight,
  news: readonly News[],
): Promise<Counsel> {
  const { read, now } = judgement;
  if (read.status !== 'read') return nothingFrom([], 'the cluster could not be read');
  const { snapshot } = read;
  const briefs = news.map(({ decided, reason, notify }) => {
    const alert = alertOf(parts, judgement, cycleId, insight, decided, reason, decided.channel ?? '');
    return briefOf({ alert, notify, logs: snapshot.logs });
  });
  const paused = ledger.model?.until ?? null;
  const ids = briefs.map((b) => b.incidentId);
  if (paused !== null && paused > now)
    return nothingFrom(ids, `${ledger.model?.title ?? ''}, until ${paused.toISOString()}`);
  const left = budgetLeft(ledger.spend, parts.model.monthlyBudgetUsd, now);
  try {
    return await ask({ briefs, snapshot, budgetLeftUsd: left });
  } catch (error) {
    parts.signal.throwIfAborted();
    // Whatever breaks there costs the explanation, never the message.
    return nothingFrom(ids, messageOf(error));
  }
}

function nothingFrom(ids: readonly string[], why: string): Counsel {
  const warnings = [`the agents could not be asked: ${why}`];
  return { advice: ids.map((id) => noAdvice(id, why)), runs: [], transcripts: [], warnings, trouble: null };
}

function afterChoices(parts: Parts, judgement: Judgement, { advice }: Counsel): Judgement {
  const choices = new Map(
    advice.flatMap((a): [string, Severity][] => (a.severity === null ? [] : [[a.incidentId, a.severity.choice]])),
  );
  if (choices.size === 0) return judgement;
  return { ...judgement, decided: chooseAgain(judgement.decided, choices, parts.policy, judgement.now) };
}
