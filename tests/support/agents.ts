import type Anthropic from '@anthropic-ai/sdk';
import type { AdvisorOptions } from '../../src/agents/advisor.ts';
import type { Brief } from '../../src/agents/brief.ts';
import type { AdvicePart, Contract, Grounds } from '../../src/agents/contract.ts';
import type { AgentDefinition, AgentFiles } from '../../src/agents/definition.ts';
import type { ModelPort, ModelReply, ModelRequest } from '../../src/agents/model.ts';
import { AGENT_NAMES, type AgentName } from '../../src/domain/agent.ts';
import type { OfferedTool, ToolClient, ToolResult } from '../../src/mcp/client.ts';
import { systemClock } from '../../src/platform/clock.ts';

export const HAIKU = 'claude-haiku-4-5-20251001';
export const NEXT_HAIKU = 'claude-haiku-5-5';
export const LOGS = 'mcp__kubernetes__get_logs';

/** What an agent is told of a crash loop; every agent has something to do, unless told otherwise. */
export function brief(over: Partial<Brief> = {}): Brief {
  return {
    incidentId: 'inc-1',
    reason: 'new',
    notify: true,
    title: 'backend is down',
    severity: 'SEV-1',
    band: ['SEV-1', 'SEV-2'],
    rules: ['P0-DOWN'],
    rationale: 'no replica is ready',
    onset: new Date('2025-11-21T09:48:00Z'),
    now: new Date('2025-11-21T10:00:00Z'),
    namespaces: ['shop'],
    service: null,
    affected: [],
    findings: [],
    facts: [{ id: 'E1', object: null, text: 'last state: OOMKilled' }],
    commands: [],
    rollback: null,
    changes: [],
    changesText: 'no matching change found',
    notChecked: [],
    ...over,
  };
}

export function agent(name: AgentName, over: Partial<AgentDefinition> = {}): AgentDefinition {
  return {
    name,
    description: `the ${name}`,
    model: HAIKU,
    tools: [],
    maxTurns: 5,
    maxTokens: 500,
    prompt: `You are the ${name}.`,
    file: `/agents/${name}.md`,
    lines: {},
    ...over,
  };
}

/** All four, with one of them changed. */
export function agentFiles(over: Partial<AgentFiles['agents']> = {}): AgentFiles {
  const all = Object.fromEntries(AGENT_NAMES.map((name) => [name, agent(name)]));
  return { folder: '/agents', agents: { ...all, ...over }, faults: [] };
}

/** Takes `{"say":"…"}`, and keeps what it was given to read; `T9` in the words has to be fetched before. */
export function contract(
  name: AgentName,
  over: Partial<Contract> = {},
): Contract & { readonly grounds: Grounds[]; readonly inputs: string[] } {
  const grounds: Grounds[] = [];
  const inputs: string[] = [];
  return {
    name,
    schema: { type: 'object', properties: { say: { type: 'string' } }, required: ['say'], additionalProperties: false },
    applies: () => true,
    input: (about, soFar) => {
      const text = `${about.incidentId} so far: ${JSON.stringify([soFar.cause?.text, soFar.impact])}`;
      inputs.push(text);
      return text;
    },
    read(text, given) {
      grounds.push(given);
      const words = wordsIn(text);
      if (words === null) return { status: 'invalid-output', why: 'say is missing' };
      const cited = /T\d+/.exec(words)?.[0];
      if (cited !== undefined && !given.fetched.some(({ id }) => id === cited))
        return { status: 'ungrounded', dropped: [cited] };
      return { status: 'ok', part: PARTS[name](words), dropped: [] };
    },
    ...over,
    grounds,
    inputs,
  };
}

function wordsIn(text: string): string | null {
  try {
    const { say } = JSON.parse(text) as { say?: unknown };
    return typeof say === 'string' ? say : null;
  } catch {
    return null;
  }
}

const PARTS: Record<AgentName, (words: string) => AdvicePart> = {
  'k8s-analyzer': (text) => ({ cause: { text, confidence: 'high', evidence: ['E1'] } }),
  'github-reviewer': (why) => ({ changes: [{ sha: 'abc', why, rollBack: true }] }),
  'escalation-manager': (impact) => ({ impact }),
  'slack-notifier': (headline) => ({ words: { headline, summary: headline, impact: null, nextSteps: [] } }),
};

export const contracts = () => AGENT_NAMES.map((name) => contract(name));

const usage = { inputTokens: 100, outputTokens: 10, cacheReadTokens: 0, cacheWriteTokens: 0 };

/** An answer in words; an object is sent as JSON. */
export function says(what: unknown, over: Partial<ModelReply> = {}): ModelReply {
  const text = typeof what === 'string' ? what : JSON.stringify(what);
  const content = text === '' ? [] : [{ type: 'text', text, citations: null } as Anthropic.TextBlock];
  return { content, text, toolCalls: [], stop: 'end', usage, measured: true, ...over };
}

/** An answer that calls tools. */
export function calls(...wanted: readonly (readonly [name: string, input: unknown])[]): ModelReply {
  const toolCalls = wanted.map(([name, input], index) => ({ id: `toolu_${index}`, name, input }));
  const content = toolCalls.map(
    (call): Anthropic.ToolUseBlock => ({ type: 'tool_use', caller: { type: 'direct' }, ...call }),
  );
  return { content, text: '', toolCalls, stop: 'tools', usage, measured: true };
}

/** A model in memory; `requests` are copies of what it was asked, as it was then. */
export function model(
  answer: (request: ModelRequest, index: number, signal: AbortSignal) => ModelReply | Promise<ModelReply>,
): ModelPort & { readonly requests: ModelRequest[] } {
  const requests: ModelRequest[] = [];
  return {
    requests,
    async ask(request, signal) {
      requests.push(structuredClone(request));
      return answer(request, requests.length - 1, signal);
    },
  };
}

/** Who is asked, by the first words of its prompt. */
export function askedAgent(request: ModelRequest): AgentName | undefined {
  return AGENT_NAMES.find((name) => request.system.startsWith(`You are the ${name}.`));
}

export function offeredTool(over: Partial<OfferedTool> = {}): OfferedTool {
  return {
    server: 'kubernetes',
    name: 'get_logs',
    description: 'The end of a log.',
    readOnly: true,
    inputSchema: {
      type: 'object',
      properties: { pod: { type: 'string' } },
      required: ['pod'],
      additionalProperties: false,
    },
    ...over,
  };
}

/** A tool server in memory; `made` are the calls it got. */
export function toolClient(
  tools: readonly OfferedTool[] = [offeredTool()],
  answer: (name: string, args: unknown) => ToolResult | Promise<ToolResult> = () => ({
    ok: true,
    text: 'out of memory',
    data: null,
  }),
): ToolClient & { readonly made: string[] } {
  const made: string[] = [];
  return {
    server: 'kubernetes',
    tools,
    made,
    async call(name, args) {
      made.push(`${name} ${JSON.stringify(args)}`);
      return answer(name, args);
    },
    close: async () => {},
  };
}

export function advisorOptions(over: Partial<AdvisorOptions> & Pick<AdvisorOptions, 'port'>): AdvisorOptions {
  return {
    agents: agentFiles(),
    models: {},
    anthropic: true,
    mode: 'full',
    tools: [],
    callTimeoutMs: 1000,
    deadlineMs: 5000,
    budgetLeftUsd: null,
    scrub: (text) => text,
    clock: systemClock,
    onProgress: () => {},
    retry: { retries: 2, firstWaitMs: 1, longestWaitMs: 2, timeoutRetries: 0 },
    ...over,
  };
}
