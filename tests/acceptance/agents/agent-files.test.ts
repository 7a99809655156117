// The agents are files that people edit: what is edited counts. What becomes of broken ones: row 45 of tests/faults.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AGENT_NAMES, type AgentName } from '../../../src/domain/agent.ts';
import { goodAgents } from '../../support/answers.ts';
import { scratch } from '../../support/cli.ts';
import { type Cycle, world } from '../../support/world.ts';

const SHIPPED = join(import.meta.dirname, '..', '..', '..', 'agents');

/** A copy of the shipped agents, and a hand that edits it. */
function ownAgents() {
  const folder = join(scratch(), 'agents');
  cpSync(SHIPPED, folder, { recursive: true });
  const file = (name: AgentName) => join(folder, `${name}.md`);
  return {
    folder,
    edit: (name: AgentName, from: RegExp | string, to: string) => {
      const text = readFileSync(file(name), 'utf8');
      const edited = text.replace(from, to);
      if (edited === text) throw new Error(`${name}.md has nothing that is ${String(from)}`);
      writeFileSync(file(name), edited);
    },
  };
}

const statuses = ({ report }: Cycle) => report.agents.map(({ agent, status }) => `${agent} ${status}`);
const own = ({ report }: Cycle) => report.incidents.filter(({ rules }) => rules[0] === 'SELF');
const ok = (name: AgentName) => `${name} ok`;

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
