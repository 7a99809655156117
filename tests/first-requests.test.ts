import { describe, expect, it } from 'vitest';
import { githubToolset } from '../mcp-servers/github/toolset.ts';
import { kubernetesToolset } from '../mcp-servers/kubernetes/toolset.ts';
import type { Brief } from '../src/agents/brief.ts';
import type { AdvicePart, Contract } from '../src/agents/contract.ts';
import { CONTRACTS } from '../src/agents/contracts/index.ts';
import { createAdvisor } from '../src/agents/create-advisor.ts';
import { loadAgents } from '../src/agents/load-agents.ts';
import { requestTokens } from '../src/agents/request-size.ts';
import { AGENT_NAMES, type AgentName } from '../src/domain/agent.ts';
import type { ToolClient } from '../src/mcp/client.ts';
import { describeTool } from '../src/mcp/describe.ts';
import { advisorOptions, HAIKU, model, NEXT_HAIKU, says } from './support/agents.ts';
import { aBrief, aChange, SHA, soFar } from './support/brief.ts';

const words = (length: number) => 'memory limit of the container '.repeat(Math.ceil(length / 30)).slice(0, length);
const lines = (length: number) => 'a log line, or one of a patch, that says something\n'.repeat(Math.ceil(length / 51));
const many = <T>(count: number, item: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => item(i));
const POD = { kind: 'Pod', namespace: `n${'s'.repeat(62)}`, name: `p${'o'.repeat(252)}` };

/** As much of everything as a cycle puts into a brief. */
const LARGEST: Brief = {
  ...aBrief(),
  title: words(300),
  rationale: words(300),
  rules: ['P0-DOWN', 'DATA-DOWN', 'KNOWN-OVERDUE'],
  namespaces: many(20, (i) => `namespace-${i}`),
  affected: many(40, (i) => `service-${i}`),
  notChecked: many(10, () => words(100)),
  findings: many(8, () => ({ object: POD, code: 'oom-crash-loop', message: words(400) })),
  facts: [
    ...many(16, (i) => ({ id: `E${i + 1}`, object: POD, text: words(600) })),
    { id: 'P1', object: POD, text: words(600) },
    ...many(2, (i) => ({ id: `L${i + 1}`, object: POD, text: `log of ${POD.name}, its end:\n[cut]${lines(1500)}` })),
  ],
  commands: many(4, (i) => ({ id: `C${i + 1}`, command: `kubectl -n ${POD.namespace} describe pod ${POD.name}` })),
  changes: many(5, (i) =>
    aChange({
      sha: String(i).repeat(40),
      subject: words(200),
      reasons: many(4, () => words(100)),
      files: many(12, (k) => ({ path: `${'dir/'.repeat(40)}${k}.yaml`, status: 'modified', patch: lines(4000) })),
    }),
  ),
  service: {
    name: 'shop-api',
    tier: 'P0',
    tolerance: 'may not be down at all',
    purpose: words(300),
    healthCheck: words(300),
    knownIssues: many(10, () => words(400)),
    dependencies: many(30, (i) => `dependency-${i}`),
    dependents: many(30, (i) => `dependent-${i}`),
  },
};

/** As much as an agent may say. */
const MOST: Record<AgentName, AdvicePart> = {
  'k8s-analyzer': {
    cause: { text: words(400), confidence: 'high', evidence: many(6, () => words(240)) },
    notChecked: many(5, () => words(240)),
  },
  'github-reviewer': { changes: many(5, (i) => ({ sha: String(i).repeat(40), why: words(240), rollBack: true })) },
  'escalation-manager': {
    severity: { choice: 'SEV-1', reason: words(240), evidence: many(6, () => words(240)) },
    impact: words(240),
  },
  'slack-notifier': {},
};

const talkative: readonly Contract[] = CONTRACTS.map((contract) => ({
  ...contract,
  read: () => ({ status: 'ok', part: MOST[contract.name], dropped: [] }),
}));

/** The real tools, never called. */
const clients = [
  clientOf('kubernetes', kubernetesToolset.tools.map(describeTool)),
  clientOf('github', githubToolset.tools.map(describeTool)),
];

function clientOf(server: ToolClient['server'], tools: readonly ReturnType<typeof describeTool>[]): ToolClient {
  return {
    server,
    tools: tools.map(({ name, description = '', inputSchema }) => ({
      server,
      name,
      description,
      readOnly: true,
      inputSchema: { ...inputSchema },
    })),
    call: () => Promise.reject(new Error('nobody calls a tool here')),
    close: async () => {},
  };
}

const catalogue = clients.flatMap(({ server, tools }) => tools.map(({ name }) => `mcp__${server}__${name}`));
const agents = await loadAgents('agents', catalogue, true);

async function requestsFor(brief: Brief, id: string, contracts: readonly Contract[] = talkative) {
  const port = model(() => says({}));
  const models = Object.fromEntries(AGENT_NAMES.map((name) => [name, id]));
  const options = advisorOptions({ port, agents, models, tools: clients });
  await createAdvisor(options, contracts).counsel([brief], new AbortController().signal);
  return port.requests;
}

const textOf = (request: { messages: readonly unknown[] } | undefined) => JSON.stringify(request?.messages);

describe('the first requests about an incident', () => {
  it.each([
    [HAIKU, 1],
    [NEXT_HAIKU, 1.3],
  ])('have less than 10,000 tokens together, however much there is: %s', async (id, factor) => {
    expect(agents.faults).toEqual([]);
    const requests = await requestsFor(LARGEST, id);
    expect(requests).toHaveLength(4);
    expect(requests.map(({ tools }) => tools.length)).toEqual([4, 2, 0, 0]);
    const sum = requests.reduce((tokens, request) => tokens + requestTokens(request, factor), 0);
    expect(sum).toBeLessThan(10_000);
    // Not by saying nothing.
    expect(sum).toBeGreaterThan(7000);
  });

  it('say what is missing, and keep what each is asked about', async () => {
    const [analyzer, reviewer, , notifier] = await requestsFor(LARGEST, HAIKU);
    expect(textOf(analyzer)).toMatch(/Left out to keep this short: \d+ facts.*the earlier part of logs/);
    expect(textOf(analyzer)).toContain('characters left out here');
    expect(textOf(reviewer)).toContain('parts of patches');
    for (const { shortSha } of LARGEST.changes) expect(textOf(reviewer)).toContain(`Change ${shortSha}`);
    for (const { id } of LARGEST.commands) expect(textOf(notifier)).toContain(`| ${id} kubectl`);
  });

  it('say all there is where that is not much', async () => {
    const brief = (contract: Contract): Contract => ({
      ...contract,
      read: () => ({ status: 'ok', part: { cause: soFar().cause, changes: soFar().changes }, dropped: [] }),
    });
    const requests = await requestsFor(aBrief(), HAIKU, CONTRACTS.map(brief));
    expect(requests.map(textOf).join()).not.toMatch(/Left out to keep|left out here/);
    expect(textOf(requests[1])).toContain(SHA.slice(0, 7));
  });
});
