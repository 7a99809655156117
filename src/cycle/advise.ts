import type { Counsel } from '../agents/advisor.ts';
import { type Advice, noAdvice } from '../domain/advice.ts';
import type { Changes } from '../domain/change.ts';
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
const STILL = 'the agents are still at it; what they find is';
const TOO_MANY = `more than ${MOST_ASKED} incidents at once: only the worst are looked into`;

/** The changes before what is new, and what they say about its severity. */
export interface Looked {
  /** With what a change behind an incident makes of its severity (BAD-ROLLOUT). */
  readonly judgement: Judgement;
  readonly changes: ReadonlyMap<string, Changes>;
  /** What the agents are asked about. */
  readonly asked: readonly News[];
  /** Ids of what is beyond the worst. */
  readonly left: readonly string[];
}

/** An incident with news in it: only those are looked into. */
export interface News {
  readonly decided: Decided;
  readonly reason: NotifyReason;
  /** False: people are not told in this cycle, only the severity may change. */
  readonly notify: boolean;
}

/** The changes before the worst of the news. Costs nothing when there is no news; never rejects for a source that fails. */
export async function lookInto(parts: Parts, byRules: Judgement, trace: Trace): Promise<Looked> {
  const first = [...newsIn(parts, byRules), ...unreadBefore(parts, byRules)];
  if (first.length === 0) return { judgement: byRules, changes: new Map(), asked: [], left: [] };
  const { read } = byRules;
  const snapshot = read.status === 'read' ? read.snapshot : null;
  const worst = first.slice(0, MOST_ASKED);
  const changes = new Map(
    await trace.step('correlate', () => unlessStopped(parts, changesFor(parts, worst, snapshot))),
  );
  const left = first.slice(MOST_ASKED).map(({ decided }) => decided.incident.id);
  for (const id of left) changes.set(id, { status: 'unread', why: TOO_MANY });
  const judgement = afterBlame(parts, byRules, changes);
  const asked = newsIn(parts, judgement).filter((n) => isAsked(parts, n) && !left.includes(n.decided.incident.id));
  return { judgement, changes, asked, left: asked.length === 0 ? [] : left };
}

/** Who is asked to stop tells what the rules say. */
async function unlessStopped(
  { signal }: Parts,
  work: Promise<ReadonlyMap<string, Changes>>,
): Promise<ReadonlyMap<string, Changes>> {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted) return new Map();
    throw error;
  }
}

/** Asks the agents; null where nobody is asked. Never rejects: whatever breaks there costs the explanation, never the message. */
export function askAgents(
  parts: Parts,
  { judgement, changes, asked }: Looked,
  cycleId: string,
): Promise<Counsel> | null {
  const { ask } = parts.model;
  if (ask === null || asked.length === 0 || parts.signal.aborted) return null;
  return askAll(ask, parts, judgement, cycleId, { changes, advice: new Map() }, asked);
}

/** What they said in the time there is; null when they are still at it, or the program is asked to stop. */
export async function inTime({ clock, model, signal }: Parts, answers: Promise<Counsel>): Promise<Counsel | null> {
  const enough = new AbortController();
  const over = clock.sleep(model.waitMs, AbortSignal.any([enough.signal, signal])).then(
    () => null,
    () => null,
  );
  const first = await Promise.race([answers, over]);
  enough.abort();
  return first;
}

/** What is known of each incident besides what was found. `late`: agents were asked and have not answered. */
export function insightOf({ changes, asked, left }: Looked, counsel: Counsel | null, late: boolean): Insight {
  const advice = new Map((counsel?.advice ?? []).map((a): [string, Advice] => [a.incidentId, a]));
  for (const id of counsel === null ? [] : left) advice.set(id, noAdvice(id, TOO_MANY));
  for (const { decided, reason } of late ? asked : []) {
    const { id } = decided.incident;
    // What is worse or wider may be a reply, which is not edited.
    advice.set(id, noAdvice(id, `${STILL} ${reason === 'new' ? 'edited in' : 'in the record of this cycle'}`));
  }
  return { changes, advice };
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
    const alert = alertOf(parts, judgement, cycleId, insight, decided, reason);
    return briefOf({ alert, notify, logs: snapshot.logs });
  });
  const ids = briefs.map((b) => b.incidentId);
  try {
    return await ask({ briefs, snapshot });
  } catch (error) {
    return nothingFrom(ids, messageOf(error));
  }
}

function nothingFrom(ids: readonly string[], why: string): Counsel {
  const warnings = [`the agents could not be asked: ${why}`];
  return { advice: ids.map((id) => noAdvice(id, why)), runs: [], transcripts: [], warnings, trouble: null };
}

/** The judgement with the choices of the escalation-manager, where the operator lets it decide. */
export function afterChoices(parts: Parts, judgement: Judgement, { advice }: Counsel): Judgement {
  const choices = new Map(
    advice.flatMap((a): [string, Severity][] => (a.severity === null ? [] : [[a.incidentId, a.severity.choice]])),
  );
  if (choices.size === 0) return judgement;
  return { ...judgement, decided: chooseAgain(judgement.decided, choices, parts.policy, judgement.now) };
}
