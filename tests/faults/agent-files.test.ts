// Whatever becomes of the file of an agent: that agent is off, the others work, the message leaves, and it is told.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AGENT_NAMES } from '../../src/domain/agent.ts';
import { ANALYSIS, goodAgents, WORDS } from '../support/answers.ts';
import { scratch } from '../support/cli.ts';
import { GUILTY, NOW } from '../support/outage.ts';
import { type Cycle, type World, world } from '../support/world.ts';
import { BROKEN_AGENTS, brokenAgents, OUTSIDE } from './lib/agent-corpus.ts';
import { inPairs } from './lib/in-pairs.ts';
import { onlyNames } from './lib/names.ts';
import { runWith, selfIn } from './lib/run-with.ts';

const asked = (w: World) => w.messages.requests.map(({ asked }) => asked?.agent);
const statuses = ({ report }: Cycle) => report.agents.map(({ agent, status }) => `${agent} ${status}`);

/** The rules' words stand where the agent's would, and what the others said is there. */
function told(w: World, cycle: Cycle, said: RegExp): void {
  expect([cycle.code, cycle.report.incidents[0]?.severity]).toEqual([0, 'SEV-1']);
  const alert = w.slack.messages.find(({ channel }) => channel === 'C0CRITICAL1')?.text ?? '';
  for (const part of [`Change behind it:* ${GUILTY.slice(0, 7)}`, ANALYSIS.cause.text, WORDS.headline])
    expect(alert).toContain(part);
  expect(alert).toContain("github-reviewer: agent file can't be used");
  expect(alert).not.toContain("an agent's reading");
  // Whoever keeps the monitor hears of it where they read.
  expect(cycle.stderr).toMatch(said);
  expect(selfIn(cycle)).toMatchObject([{ severity: 'SEV-3', title: expect.stringContaining('1 of the agents') }]);
  const trouble = w.slack.messages.filter(({ channel }) => channel === 'C0STANDARD1');
  expect(trouble.map(({ text }) => text)).toEqual([expect.stringMatching(said)]);
}

async function broken([, doIt, said]: (typeof BROKEN_AGENTS)[number]): Promise<void> {
  const w = await world({ model: goodAgents, env: { SEND_PACE_SECONDS: '0.02' } });
  const one = await w.cycle({ args: ['--agents', brokenAgents(doIt)] });
  expect(asked(w)).toEqual(AGENT_NAMES.filter((name) => name !== 'github-reviewer'));
  expect(statuses(one)).toEqual(
    AGENT_NAMES.map((name) => (name === 'github-reviewer' ? 'github-reviewer skipped' : `${name} ok`)),
  );
  told(w, one, said);
  expect(JSON.stringify(w.messages.requests.map(({ body }) => body))).not.toContain(OUTSIDE);
}

it.each(inPairs(BROKEN_AGENTS))('row 45: %s: that agent by rules, the others as ever, and told', async (_, both) => {
  await Promise.all(both.map(broken));
});

it('row 45: models that are not allowed at Anthropic: no agent is asked, each is told with its line, the message leaves', async () => {
  const folder = brokenAgents(() => {});
  const models = ['claude-opus-4-1', 'gpt-5', 'claude-haiku-4-5-20251001-not', '""'];
  for (const [i, name] of AGENT_NAMES.entries()) {
    const file = join(folder, `${name}.md`);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^model: .*$/m, `model: ${models[i]}`));
  }
  const w = await world({ model: goodAgents, env: { ...onlyNames({ 'api.anthropic.com': '127.0.0.1' }) } });
  // The name of Anthropic's endpoint, and the fake behind it.
  const url = `http://api.anthropic.com:${new URL(w.messages.url).port}`;
  const one = await runWith(w, NOW, { ANTHROPIC_BASE_URL: url }, ['--agents', folder]);
  expect([one.code, asked(w)]).toEqual([0, []]);
  for (const name of AGENT_NAMES) expect(one.stderr).toMatch(new RegExp(`${name}\\.md:\\d+:\\d+: .*[Hh]aiku`));
  expect(selfIn(one)).toMatchObject([{ title: expect.stringContaining('4 of the agents') }]);
  expect(w.slack.messages.find(({ channel }) => channel === 'C0CRITICAL1')?.text).toContain('without model');

  const allowed = await runWith(w, NOW, { ANTHROPIC_BASE_URL: url, STATE_DIR: scratch() });
  expect([allowed.code, asked(w)]).toEqual([0, AGENT_NAMES]);
});

it('row 45: a second file with the name of an agent changes nothing', async () => {
  const folder = brokenAgents((file, text) => {
    writeFileSync(file.replace('github-reviewer', 'copy'), text.replace('You are', 'You are not'));
  });
  const w = await world({ model: goodAgents });
  const one = await w.cycle({ args: ['--agents', folder] });
  expect([one.code, one.stderr, selfIn(one)]).toEqual([0, '', []]);
  expect(asked(w)).toEqual(AGENT_NAMES);
  expect(JSON.stringify(w.messages.requests.map(({ body }) => body))).not.toContain('You are not github-reviewer');
});

it('row 45: a folder that is not there: the rules alone, and told', async () => {
  const w = await world({ model: goodAgents });
  const one = await w.cycle({ args: ['--agents', '/nowhere/agents'] });
  expect([one.code, asked(w), one.report.incidents[0]?.severity]).toEqual([0, [], 'SEV-1']);
  expect(one.stderr).toContain('/nowhere/agents');
  expect(selfIn(one)).toHaveLength(1);
  expect(w.slack.messages.map(({ channel }) => channel).sort()).toEqual(['C0CRITICAL1', 'C0STANDARD1']);
});
