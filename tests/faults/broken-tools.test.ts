// What a tool talks to hangs, breaks or lies in the middle of a cycle: the agent is told and goes on, and the cycle ends well.
import { expect, it } from 'vitest';
import { AGENT_NAMES } from '../../src/domain/agent.ts';
import { byAgent, inTurn, type Script } from '../fakes/messages/script.ts';
import { ANALYSIS, OPINION, READ_COMMIT, READ_INIT_LOG, REVIEW, WORDS } from '../support/answers.ts';
import type { FakeApiOptions, Reply } from '../support/fake-api.ts';
import { outage } from '../support/outage.ts';
import { type World, world } from '../support/world.ts';
import { argsOf, expectLeftWithout, expectSameFacts } from './lib/beside-rules.ts';

const DELETE = { name: 'mcp__kubernetes__delete_pod', input: { pod: 'shop-api-7d9f6b5c4-aaaaa' } };

/** Two agents that look something up first. */
const looking = (tool: { readonly name: string; readonly input: object } = READ_INIT_LOG): Script =>
  byAgent({
    'k8s-analyzer': inTurn([{ tools: [{ ...tool, input: { ...tool.input } }], unchecked: true }, { json: ANALYSIS }]),
    'github-reviewer': inTurn([{ tools: [READ_COMMIT] }, { json: REVIEW }]),
    'escalation-manager': { json: OPINION },
    'slack-notifier': { json: WORDS },
  });

const initLog = (reply: Reply): FakeApiOptions => ({
  ...outage(),
  script: ({ resource, query }) => (resource === 'pods/log' && query.get('container') === 'migrate' ? reply : null),
});

/** What the agent was given as the result of its call. */
function told(w: World, agent: string) {
  const asked = w.messages.requests.find((r) => r.asked?.agent === agent && r.asked.results.length > 0)?.asked;
  return asked?.results[0];
}

/** All four were heard, and their words stand in the one message. */
async function expectGoodEnd(w: World) {
  const cycle = await w.cycle();
  await expectSameFacts(w, cycle);
  const { report } = cycle;
  expect(report.agents.map(({ agent, status }) => [agent, status])).toEqual(AGENT_NAMES.map((name) => [name, 'ok']));
  expect(report.agents.map(({ toolCalls }) => toolCalls)).toEqual([1, 1, 0, 0]);
  expect(w.slack.messages[0]?.text).toContain(ANALYSIS.cause.text);
}

it('row 19: a tool that hangs is stopped, costs its call only, and holds no message up', async () => {
  const env = { MODEL_DEADLINE_SECONDS: '1', MODEL_LATE_SECONDS: '30' };
  const w = await world({ model: looking(), api: initLog('hang'), env });
  await expectGoodEnd(w);
  await expectLeftWithout(w, 'the agents are still at it; what they find is edited in');
  expect(argsOf(w, 'chat.update')).toHaveLength(1);
  const says = 'get_logs took longer than 1 s. Next: ask for less, or go on without it';
  expect(told(w, 'k8s-analyzer')).toMatchObject({ isError: true, text: expect.stringContaining(says) });
  // The other server is not hit by it.
  expect(told(w, 'github-reviewer')).toMatchObject({ isError: false });
});

it.each<[string, Reply]>([
  ['breaks off', 'cut'],
  ['is refused', { status: 403 }],
])('row 19: a tool of the cluster that %s is an error that the agent is told and goes on with', async (_, reply) => {
  const w = await world({ model: looking(), api: initLog(reply) });
  await expectGoodEnd(w);
  expect(told(w, 'k8s-analyzer')).toMatchObject({ isError: true, text: expect.stringContaining('Next: ') });
  expect(told(w, 'github-reviewer')).toMatchObject({ isError: false });
});

it.each(['reset', 'garbage', 'empty'] as const)('row 19: a tool of GitHub that gets %s, likewise', async (kind) => {
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

it('row 19: a tool that nobody offered is refused, and nothing is asked of the cluster', async () => {
  const w = await world({ model: looking(DELETE) });
  await expectGoodEnd(w);
  const said = 'There is no tool "mcp__kubernetes__delete_pod": your tools are mcp__kubernetes__';
  expect(told(w, 'k8s-analyzer')).toMatchObject({ isError: true, text: expect.stringContaining(said) });
  expect(w.api.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
});

it('row 19: a failed call is nothing to cite: a claim that rests on it is dropped', async () => {
  const claim = { ...ANALYSIS, cause: { ...ANALYSIS.cause, evidence: ['T1'] } };
  const script = looking();
  const model: Script = (asked) => (asked.agent === 'k8s-analyzer' && asked.turn > 0 ? { json: claim } : script(asked));
  const w = await world({ model, api: initLog({ status: 403 }) });
  const cycle = await w.cycle();
  await expectSameFacts(w, cycle);
  expect(cycle.report.incidents[0]?.advice?.cause).toBeNull();
  expect(cycle.report.agents[0]?.dropped.join()).toMatch(/T1|cites/);
});
