// The four agents in order, as a process among servers that are as strict as the real ones.
import { describe, expect, it } from 'vitest';
import { AGENT_NAMES, type AgentName } from '../../../src/domain/agent.ts';
import { byAgent, inTurn } from '../../fakes/messages/script.ts';
import { ANALYSIS, goodAgents, OPINION, READ_COMMIT, READ_INIT_LOG, REVIEW, WORDS } from '../../support/answers.ts';
import { commits, GUILTY } from '../../support/outage.ts';
import { type World, world } from '../../support/world.ts';

it('a P0 outage: four agents in order, one message with cause, impact, the commit, the way back and the checks', async () => {
  const w = await world({ model: goodAgents });
  const { code, report, stderr } = await w.cycle();
  expect(code, stderr).toBe(0);

  expect(w.messages.requests.map((r) => r.asked?.agent)).toEqual([...AGENT_NAMES]);
  expect(w.messages.requests.filter((r) => r.refused !== null)).toEqual([]);
  expect(report.agents.map(({ agent, status, dropped }) => ({ agent, status, dropped }))).toEqual(
    AGENT_NAMES.map((agent) => ({ agent, status: 'ok', dropped: [] })),
  );

  expect(w.slack.messages).toHaveLength(1);
  const [sent] = w.slack.messages;
  expect(sent?.channel).toBe('C0CRITICAL1');
  const text = sent?.text ?? '';
  expect(text).toMatch(/^<!here> /);
  for (const part of [
    WORDS.headline,
    ANALYSIS.cause.text,
    WORDS.impact,
    GUILTY.slice(0, 7),
    'memory limit 512Mi → 64Mi',
    `git revert ${GUILTY.slice(0, 7)}`,
    'kubectl -n shop-api describe pod',
    '5-6 minutes',
    'Robin',
    '12 min before the first symptom',
  ])
    expect(text).toContain(part);
  expect(report.messages).toMatchObject([{ delivery: { status: 'sent' }, channel: '#critical' }]);
});

it('an unchanged and a healthy cycle ask nobody', async () => {
  const w = await world({ model: goodAgents });
  await w.cycle();
  const asked = w.messages.requests.length;
  const looked = w.github.requests.length;
  const again = await w.cycle({ at: '2026-11-18T11:00:00Z' });
  expect(again.report.decisions).toMatchObject([{ verdict: 'hold', reason: 'unchanged' }]);
  expect(again.report.usage).toEqual({ inputTokens: 0, outputTokens: 0, usd: 0, byAgent: {} });
  expect([w.messages.requests.length, w.github.requests.length]).toEqual([asked, looked]);
  expect(w.slack.messages).toHaveLength(1);

  const healthy = await world({
    model: goodAgents,
    api: { objects: [{ kind: 'Namespace', metadata: { name: 'kube-system', uid: 'c' } }] },
  });
  await healthy.cycle({ args: ['--namespace', 'default'] });
  expect(healthy.messages.requests).toEqual([]);
});

describe('tools are really used: what a call brought may be cited, the same claim without the call is dropped', () => {
  const well = { 'escalation-manager': { json: OPINION }, 'slack-notifier': { json: WORDS } };
  const resultOf = ({ messages }: World, agent: AgentName) =>
    messages.requests.find((r) => r.asked?.agent === agent && r.asked.results.length > 0)?.asked?.results;

  it('the log of an init container', async () => {
    const text = 'Migration 42 ran, so the start gets as far as loading the orders.';
    const claim = { ...ANALYSIS, cause: { ...ANALYSIS.cause, text, evidence: ['T1'] } };
    const rest = { 'github-reviewer': { json: REVIEW }, ...well };
    const used = await world({
      model: byAgent({ 'k8s-analyzer': inTurn([{ tools: [READ_INIT_LOG] }, { json: claim }]), ...rest }),
    });
    const { report } = await used.cycle();
    expect(resultOf(used, 'k8s-analyzer')).toMatchObject([
      { isError: false, text: expect.stringContaining('migration 42: schema is up to date') },
    ]);
    expect(report.incidents[0]?.advice?.cause?.text).toBe(text);
    expect(report.incidents[0]?.advice?.cause?.evidence).toEqual([expect.stringContaining('get_logs')]);
    expect(used.slack.messages[0]?.text).toContain(text);

    const unused = await world({ model: byAgent({ 'k8s-analyzer': { json: claim }, ...rest }) });
    const without = await unused.cycle();
    expect(without.report.incidents[0]?.advice?.cause).toBeNull();
    expect(without.report.agents[0]?.dropped).toContain('k8s-analyzer cause.evidence: cites T1, which there is not');
    expect(unused.slack.messages[0]?.text).not.toContain(text);
  });

  // Another commit, of another service: no candidate, so nothing that the agent was given speaks of it.
  const EARLIER = '9b8a7c6d5e4f30213243546576879809a1b2c3d4';
  const earlier = {
    sha: EARLIER,
    author: 'Robin',
    authorDate: '2026-11-17T15:00:00Z',
    committerDate: '2026-11-17T15:00:00Z',
    subject: 'shop-web: cache of the banner',
    files: [
      {
        path: 'base-apps/shop-web/banner-cache-9.yaml',
        status: 'modified',
        patch: '@@ -1,1 +1,1 @@\n-  size: 16Mi\n+  size: 48Mi',
      },
    ],
  } as const;
  const readEarlier = { ...READ_COMMIT, input: { sha: EARLIER.slice(0, 7) } };

  it.each([
    ['its result by id', 'T1 shows the cut of the limit from 512Mi to 64Mi.', 'T1'],
    ['a commit that it found', 'It cuts the limit; 9b8a7c6 before it touches another service.', '9b8a7c6'],
    ['a file of that commit', 'It cuts the limit; banner-cache-9.yaml has no part in it.', 'banner-cache-9'],
  ])('the patch of a commit: %s', async (_what, why, named) => {
    const claim = { ranking: [{ ...REVIEW.ranking[0], why }] };
    const github = { commits: [earlier, ...commits()] };
    const rest = { 'k8s-analyzer': { json: ANALYSIS }, ...well };
    const used = await world({
      github,
      model: byAgent({ 'github-reviewer': inTurn([{ tools: [READ_COMMIT, readEarlier] }, { json: claim }]), ...rest }),
    });
    const { report } = await used.cycle();
    expect(resultOf(used, 'github-reviewer')).toMatchObject([
      { isError: false, text: expect.stringMatching(/-\s+memory: 512Mi\n.*\+\s+memory: 64Mi/) },
      { isError: false, text: expect.stringMatching(/banner-cache-9\.yaml\n[\s\S]*\+ {2}size: 48Mi/) },
    ]);
    expect(report.agents[1]).toMatchObject({ status: 'ok', toolCalls: 2, dropped: [] });
    expect(report.incidents[0]?.advice?.changes).toMatchObject([{ sha: GUILTY, why }]);
    expect(used.slack.messages[0]?.text).toContain(why);

    const unused = await world({ github, model: byAgent({ 'github-reviewer': { json: claim }, ...rest }) });
    const without = await unused.cycle();
    expect(without.report.agents[1]).toMatchObject({ status: 'ungrounded', toolCalls: 0 });
    expect(without.report.agents[1]?.dropped.join()).toContain(named);
    expect(without.report.incidents[0]?.advice?.changes).toEqual([]);
    expect(unused.slack.messages[0]?.text).not.toContain(why);
  });
});
