import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Counsel } from '../agents/advisor.ts';
import { noAdvice } from '../domain/advice.ts';
import type { AgentRun } from '../domain/agent.ts';
import { loadEvals } from './load-evals.ts';
import { replay } from './replay.ts';
import { type Ask, type Replayed, runEvals } from './run-evals.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'tests', 'evals');
const RUN: Omit<AgentRun, 'incidentId'> = {
  agent: 'k8s-analyzer',
  model: 'm',
  status: 'ok',
  detail: '',
  requests: 1,
  toolCalls: 0,
  ms: 10,
  dropped: [],
  inputTokens: 100,
  outputTokens: 10,
  usd: 0.01,
};

let evals: readonly Replayed[];
beforeAll(async () => {
  const few = (await loadEvals(FOLDER)).evals.slice(0, 3);
  const { signal } = new AbortController();
  evals = await Promise.all(few.map(async (one) => ({ one, replayed: await replay(one, signal) })));
});

const counselOf = ({ questions }: Replayed['replayed'], run: Partial<AgentRun> = {}): Counsel => ({
  advice: questions.briefs.map(({ incidentId }) => noAdvice(incidentId, null)),
  runs: questions.briefs.map(({ incidentId }) => ({ ...RUN, incidentId, ...run })),
  transcripts: [],
  warnings: ['claude-x is gone'],
  trouble: null,
});
const answers: Ask = async (_one, replayed) => counselOf(replayed);
const run = (ask: Ask, changes: Partial<Parameters<typeof runEvals>[0]> = {}) =>
  runEvals({
    evals,
    repeat: 1,
    ask,
    budgetUsd: null,
    onProgress: () => {},
    signal: new AbortController().signal,
    ...changes,
  });

describe('running evals', () => {
  it('asks as often as was said, grades each answer, and adds up what it cost', async () => {
    const { outcomes, used, warnings } = await run(answers, { repeat: 2 });
    expect(outcomes.map(({ attempt }) => attempt)).toEqual([1, 1, 1, 2, 2, 2]);
    expect(outcomes.map(({ reasons }) => reasons)).toEqual(Array(6).fill(['names no cause']));
    expect([used.inputTokens, used.outputTokens, warnings]).toEqual([600, 60, ['claude-x is gone']]);
    expect(used.usd).toBeCloseTo(0.06);
  });

  it('says why an agent could not be reached', async () => {
    const down: Ask = async (_one, replayed) =>
      counselOf(replayed, { status: 'unavailable', detail: 'overloaded (529)' });
    expect((await run(down)).outcomes[0]?.reasons).toEqual(['unavailable: overloaded (529)']);
  });

  it('asks nobody once the budget is spent, and says how many are missing', async () => {
    const { outcomes, missing } = await run(answers, { budgetUsd: 0.015 });
    expect([outcomes.length, missing]).toEqual([2, 1]);
  });

  it('keeps what was paid for when it is stopped', async () => {
    const stop = new AbortController();
    const ask: Ask = async (one, replayed, signal) => {
      if (one === evals[1]?.one) stop.abort(new Error('stopped'));
      signal.throwIfAborted();
      return counselOf(replayed);
    };
    const { stopped, used } = await run(ask, { signal: stop.signal });
    expect([stopped, used.inputTokens]).toEqual([true, 100]);
  });

  it('asks nobody else when nobody can be asked', async () => {
    let asked = 0;
    const broken: Ask = async () => {
      asked += 1;
      throw new Error('no model');
    };
    await expect(run(broken, { repeat: 5 })).rejects.toThrow('no model');
    expect(asked).toBeLessThanOrEqual(2);
  });
});
