// The four agents in order, as a process among servers that are as strict as the real ones.
import { expect, it } from 'vitest';
import { AGENT_NAMES } from '../../../src/domain/agent.ts';
import { byAgent, inTurn } from '../../fakes/messages/script.ts';
import { ANALYSIS, goodAgents, OPINION, READ_COMMIT, READ_INIT_LOG, REVIEW, WORDS } from '../../support/answers.ts';
import { GUILTY } from '../../support/outage.ts';
import { world } from '../../support/world.ts';

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

it('costs under 10,000 input tokens without tools, says so, and keeps the account', async () => {
  const w = await world({ model: goodAgents });
  const { report } = await w.cycle();
  expect(report.usage.inputTokens).toBeGreaterThan(1000);
  expect(report.usage.inputTokens).toBeLessThan(10_000);
  const { inputTokens, outputTokens, usd } = report.usage;
  expect(usd).toBeCloseTo((inputTokens * 1 + outputTokens * 5) / 1e6, 6);
  expect(Object.keys(report.usage.byAgent)).toEqual([...AGENT_NAMES]);
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

it('tools are really used: what a call brought may be cited, the same claim without the call is dropped', async () => {
  const claim = {
    ...ANALYSIS,
    cause: {
      ...ANALYSIS.cause,
      text: 'Migration 42 ran, so the start gets as far as loading the orders.',
      evidence: ['T1'],
    },
  };
  const rest = { 'escalation-manager': { json: OPINION }, 'slack-notifier': { json: WORDS } };
  const used = await world({
    model: byAgent({
      'k8s-analyzer': inTurn([{ tools: [READ_INIT_LOG] }, { json: claim }]),
      'github-reviewer': inTurn([{ tools: [READ_COMMIT] }, { json: REVIEW }]),
      ...rest,
    }),
  });
  const { report } = await used.cycle();
  const asked = used.messages.requests.find((r) => (r.asked?.results.length ?? 0) > 0)?.asked;
  expect(asked?.results[0]?.text).toContain('migration 42: schema is up to date');
  expect(report.incidents[0]?.advice?.cause?.text).toBe(claim.cause.text);
  expect(report.incidents[0]?.advice?.cause?.evidence.join()).toContain('get_logs');
  expect(report.usage.inputTokens).toBeLessThan(30_000);

  const unused = await world({
    model: byAgent({ 'k8s-analyzer': { json: claim }, 'github-reviewer': { json: REVIEW }, ...rest }),
  });
  const without = await unused.cycle();
  expect(without.report.incidents[0]?.advice?.cause).toBeNull();
  expect(without.report.agents[0]?.dropped.join()).toMatch(/T1|cites/);
});
