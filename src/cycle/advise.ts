import type { Counsel } from '../agents/advisor.ts';
import { type Advice, noAdvice } from '../domain/advice.ts';
import type { NotifyReason } from '../domain/decision.ts';
import { HOUR } from '../domain/duration.ts';
import type { Severity } from '../domain/severity.ts';
import { chooseAgain, type Decided } from '../escalate/escalate.ts';
import { messageOf } from '../platform/errors.ts';
import { alertOf, type Insight } from './alerts.ts';
import { briefOf } from './brief.ts';
import { changesFor } from './changes.ts';
import { afterBlame } from './culprits.ts';
import type { Judgement } from './judge.ts';
import type { Parts } from './parts.ts';
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
export async function advise(parts: Parts, byRules: Judgement, cycleId: string, trace: Trace): Promise<Advised> {
  const first = [...newsIn(parts, byRules), ...unreadBefore(parts, byRules)];
  if (first.length === 0)
    return { judgement: byRules, insight: { changes: new Map(), advice: new Map() }, counsel: null };
  const { read } = byRules;
  const snapshot = read.status === 'read' ? read.snapshot : null;
  const worst = first.slice(0, MOST_ASKED);
  const changes = new Map(await trace.step('correlate', () => changesFor(parts, worst, snapshot)));
  const left = first.slice(MOST_ASKED).map(({ decided }) => decided.incident.id);
  for (const id of left) changes.set(id, { status: 'unread', why: TOO_MANY });
  const judgement = afterBlame(parts, byRules, changes);
  const insight: Insight = { changes, advice: new Map() };
  const { ask } = parts.model;
  const news = newsIn(parts, judgement).filter((n) => isAsked(parts, n) && !left.includes(n.decided.incident.id));
  if (ask === null || news.length === 0) return { judgement, insight, counsel: null };
  const counsel = await trace.step('advise', () => askAll(ask, parts, judgement, cycleId, insight, news));
  const advice = new Map(counsel.advice.map((a): [string, Advice] => [a.incidentId, a]));
  for (const id of left) advice.set(id, noAdvice(id, TOO_MANY));
  return { judgement: afterChoices(parts, judgement, counsel), insight: { changes, advice }, counsel };
}

/** Nobody is asked about what waits, but where an answer could end the waiting. */
function isAsked({ policy }: Parts, { notify }: News): boolean {
  return notify || policy.escalation === 'decide';
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
    // Before it has to wait for the morning: the change behind it (BAD-ROLLOUT) or an agent that decides may make it worse.
    const isFirstSight = incident.firstSeenAt.getTime() === now.getTime();
    const mayRise = policy.escalation === 'decide' || incident.tier === 'P0' || incident.tier === 'P1';
    return mayRise && verdict.reason === 'outside-hours' && isFirstSight
      ? [{ decided: d, reason: 'new', notify: false }]
      : [];
  });
}

/** After this long a change that is found wakes nobody any more. */
const LOOKED_AGAIN = 3 * HOUR;

/** What was told or waits, and whose changes could not be read: a change that can be read now may make it worse (BAD-ROLLOUT). */
function unreadBefore({ changes }: Parts, { decided, now }: Judgement): readonly News[] {
  if (changes.source === null) return [];
  const isDue = ({ verdict, incident, draft }: Decided): boolean => {
    const isHeld = verdict.verdict === 'hold' && (verdict.reason === 'unchanged' || verdict.reason === 'outside-hours');
    const isImportant = (incident.tier === 'P0' || incident.tier === 'P1') && incident.severity === 'SEV-3';
    const isYoung = now.getTime() - incident.firstSeenAt.getTime() < LOOKED_AGAIN;
    return draft !== null && isHeld && isImportant && isYoung && incident.changesUnread && incident.culprit === null;
  };
  return decided.filter(isDue).map((d) => ({ decided: d, reason: 'new', notify: false }));
}

async function askAll(
  ask: NonNullable<Parts['model']['ask']>,
  parts: Parts,
  judgement: Judgement,
  cycleId: string,
  insight: Insight,
  news: readonly News[],
): Promise<Counsel> {
  const { read } = judgement;
  if (read.status !== 'read') return nothingFrom([], 'the cluster could not be read');
  const { snapshot } = read;
  const briefs = news.map(({ decided, reason, notify }) => {
    const alert = alertOf(parts, judgement, cycleId, insight, decided, reason, decided.channel ?? '');
    return briefOf({ alert, notify, logs: snapshot.logs });
  });
  const ids = briefs.map((b) => b.incidentId);
  try {
    return await ask({ briefs, snapshot });
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
