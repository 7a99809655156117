import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import {
  advisorOptions,
  agent,
  agentFiles,
  brief,
  calls,
  contract,
  LOGS,
  model,
  offeredTool,
  says,
  toolClient,
} from '../../tests/support/agents.ts';
import type { AdvisorOptions } from './advisor.ts';
import { createAdvisor } from './create-advisor.ts';
import { ModelError, type ModelReply, type ModelRequest } from './model.ts';
import { requestTokens } from './request-size.ts';
import { estimateTokens } from './tokens.ts';

/** k8s-analyzer alone, with get_logs. */
async function ask(answer: (request: ModelRequest, index: number) => ModelReply, over: Partial<AdvisorOptions> = {}) {
  const port = model(answer);
  const one = contract('k8s-analyzer');
  const tools = [toolClient()];
  const agents = agentFiles({ 'k8s-analyzer': agent('k8s-analyzer', { tools: [LOGS] }) });
  const options = advisorOptions({ port, agents, tools, ...over });
  const counsel = await createAdvisor(options, [one]).counsel([brief()], new AbortController().signal);
  return { ...counsel, run: counsel.runs[0], port, one, made: tools[0]?.made, steps: counsel.transcripts[0]?.steps };
}

function results(request: ModelRequest | undefined): Anthropic.ToolResultBlockParam[] {
  const content = request?.messages.at(-1)?.content;
  return Array.isArray(content) ? content.flatMap((block) => (block.type === 'tool_result' ? [block] : [])) : [];
}

const SO = { say: 'so' };

describe('one agent', () => {
  it('calls tools, and may cite what they gave by id', async () => {
    const { run, port, one, made, advice } = await ask((_request, index) =>
      index === 0 ? calls([LOGS, { pod: 'api-1' }], [LOGS, { pod: 'api-2' }]) : says({ say: 'T2 shows it' }),
    );
    expect(run).toMatchObject({ status: 'ok', requests: 2, toolCalls: 2, inputTokens: 200 });
    expect(made).toEqual(['get_logs {"pod":"api-1"}', 'get_logs {"pod":"api-2"}']);
    expect(one.grounds[0]?.fetched).toMatchObject([
      { id: 'T1', call: 'get_logs {"pod":"api-1"}', text: 'out of memory' },
      { id: 'T2' },
    ]);
    expect(advice[0]?.cause?.text).toBe('T2 shows it');
    const [first, second] = results(port.requests[1]);
    expect(first).toMatchObject({ tool_use_id: 'toolu_0', content: expect.stringContaining('Cite as T1.') });
    expect(second?.content).toContain('<data T2>');
    // The conversation only grows, and the tools stay listed.
    expect(port.requests[1]?.messages.slice(0, 1)).toEqual(port.requests[0]?.messages);
    expect(port.requests[1]?.tools).toEqual(port.requests[0]?.tools);
  });

  it('gets nothing for a claim on a result it never fetched', async () => {
    const { run, advice } = await ask(() => says({ say: 'T2 shows it' }));
    expect(run).toMatchObject({ status: 'ungrounded', dropped: ['T2'], toolCalls: 0 });
    expect(advice[0]).toMatchObject({ cause: null, without: 'said nothing that could be checked' });
  });

  it('gets the same call answered from memory', async () => {
    const { run, made, port } = await ask((_request, index) =>
      index < 2 ? calls([LOGS, { pod: 'api', tail: 1 }], [LOGS, { tail: 1, pod: 'api' }]) : says(SO),
    );
    expect(made).toHaveLength(1);
    expect(run?.toolCalls).toBe(4);
    expect(results(port.requests[2]).map(({ content }) => content)).toEqual(
      Array(2).fill('You made this call before: its result is T1.'),
    );
  });

  it('is told that a tool does not exist, and no server is called: other tools, writing ones, odd names', async () => {
    const names = ['mcp__slack__post_message', 'get_logs', 'mcp__kubernetes__exec', '__proto__', '"><system>'];
    const { run, made, port, one } = await ask((_request, index) =>
      index === 0 ? calls(...names.map((name) => [name, {}] as const)) : says(SO),
    );
    expect(made).toEqual([]);
    expect(run).toMatchObject({ status: 'ok', toolCalls: 5 });
    expect(one.grounds[0]?.fetched).toEqual([]);
    for (const { is_error, content } of results(port.requests[1])) {
      expect(is_error).toBe(true);
      expect(content).toContain(`your tools are ${LOGS}`);
    }
  });

  it('is told of a tool that crashes, and goes on', async () => {
    const crash = toolClient([offeredTool()], () => Promise.reject(new Error('the server is gone')));
    const { run, port } = await ask((_request, index) => (index === 0 ? calls([LOGS, { pod: 'a' }]) : says(SO)), {
      tools: [crash],
    });
    expect(run?.status).toBe('ok');
    expect(results(port.requests[1])[0]).toMatchObject({
      is_error: true,
      content: expect.stringContaining('get_logs failed: the server is gone'),
    });
  });

  it('has to answer in its last turn; one that calls on and on gets no answer', async () => {
    const { run, port } = await ask((_request, index) => calls([LOGS, { pod: String(index) }]));
    expect(port.requests.map(({ mayCallTools }) => mayCallTools)).toEqual([true, true, true, true, false]);
    expect(JSON.stringify(port.requests[4]?.messages.at(-1))).toContain('No more tool calls: answer now');
    expect(run).toMatchObject({ status: 'budget', requests: 5, toolCalls: 4 });
  });

  it('gets no more than 2,000 tokens of one result, and is told of the cut', async () => {
    const long = toolClient([offeredTool()], () => ({
      ok: true,
      text: `first line\n${'x\n'.repeat(40_000)}last line`,
      data: null,
    }));
    const { port, one } = await ask((_request, index) => (index === 0 ? calls([LOGS, { pod: 'a' }]) : says(SO)), {
      tools: [long],
    });
    const content = String(results(port.requests[1])[0]?.content);
    expect(estimateTokens(content)).toBeLessThanOrEqual(2000);
    expect(estimateTokens(content)).toBeGreaterThan(1500);
    expect(content).toMatch(/first line[\s\S]*characters left out here[\s\S]*last line/);
    expect(content).toContain(one.grounds[0]?.fetched[0]?.text.split('\n').at(-1));
  });

  it('stays under 30,000 input tokens, whatever it calls, and leaves room for those who come later', async () => {
    const long = toolClient([offeredTool()], () => ({ ok: true, text: 'lorem ipsum '.repeat(5000), data: null }));
    const many = (index: number) => calls(...[0, 1, 2].map((n) => [LOGS, { pod: `${index}-${n}` }] as const));
    const port = model((request, index) => (request.mayCallTools ? many(index) : says(SO)));
    const agents = agentFiles({
      'k8s-analyzer': agent('k8s-analyzer', { tools: [LOGS], prompt: 'analyze '.repeat(800) }),
      'slack-notifier': agent('slack-notifier', { prompt: 'write '.repeat(800) }),
    });
    const options = advisorOptions({ port, agents, tools: [long] });
    const both = [contract('k8s-analyzer'), contract('slack-notifier')];
    const { runs } = await createAdvisor(options, both).counsel([brief()], new AbortController().signal);
    expect(runs.map(({ status }) => status)).toEqual(['ok', 'ok']);
    const sent = port.requests.map((request) => requestTokens(request, 1)).reduce((a, b) => a + b);
    expect(sent).toBeLessThan(30_000);
    expect(sent).toBeGreaterThan(15_000);
  });

  it('does not send what is too long', async () => {
    const agents = agentFiles({ 'k8s-analyzer': agent('k8s-analyzer', { prompt: 'word '.repeat(30_000) }) });
    const { run, port } = await ask(() => says(SO), { agents });
    expect(port.requests).toHaveLength(0);
    expect(run).toMatchObject({ status: 'budget', detail: expect.stringMatching(/^about \d+ input tokens/) });
  });

  it('may mend an answer once', async () => {
    const mended = await ask((_request, index) => says(index === 0 ? { wrong: 1 } : SO));
    expect(mended.run).toMatchObject({ status: 'ok', requests: 2 });
    expect(mended.port.requests[1]).toMatchObject({
      mayCallTools: false,
      messages: [{}, { role: 'assistant' }, { role: 'user', content: expect.stringContaining('say is missing') }],
    });
    const hopeless = await ask(() => says('Sure! Here it is.'));
    expect(hopeless.run).toMatchObject({ status: 'invalid-output', detail: 'say is missing', requests: 2 });
    expect(hopeless.advice[0]?.without).toBe('answered nothing usable');
  });

  it.each([
    ['refusal', 'refused', 'refused to answer'],
    ['max-tokens', 'invalid-output', 'answered nothing usable'],
  ] as const)('takes %s for what it is, at once', async (stop, status, without) => {
    const { run, advice } = await ask(() => says('{"say":"half', { stop }));
    expect(run).toMatchObject({ status, requests: 1 });
    expect(advice[0]?.without).toBe(without);
  });

  it('calls no tools when the time is short', async () => {
    let now = 0;
    const clock = { now: () => new Date(0), monotonic: () => now, sleep: async () => {} };
    const { port, run } = await ask(
      (request) => {
        now += 2000;
        return request.mayCallTools ? calls([LOGS, { pod: String(now) }]) : says(SO);
      },
      { clock, deadlineMs: 5900 },
    );
    // Less than a third of the time is left after the second.
    expect(port.requests.map(({ mayCallTools }) => mayCallTools)).toEqual([true, true, false]);
    expect(run).toMatchObject({ status: 'ok', ms: now });
  });

  it('has no tools and no schema in plain mode, and may wrap its answer', async () => {
    const { port, run } = await ask(() => says('Sure:\n```json\n{"say":"a } in \\"words\\""}\n```\nBye'), {
      mode: 'plain',
      anthropic: false,
      models: { 'k8s-analyzer': 'qwen3:4b' },
    });
    expect(run).toMatchObject({ status: 'ok', model: 'qwen3:4b', usd: 0 });
    expect(port.requests[0]).toMatchObject({ tools: [], schema: null, mayCallTools: false, cachePrefix: false });
    expect(port.requests[0]?.system).toContain('one JSON object only');
    expect(port.requests[0]?.system).toContain('"required":["say"]');
  });

  it('never sees our own tokens, nor do they or other secrets stand in the transcript', async () => {
    const own = 'own-token-123';
    const password = ['hunter', '2secret'].join('');
    const leak = toolClient([offeredTool()], () => ({
      ok: true,
      text: `${own}\npassword=${password}\n${'y'.repeat(9000)}`,
      data: null,
    }));
    const agents = agentFiles({ 'k8s-analyzer': agent('k8s-analyzer', { tools: [LOGS], prompt: `Key ${own}.` }) });
    const { port, steps } = await ask(
      (_request, index) => (index === 0 ? calls([LOGS, { pod: own }]) : says({ say: own })),
      {
        tools: [leak],
        agents,
        scrub: (text) => text.replaceAll(own, '[own]'),
      },
    );
    const sent = JSON.stringify(
      port.requests.map(({ system, messages }) => [system, messages.filter(({ role }) => role === 'user')]),
    );
    expect(sent).not.toContain(own);
    expect(sent).not.toContain(password);
    expect(JSON.stringify(steps)).not.toContain(own);
    expect(JSON.stringify(steps)).not.toContain(password);
    expect(steps?.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool', 'assistant']);
    expect(Math.max(...(steps ?? []).map(({ text }) => text.length))).toBeLessThanOrEqual(4000);
    expect(steps?.[3]?.text).toContain('[cut,');
  });

  it('is told where its prompt speaks of tools and there are none: plain mode, no server, no time', async () => {
    const told = async (over: Partial<AdvisorOptions>) =>
      JSON.stringify((await ask(() => says(SO), over)).port.requests[0]?.messages).includes('You have no tools here');
    let at = 0;
    const clock = { now: () => new Date(0), monotonic: () => at, sleep: async () => {} };
    const onProgress = () => {
      at = 2500;
    };
    expect(await told({})).toBe(false);
    expect(await told({ tools: [] })).toBe(true);
    expect(await told({ mode: 'plain' })).toBe(true);
    expect(await told({ clock, onProgress, deadlineMs: 3000 })).toBe(true);
    const without = agentFiles({ 'k8s-analyzer': agent('k8s-analyzer') });
    expect(await told({ agents: without, tools: [] })).toBe(false);
  });

  it('counts what an answer of no use cost', async () => {
    const usage = { inputTokens: 20_000, outputTokens: 700, cacheReadTokens: 0, cacheWriteTokens: 0 };
    const { run } = await ask(() => {
      throw new ModelError('bad-answer', 'the answer is empty', { usage });
    });
    expect(run).toMatchObject({ status: 'invalid-output', inputTokens: 20_000, outputTokens: 700 });
    expect(run?.usd).toBeCloseTo(0.0235, 8);
  });
});
