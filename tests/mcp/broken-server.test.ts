// An agent on a tool server that breaks down, hangs or lies: it is told, goes on, and its answer counts.
import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { createAdvisor } from '../../src/agents/create-advisor.ts';
import { connectInProcess } from '../../src/mcp/connect.ts';
import {
  advisorOptions,
  agent,
  agentFiles,
  brief,
  calls,
  contract,
  model,
  offeredTool,
  says,
  toolClient,
} from '../support/agents.ts';
import { BROKEN, seen } from './toolset.ts';

const tool = (name: string) => `mcp__kubernetes__${name}`;
const text = { text: '' };

type Call = readonly [name: string, input: unknown];

/** Asks k8s-analyzer, who makes these calls, a turn each, and then answers; what it was told of each. */
async function ask(turns: readonly (readonly Call[])[]) {
  const broken = await connectInProcess(BROKEN, seen(), { callTimeoutMs: 60 });
  // Another server, which is well.
  const well = { ...toolClient([offeredTool({ server: 'github' })]), server: 'github' as const };
  const port = model((_request, index) => {
    const wanted = turns[index];
    return wanted === undefined ? says({ say: 'it is out of memory' }) : calls(...wanted);
  });
  const tools = [...['echo', 'crash', 'hang', 'lie'].map(tool), 'mcp__github__get_logs'];
  const agents = agentFiles({ 'k8s-analyzer': agent('k8s-analyzer', { tools }) });
  const options = advisorOptions({ port, agents, tools: [broken, well] });
  const counsel = await createAdvisor(options, [contract('k8s-analyzer')]).counsel(
    [brief()],
    new AbortController().signal,
  );
  await broken.close();
  const told = port.requests.slice(1).map(({ messages }) => {
    const { content } = messages.at(-1) ?? { content: '' };
    const blocks = typeof content === 'string' ? [] : content;
    return blocks.filter((b): b is Anthropic.ToolResultBlockParam => b.type === 'tool_result');
  });
  return { counsel, told };
}

const ANSWERED = [{ cause: { text: 'it is out of memory' }, without: null }];

describe('a tool server that breaks in the middle of a cycle', () => {
  it.each([
    ['crash', 'crash broke down: the handler is gone'],
    ['hang', 'is not available: '],
    ['lie', 'does not match'],
  ])('by %s costs the call: the agent is told to go on without it, and does', async (name, why) => {
    const { counsel, told } = await ask([[[tool(name), text]], [[tool('echo'), { text: 'still there', times: 1 }]]]);
    expect(told[0]?.[0]).toMatchObject({ is_error: true, content: expect.stringContaining(why) });
    expect(String(told[0]?.[0]?.content)).toContain('go on without it, and say that it was not checked');
    // It was started again.
    expect(told[1]?.[0]).toMatchObject({ content: expect.stringContaining('still there') });
    expect(counsel.advice).toMatchObject(ANSWERED);
    expect(counsel.runs).toMatchObject([{ status: 'ok', toolCalls: 2 }]);
  });

  it('for good costs that server only', async () => {
    const crash = (n: number): Call => [tool('crash'), { text: String(n) }];
    const rest: readonly Call[] = [
      [tool('echo'), { text: 'anybody', times: 1 }],
      ['mcp__github__get_logs', { pod: 'a' }],
    ];
    const { counsel, told } = await ask([[crash(1)], [crash(2)], rest]);
    const [echo, other] = told[2] ?? [];
    expect(echo).toMatchObject({
      is_error: true,
      content: expect.stringContaining('echo of server kubernetes is not'),
    });
    expect(other?.is_error).toBeUndefined();
    expect(other?.content).toContain('out of memory');
    expect(counsel.advice).toMatchObject(ANSWERED);
  });

  it('does not take the answers of calls made at the same time with it', async () => {
    const together: readonly Call[] = [
      [tool('echo'), { text: 'first', times: 1 }],
      [tool('crash'), text],
      ['mcp__github__get_logs', { pod: 'a' }],
    ];
    const { told } = await ask([together]);
    expect(told[0]?.map(({ is_error }) => is_error === true)).toEqual([false, true, false]);
  });
});
