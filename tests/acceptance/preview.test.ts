// What a cycle told, as text and as what Slack's Block Kit Builder takes, without anybody being told again.
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Report } from '../../src/domain/report.ts';
import { writeCycle } from '../../src/record/cycle-log.ts';
import { blocksFault } from '../fakes/slack/limits.ts';
import { cli, scratch } from '../support/cli.ts';
import { report } from '../support/report.ts';

const Blocks = z.object({ blocks: z.array(z.looseObject({ type: z.string() })) });

const told = (channel: string, text: string): Report['messages'][number] => ({
  channel,
  kind: 'incident',
  incidentIds: ['INC-20261121-001'],
  text,
  delivery: { status: 'sent', detail: 'C1 1.2' },
});
const FOOTER = 'INC-20261121-001 · cycle 20261121T031400Z-7f3a';

async function recorded(messages: Report['messages']): Promise<string> {
  const state = scratch();
  await writeCycle(state, report({ messages }));
  return state;
}

const preview = async (state: string, ...args: readonly string[]) => cli(['preview', '--state', state, ...args]);

it('prints each message as text and as blocks', async () => {
  const first = `@here [SEV-1] api & web are down\nSince: 04:00\nFound:\n  - <pod>\u001b[31m: no\n${FOOTER}`;
  const state = await recorded([told('#critical', first), told('#standard', `[SEV-2] cart is down\n${FOOTER}`)]);
  const { code, stdout } = await preview(state);
  expect(code).toBe(0);
  expect(stdout).toContain(
    `Message 1 of 2: incident to #critical (sent)\n\n@here [SEV-1] api & web are down\nSince: 04:00\n`,
  );
  expect(stdout).toContain('https://app.slack.com/block-kit-builder');
  expect(stdout).toContain('"text": "🔴 [SEV-1] api ＆ web are down"');
  expect(stdout).toContain('Message 2 of 2: incident to #standard');
  expect(stdout).not.toContain('\u001b');
});

it('prints the blocks of one message as JSON that the builder takes, and where to paste it', async () => {
  const state = await recorded([told('#critical', 'x'), told('#standard', `@here [SEV-2] cart is down\n${FOOTER}`)]);
  const { code, stdout, stderr } = await preview(state, '20261121', '-m', '2', '--output', 'blocks');
  expect(code).toBe(0);
  const { blocks } = Blocks.parse(JSON.parse(stdout));
  expect(blocks.map(({ type }) => type)).toEqual(['header', 'section', 'context']);
  expect(blocksFault(blocks)).toBeNull();
  expect(stderr).toBe('k8s-monitor: paste it at https://app.slack.com/block-kit-builder\n');
});

it('has all of it as JSON', async () => {
  const state = await recorded([told('#critical', `@here [SEV-1] x\n${FOOTER}`)]);
  const { stdout } = await preview(state, '--output', 'json');
  expect(JSON.parse(stdout)).toMatchObject([
    { n: 1, channel: '#critical', text: `@here [SEV-1] x\n${FOOTER}`, notification: `<!here> *[SEV-1] x*\n${FOOTER}` },
  ]);
});

it('says what it cannot show', async () => {
  const state = await recorded([]);
  expect((await preview(state)).stdout).toBe('Cycle 20261121T031400Z-7f3a told nobody anything.\n');
  const faulty = [
    [['-m', '1'], 'has no message 1: it has 0 messages'],
    [['-m', 'x'], '--message takes a number from 1 up, not "x"'],
    [['--output', 'html'], '--output takes text, blocks or json, not "html"'],
    [['nosuch'], 'no cycle nosuch'],
  ] as const;
  for (const [args, words] of faulty) {
    expect(await preview(state, ...args)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(words),
    });
  }
});
