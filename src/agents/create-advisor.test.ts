import { describe, expect, it } from 'vitest';
import {
  advisorOptions,
  agent,
  agentFiles,
  askedAgent,
  brief,
  contract,
  contracts,
  HAIKU,
  model,
  NEXT_HAIKU,
  says,
} from '../../tests/support/agents.ts';
import { AGENT_NAMES } from '../domain/agent.ts';
import { fixedClock } from '../platform/clock.ts';
import type { AdvisorOptions } from './advisor.ts';
import { createAdvisor } from './create-advisor.ts';
import { ModelError, type ModelReply, type ModelRequest } from './model.ts';

const NEVER = new AbortController().signal;
const answers = (answer: (request: ModelRequest, index: number) => ModelReply | Promise<ModelReply>) => model(answer);
const fine = () => answers((request) => says({ say: `${askedAgent(request)} says` }));
const hang = () =>
  model(
    (_request, _index, signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  );

function counsel(
  over: Partial<AdvisorOptions> & Pick<AdvisorOptions, 'port'>,
  briefs = [brief()],
  given = contracts(),
) {
  return createAdvisor(advisorOptions(over), given).counsel(briefs, NEVER);
}

describe('the advisor', () => {
  it('asks the four in order, and each hears what the earlier ones said', async () => {
    const port = fine();
    const given = contracts();
    const { advice, runs, transcripts, trouble } = await counsel({ port }, [brief()], given);
    expect(port.requests.map(askedAgent)).toEqual([...AGENT_NAMES]);
    expect(given[2]?.inputs.at(-1)).toContain('k8s-analyzer says');
    expect(advice[0]).toMatchObject({
      incidentId: 'inc-1',
      cause: { text: 'k8s-analyzer says' },
      impact: 'escalation-manager says',
      words: { headline: 'slack-notifier says' },
      without: null,
    });
    expect(runs.map(({ status, requests, inputTokens }) => [status, requests, inputTokens])).toEqual(
      AGENT_NAMES.map(() => ['ok', 1, 100]),
    );
    // 100 in at $1 and 10 out at $5 per million.
    expect(runs[0]?.usd).toBeCloseTo(0.00015, 8);
    expect(transcripts.map(({ agent }) => agent)).toEqual([...AGENT_NAMES]);
    expect(trouble).toBeNull();
  });

  it('asks about at most four incidents at once, the most severe first, and answers in their order', async () => {
    let running = 0;
    let most = 0;
    const first: string[] = [];
    const port = model(async (request) => {
      if (askedAgent(request) === 'k8s-analyzer') first.push(JSON.stringify(request.messages).slice(0, 60));
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      return says({ say: 'so' });
    });
    const briefs = ['a', 'b', 'c', 'd', 'e', 'f'].map((incidentId, index) =>
      brief({ incidentId, severity: index === 5 ? 'SEV-1' : 'SEV-3' }),
    );
    const { advice } = await counsel({ port }, briefs);
    expect(most).toBe(4);
    expect(first[0]).toContain('f so far');
    expect(advice.map(({ incidentId }) => incidentId)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('leaves out who has nothing to do, and nobody misses its answer', async () => {
    const port = fine();
    const given = AGENT_NAMES.map((name) => contract(name, name === 'github-reviewer' ? { applies: () => false } : {}));
    const { advice, runs } = await counsel({ port }, [brief({ notify: false })], given);
    expect(port.requests.map(askedAgent)).toEqual(['k8s-analyzer', 'escalation-manager']);
    expect(runs.map(({ status, detail }) => `${status} ${detail}`)).toEqual([
      'ok ',
      'skipped no candidate changes to review: no matching change found',
      'ok ',
      'skipped nobody is told',
    ]);
    expect(advice[0]?.without).toBeNull();
  });

  it('goes on without an agent whose file has a fault, and says which', async () => {
    const { 'k8s-analyzer': _gone, ...agents } = agentFiles().agents;
    const fault = {
      agent: 'k8s-analyzer' as const,
      file: '/agents/k8s-analyzer.md',
      line: 3,
      column: 8,
      message: 'bad',
    };
    const files = { folder: '/agents', agents, faults: [fault] };
    const { advice, runs } = await counsel({ port: fine(), agents: files });
    expect(runs[0]).toMatchObject({ status: 'skipped', detail: '/agents/k8s-analyzer.md:3:8: bad', requests: 0 });
    expect(runs.slice(1).map(({ status }) => status)).toEqual(['ok', 'ok', 'ok']);
    expect(advice[0]?.without).toBe("k8s-analyzer: agent file can't be used");
  });

  it('lets a setting choose the model, and refuses one that is no Haiku', async () => {
    const port = fine();
    const { runs } = await counsel({ port, models: { 'k8s-analyzer': NEXT_HAIKU, 'slack-notifier': 'claude-opus-5' } });
    expect(port.requests.map((request) => request.model)).toEqual([NEXT_HAIKU, HAIKU, HAIKU]);
    expect(runs.at(-1)).toMatchObject({ model: 'claude-opus-5', status: 'skipped' });
    // More tokens for the same words, and room to think.
    expect(port.requests[0]?.maxTokens).toBe(500 * 1.3 + 2048);
  });

  it('rejects with the reason of its caller, and with nothing else', async () => {
    const stop = new AbortController();
    const asked = createAdvisor(advisorOptions({ port: hang() }), contracts()).counsel([brief()], stop.signal);
    stop.abort(new Error('SIGTERM'));
    await expect(asked).rejects.toThrow('SIGTERM');
    const broken = contract('k8s-analyzer', {
      input: () => {
        throw new Error('a bug');
      },
    });
    const { advice, runs } = await counsel({ port: fine() }, [brief()], [broken]);
    expect(advice[0]?.without).toBe('failed inside k8s-monitor');
    expect(runs[0]).toMatchObject({ status: 'unavailable', requests: 0 });
  });
});

describe('the marks for the cache', () => {
  const long = agentFiles({
    'k8s-analyzer': agent('k8s-analyzer', { prompt: `You are the k8s-analyzer. ${'word '.repeat(700)}` }),
  });
  const briefs = (count: number) => Array.from({ length: count }, (_, i) => brief({ incidentId: `inc-${i}` }));
  const marked = async (count: number, model: string) => {
    const port = answers(async () => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      return says({ say: 'so' });
    });
    await counsel({ port, agents: long, models: { 'k8s-analyzer': model } }, briefs(count), [contract('k8s-analyzer')]);
    return port.requests.map(({ cachePrefix }) => cachePrefix);
  };

  it('stand only where somebody will read what is written: one writes, those that come later read', async () => {
    expect(await marked(6, NEXT_HAIKU)).toEqual([true, false, false, false, true, true]);
    // All at the same time: none reads what the others write.
    expect(await marked(4, NEXT_HAIKU)).toEqual([false, false, false, false]);
    expect(await marked(1, NEXT_HAIKU)).toEqual([false]);
    // Too short to be kept.
    expect(await marked(6, HAIKU)).toEqual(Array(6).fill(false));
  });
});

describe('when the model fails', () => {
  it.each([
    ['overloaded', 529, 'overloaded (529)', 6],
    ['rate-limited', 429, 'rate limited (429)', 6],
    ['unreachable', 503, 'server error (503)', 6],
    ['unreachable', null, 'not reachable', 6],
    ['account', 401, 'API key refused (401)', 1],
    ['refused-request', 400, 'request refused (400)', 4],
    ['bad-answer', null, 'answered nothing usable', 4],
  ] as const)('%s (%s) is %s after %i requests', async (fault, status, without, requests) => {
    const port = model(() => Promise.reject(new ModelError(fault, 'words of the server', { status })));
    const { advice, runs } = await counsel({ port });
    expect(advice[0]).toMatchObject({ cause: null, words: null, without });
    expect(port.requests).toHaveLength(requests);
    expect(runs.map((run) => run.requests).reduce((a, b) => a + b)).toBe(requests);
    expect(runs[0]).toMatchObject({ status: fault === 'bad-answer' ? 'invalid-output' : 'unavailable' });
  });

  it('takes what passes for passing', async () => {
    const port = model((request, index) => {
      if (index < 2) throw new ModelError('overloaded', 'overloaded (529)', { status: 529 });
      return says({ say: String(askedAgent(request)) });
    });
    const { advice, runs } = await counsel({ port });
    expect(runs[0]).toMatchObject({ status: 'ok', requests: 3 });
    expect(advice[0]?.without).toBeNull();
  });

  it('does not wait longer than it has, and asks no more', async () => {
    const port = model(() =>
      Promise.reject(new ModelError('rate-limited', 'slow down', { status: 429, retryAfterMs: 3_600_000 })),
    );
    const { runs, advice } = await counsel({ port });
    expect(port.requests).toHaveLength(1);
    expect(runs[0]?.detail).toMatch(/slow down; asked to wait 3600 s, only [\d.]+ s are left/);
    expect(runs.map(({ status }) => status)).toEqual(['unavailable', 'skipped', 'skipped', 'skipped']);
    expect(advice[0]?.without).toBe('rate limited (429)');
  });

  it('tells once who has to mend what: an account, a spend limit', async () => {
    const until = new Date('2025-12-01T00:00:00Z');
    const port = model(() => Promise.reject(new ModelError('spend-limit', 'limit', { status: 429, until })));
    const { trouble, advice } = await counsel({ port }, [brief(), brief({ incidentId: 'inc-2' })]);
    expect(trouble).toMatchObject({ cause: 'settings', reason: 'spend limit reached, until 1 Dec 2025' });
    expect(advice.map(({ without }) => without)).toEqual(Array(2).fill('spend limit reached, until 1 Dec 2025'));
  });

  it('ends with its deadline whatever the model does, and does not ask a slow one twice', async () => {
    const port = hang();
    const slow = await counsel({ port, callTimeoutMs: 30, deadlineMs: 5000 });
    expect(slow.runs.map(({ status }) => status)).toEqual(['timeout', 'timeout', 'skipped', 'skipped']);
    expect(slow.advice[0]?.without).toBe('timed out after 30 ms');
    const deaf = model(() => new Promise(() => {}));
    const whole = await counsel({ port: deaf, callTimeoutMs: 1000, deadlineMs: 50 });
    expect(whole.runs.map(({ status }) => status)).toEqual(['timeout', 'skipped', 'skipped', 'skipped']);
    expect(whole.advice[0]?.without).toBe('timed out after 50 ms');
  });

  it('asks the next Haiku when one is gone, once, and says both names, and what to write where', async () => {
    const port = answers((request) => {
      if (request.model === HAIKU) throw new ModelError('retired', 'gone', { status: 404 });
      return says({ say: 'so' });
    });
    const { runs, warnings, trouble } = await counsel({ port });
    expect(port.requests.map((request) => request.model)).toEqual([HAIKU, ...Array(4).fill(NEXT_HAIKU)]);
    expect(runs[0]).toMatchObject({ model: NEXT_HAIKU, status: 'ok', requests: 2 });
    expect(warnings).toEqual([expect.stringContaining(`${HAIKU} is gone (404); ${NEXT_HAIKU} answered`)]);
    expect(trouble).toMatchObject({
      cause: 'settings',
      reason: `model ${HAIKU} is gone (404), ${NEXT_HAIKU} is asked instead`,
      detail: expect.stringContaining(`Write ${NEXT_HAIKU} into the agents' files`),
    });
  });

  it('gives up when the next one is gone too, or nobody knows a next one', async () => {
    const port = model(() => Promise.reject(new ModelError('retired', 'gone', { status: 404 })));
    const { advice, trouble } = await counsel({ port });
    expect(port.requests.map((request) => request.model)).toEqual([HAIKU, NEXT_HAIKU]);
    expect(advice[0]?.without).toBe(`model ${NEXT_HAIKU} is gone (404)`);
    expect(trouble?.detail).toMatch(/\*_MODEL settings instead of claude-haiku-5-5/);
    const own = model(() => Promise.reject(new ModelError('retired', 'gone', { status: 404 })));
    await counsel({ port: own, anthropic: false, models: { 'k8s-analyzer': 'qwen3:4b' } });
    expect(own.requests.map((request) => request.model)).toEqual(['qwen3:4b', HAIKU, NEXT_HAIKU]);
  });

  it('goes on with the agents whose model is there', async () => {
    const port = answers((request) => {
      if (request.model === 'bad') throw new ModelError('retired', 'gone', { status: 404 });
      return says({ say: 'so' });
    });
    const models = {
      'k8s-analyzer': 'bad',
      'github-reviewer': 'good',
      'escalation-manager': 'bad',
      'slack-notifier': 'good',
    };
    const { runs, advice, trouble } = await counsel({ port, anthropic: false, models });
    expect(runs.map(({ status }) => status)).toEqual(['unavailable', 'ok', 'skipped', 'ok']);
    expect(port.requests.map(({ model: id }) => id)).toEqual(['bad', 'good', 'good']);
    expect(advice[0]?.without).toBe('k8s-analyzer, escalation-manager: model bad is gone (404)');
    expect(trouble?.detail).toContain('instead of bad');
    // On Anthropic's endpoint: the last one of the table, and one that would fall back to it.
    const last = answers((request) => {
      if (request.model === NEXT_HAIKU) throw new ModelError('retired', 'gone', { status: 404 });
      return says({ say: 'so' });
    });
    const haiku = await counsel({ port: last, models: { 'k8s-analyzer': NEXT_HAIKU } });
    expect(haiku.runs.map(({ status }) => status)).toEqual(['unavailable', 'ok', 'ok', 'ok']);
    expect(haiku.warnings).toEqual([]);
  });

  it('stops at the budget of the month, between two requests', async () => {
    const port = fine();
    const clock = fixedClock('2025-11-21T10:00:00Z');
    const { runs, advice, trouble } = await counsel({ port, clock, budgetLeftUsd: 0.0002, budgetUsd: 5 });
    expect(runs.map(({ status }) => status)).toEqual(['ok', 'ok', 'budget', 'budget']);
    expect(advice[0]?.without).toBe('escalation-manager, slack-notifier: budget of $5.00 for November is spent');
    expect(trouble).toMatchObject({ cause: 'budget', detail: expect.stringContaining('until 1 Dec 2025') });
    const empty = fine();
    await counsel({ port: empty, budgetLeftUsd: 0 });
    expect(empty.requests).toHaveLength(0);
  });
});
