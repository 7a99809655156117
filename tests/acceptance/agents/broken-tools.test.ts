// What a tool talks to hangs or breaks in the middle of a cycle: the agent is told, and the cycle ends well.
import { describe, expect, it } from 'vitest';
import { AGENT_NAMES } from '../../../src/domain/agent.ts';
import { byAgent, inTurn, type Script } from '../../fakes/messages/script.ts';
import { ANALYSIS, OPINION, READ_COMMIT, READ_INIT_LOG, REVIEW, WORDS } from '../../support/answers.ts';
import type { Reply } from '../../support/fake-api.ts';
import { outage } from '../../support/outage.ts';
import { type World, world } from '../../support/world.ts';

/** Two agents that look something up first. */
const looking = (): Script =>
  byAgent({
    'k8s-analyzer': inTurn([{ tools: [READ_INIT_LOG] }, { json: ANALYSIS }]),
    'github-reviewer': inTurn([{ tools: [READ_COMMIT] }, { json: REVIEW }]),
    'escalation-manager': { json: OPINION },
    'slack-notifier': { json: WORDS },
  });

/** What the agent was given as the result of its call. */
function told(w: World, agent: string) {
  const asked = w.messages.requests.find((r) => r.asked?.agent === agent && r.asked.results.length > 0)?.asked;
  return asked?.results[0];
}

async function expectGoodEnd(w: World) {
  const { code, report, stderr, ms } = await w.cycle();
  expect([code, stderr]).toEqual([0, '']);
  expect(report.agents.map(({ agent, status }) => [agent, status])).toEqual(AGENT_NAMES.map((name) => [name, 'ok']));
  expect(report.incidents).toMatchObject([{ severity: 'SEV-1', advice: { cause: { text: ANALYSIS.cause.text } } }]);
  expect(w.slack.messages).toHaveLength(1);
  return { report, ms };
}

describe('a tool of the cluster', () => {
  const initLog = (reply: Reply) => ({
    script: ({ resource, query }: { resource: string; query: URLSearchParams }) =>
      resource === 'pods/log' && query.get('container') === 'migrate' ? reply : null,
  });

  it('that hangs is stopped after 10 s, and costs its call only', { timeout: 60_000 }, async () => {
    const w = await world({ model: looking(), api: { ...outage(), ...initLog('hang') } });
    const { report, ms } = await expectGoodEnd(w);
    expect(told(w, 'k8s-analyzer')).toMatchObject({
      isError: true,
      text: expect.stringContaining('get_logs took longer than 10 s'),
    });
    // The other server is not hit by it.
    expect(told(w, 'github-reviewer')).toMatchObject({ isError: false });
    expect(report.agents.map(({ toolCalls }) => toolCalls)).toEqual([1, 1, 0, 0]);
    expect(ms).toBeLessThan(30_000);
  });

  it.each<[string, Reply]>([
    ['breaks off', 'cut'],
    ['is refused', { status: 403 }],
  ])('that %s is an error the agent can go on with', async (_what, reply) => {
    const w = await world({ model: looking(), api: { ...outage(), ...initLog(reply) } });
    await expectGoodEnd(w);
    expect(told(w, 'k8s-analyzer')).toMatchObject({ isError: true, text: expect.stringContaining('Next: ') });
  });
});

describe('a tool of GitHub', () => {
  it.each(['reset', 'garbage', 'empty'] as const)('that gets %s is an error the agent can go on with', async (kind) => {
    const script = looking();
    let calls = false;
    const model: Script = (asked) => {
      // From the reviewer's call on nothing good comes from there.
      if (asked.agent === 'github-reviewer') calls = true;
      return script(asked);
    };
    const w = await world({ model, github: { script: () => (calls ? { kind } : undefined) } });
    await expectGoodEnd(w);
    expect(told(w, 'k8s-analyzer')).toMatchObject({ isError: false });
    expect(told(w, 'github-reviewer')).toMatchObject({ isError: true });
  });
});

it('a failed call is nothing to cite: a claim that rests on it is dropped', async () => {
  const claim = { ...ANALYSIS, cause: { ...ANALYSIS.cause, evidence: ['T1'] } };
  const model = byAgent({
    'k8s-analyzer': inTurn([{ tools: [READ_INIT_LOG] }, { json: claim }]),
    'github-reviewer': { json: REVIEW },
    'escalation-manager': { json: OPINION },
    'slack-notifier': { json: WORDS },
  });
  const script = ({ query }: { query: URLSearchParams }): Reply =>
    query.get('container') === 'migrate' ? { status: 403 } : null;
  const w = await world({ model, api: { ...outage(), script } });
  const { report } = await w.cycle();
  expect(report.incidents[0]?.advice?.cause).toBeNull();
  expect(report.agents[0]?.dropped.join()).toMatch(/T1|cites/);
  expect(w.slack.messages).toHaveLength(1);
});
