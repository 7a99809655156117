// Cycles up to the point where agents are asked, with whoever is asked in memory.
import type { Counsel } from '../../src/agents/advisor.ts';
import { afterChoices, askAgents, insightOf, lookInto } from '../../src/cycle/advise.ts';
import type { Insight } from '../../src/cycle/alerts.ts';
import { type Judgement, judge } from '../../src/cycle/judge.ts';
import type { Parts, Questions } from '../../src/cycle/parts.ts';
import { remember } from '../../src/cycle/remember.ts';
import { startTrace } from '../../src/cycle/trace.ts';
import { type Advice, noAdvice } from '../../src/domain/advice.ts';
import { emptyLedger, Ledger } from '../../src/domain/ledger.ts';
import type { Service } from '../../src/domain/service.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { type CycleInput, partsOf } from './cycles.ts';
import { snapshotOf } from './view.ts';

type Ask = NonNullable<Parts['model']['ask']>;

export interface AdvisingOptions {
  readonly ask?: Ask | null;
  readonly parts?: Partial<Parts>;
  readonly escalation?: 'advise' | 'decide';
  readonly ledger?: Partial<Ledger>;
}

export interface AdvisedCycle {
  readonly judgement: Judgement;
  readonly insight: Insight;
  readonly counsel: Counsel | null;
  /** `INC-…-001 new`, as the agents were asked; null: nobody was. */
  readonly asked: readonly string[] | null;
  readonly questions: Questions | null;
}

const CLUSTER = { uid: 'test-cluster', name: 'test', version: 'v1.34.2' };

/** Each call is one cycle; everybody is told what was decided. */
export function advising(services: readonly Service[], options: AdvisingOptions = {}) {
  const { ask = answering({}), escalation = 'advise' } = options;
  let ledger: Ledger = { ...emptyLedger(CLUSTER), ...options.ledger };
  return async ({ at, objects, coverage = {}, gaps = [], troubles = [] }: CycleInput): Promise<AdvisedCycle> => {
    const usual = partsOf(services, 'UTC', troubles);
    let questions: Questions | null = null;
    const asking: Ask = (given) => {
      questions = given;
      return (ask ?? answering({}))(given);
    };
    const parts: Parts = {
      ...usual,
      policy: { ...usual.policy, escalation },
      model: {
        ask: ask === null ? null : asking,
        whyNone: '',
        settings: '',
        waitMs: 60_000,
        budgetLeft: async () => null,
      },
      ...options.parts,
    };
    const read: Parameters<typeof judge>[2] =
      objects === null
        ? { status: 'blind', cluster: CLUSTER, why: 'connection refused' }
        : { status: 'read', snapshot: { ...snapshotOf(objects, { now: at, coverage }), gaps } };
    const looked = await lookInto(parts, judge(parts, ledger, read, at), startTrace(systemClock));
    const counsel = await askAgents(parts, looked, 'cycle');
    const judgement = counsel === null ? looked.judgement : afterChoices(parts, looked.judgement, counsel);
    ledger = Ledger.parse(JSON.parse(JSON.stringify(remember(ledger, judgement, 'cycle'))));
    // Set inside the closure, which the compiler doesn't see.
    const given = questions as Questions | null;
    return {
      judgement,
      counsel,
      insight: insightOf(looked, counsel, false),
      questions: given,
      asked: given?.briefs.map(({ incidentId, reason }) => `${incidentId.slice(-3)} ${reason}`) ?? null,
    };
  };
}

/** Says this of every incident. */
export function answering(advice: Partial<Advice>): (questions: Questions) => Promise<Counsel> {
  return async ({ briefs }) => ({
    advice: briefs.map(({ incidentId }) => ({ ...noAdvice(incidentId, null), ...advice })),
    runs: [],
    transcripts: [],
    warnings: [],
    trouble: null,
  });
}
