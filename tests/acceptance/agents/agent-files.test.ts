// The agents are files that people edit: what is broken names its place and costs that agent alone; what is edited counts.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AGENT_NAMES, type AgentName } from '../../../src/domain/agent.ts';
import { ANALYSIS, goodAgents, WORDS } from '../../support/answers.ts';
import { scratch } from '../../support/cli.ts';
import { GUILTY } from '../../support/outage.ts';
import { type Cycle, world } from '../../support/world.ts';

const SHIPPED = join(import.meta.dirname, '..', '..', '..', 'agents');

/** A copy of the shipped agents, and a hand that edits it. */
function ownAgents() {
  const folder = join(scratch(), 'agents');
  cpSync(SHIPPED, folder, { recursive: true });
  const file = (name: AgentName) => join(folder, `${name}.md`);
  return {
    folder,
    file,
    edit: (name: AgentName, from: RegExp | string, to: string) => {
      const text = readFileSync(file(name), 'utf8');
      const edited = text.replace(from, to);
      if (edited === text) throw new Error(`${name}.md has nothing that is ${String(from)}`);
      writeFileSync(file(name), edited);
    },
    remove: (name: AgentName) => rmSync(file(name)),
  };
}

const statuses = ({ report }: Cycle) => report.agents.map(({ agent, status }) => `${agent} ${status}`);
const own = ({ report }: Cycle) => report.incidents.filter(({ rules }) => rules[0] === 'SELF');
const ok = (name: AgentName) => `${name} ok`;

it('broken front matter names file, line and mend, and costs that agent alone', async () => {
  const agents = ownAgents();
  agents.edit('github-reviewer', /^maxTurns: .*$/m, 'maxTurns: [3');
  const w = await world({ model: goodAgents });
  const one = await w.cycle({ args: ['--agents', agents.folder] });
  expect(one.code).toBe(0);
  expect(one.stderr).toMatch(/github-reviewer\.md:\d+:\d+: is not valid YAML: .*; mend this line/);
  expect(one.stderr).toContain(agents.file('github-reviewer'));
  expect(one.stderr).not.toContain('k8s-analyzer.md');

  expect(w.messages.requests.map(({ asked }) => asked?.agent)).toEqual(
    AGENT_NAMES.filter((name) => name !== 'github-reviewer'),
  );
  expect(statuses(one)).toEqual(
    AGENT_NAMES.map((name) => (name === 'github-reviewer' ? 'github-reviewer skipped' : ok(name))),
  );
  expect(one.report.agents.find(({ agent }) => agent === 'github-reviewer')?.detail).toMatch(
    /github-reviewer\.md:\d+:\d+: is not valid YAML/,
  );

  // The rules' words stand where the agent's would, and the others' are there.
  const text = one.report.messages.find(({ incidentIds }) =>
    incidentIds.includes(one.report.incidents[0]?.id ?? ''),
  )?.text;
  for (const part of [
    `Change behind it: ${GUILTY.slice(0, 7)}`,
    `git revert ${GUILTY.slice(0, 7)}`,
    ANALYSIS.cause.text,
    WORDS.headline,
    "Not heard (model): github-reviewer: agent file can't be used",
  ])
    expect(text).toContain(part);
  expect(text).not.toContain("an agent's reading");

  // Whoever keeps the monitor hears of it where they read.
  expect(own(one)).toMatchObject([{ severity: 'SEV-3', title: expect.stringContaining('1 of the agents') }]);
  const trouble = w.slack.messages.find(({ channel }) => channel === 'C0STANDARD1');
  expect(trouble?.text).toMatch(/github-reviewer\.md:\d+:\d+/);
});

it('each file has its faults told, one that is missing too, and the monitor goes on without any', async () => {
  const agents = ownAgents();
  agents.remove('k8s-analyzer');
  agents.edit('github-reviewer', /^maxTokens: .*$/m, 'maxTokens: many');
  agents.edit('escalation-manager', /^---\n/, '');
  agents.edit('slack-notifier', /^tools: .*$/m, 'tools: mcp__slack__post_message');
  const w = await world({ model: goodAgents });
  const one = await w.cycle({ args: ['--agents', agents.folder] });
  for (const fault of [
    /k8s-analyzer\.md: is not there; copy the one that comes with k8s-monitor/,
    /github-reviewer\.md:\d+:12: maxTokens is "many"; write a whole number from 256 to 8192/,
    /escalation-manager\.md:1:1: does not begin with ---/,
    /slack-notifier\.md:\d+:\d+: tool "mcp__slack__post_message" is not a read tool/,
  ])
    expect(one.stderr).toMatch(fault);
  expect(w.messages.requests).toEqual([]);
  expect(one.report.incidents[0]).toMatchObject({ severity: 'SEV-1' });
  expect(one.report.messages[0]?.text).toContain("without model: agent file can't be used");
  expect(w.slack.messages.map(({ channel }) => channel)).toContain('C0CRITICAL1');
});

it('an edit counts from the next cycle on: a mended file is asked again, with its new words', async () => {
  const agents = ownAgents();
  const args = ['--agents', agents.folder];
  agents.edit('slack-notifier', /^maxTokens: .*$/m, 'maxTokens: many');
  const w = await world({ model: goodAgents });
  const before = await w.cycle({ args });
  expect(own(before)).toHaveLength(1);
  expect(statuses(before)).toContain('slack-notifier skipped');

  agents.edit('slack-notifier', 'maxTokens: many', 'maxTokens: 700');
  agents.edit('slack-notifier', /\n\n/, '\n\nWrite as if you were the sailor of this ship.\n\n');
  const next = await w.cycle({ at: '2026-11-18T11:00:00Z', args });
  expect(next.stderr).toBe('');
  expect(own(next)).toMatchObject([{ status: 'resolved' }]);

  // News for the agents: the same outage, for a monitor that has not seen it.
  const asked = w.messages.requests.length;
  const anew = await w.cycle({ at: '2026-11-18T12:00:00Z', args: [...args, '--state', scratch()] });
  expect(statuses(anew)).toEqual(AGENT_NAMES.map(ok));
  const notifier = w.messages.requests.slice(asked).find((r) => r.asked?.agent === 'slack-notifier')?.asked;
  expect(notifier).toMatchObject({ maxTokens: 700, system: expect.stringContaining('the sailor of this ship') });
});
