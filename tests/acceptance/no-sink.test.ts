// What there is to send with goes and comes back between cycles; or there never was anything.
import { expect, it } from 'vitest';
import { cli } from '../support/cli.ts';
import { SLACK_TOKEN, world } from '../support/world.ts';

const at = (hour: number) => `2026-11-18T${hour}:00:00Z`;

it('a token that is missing for one cycle costs no message', async () => {
  const w = await world({ model: null, env: { SLACK_DEADLINE_SECONDS: '3' }, slack: { script: () => down.reply } });
  expect((await w.cycle()).code).toBe(1);
  const without = await w.cycle({ at: at(11), env: { SLACK_BOT_TOKEN: '' } });
  expect(without.code).toBe(1);
  expect(new Set(without.report.messages.map(({ delivery }) => delivery.status))).toEqual(new Set(['queued']));
  expect((await cli(['outbox', 'list'], w.env)).stdout).toContain('#critical');

  down.reply = null;
  expect((await w.cycle({ at: at(12) })).code).toBe(0);
  expect(w.slack.messages.map(({ channel }) => channel)).toContain('C0CRITICAL1');
  expect((await cli(['outbox', 'list'], w.env)).stdout).toContain('has arrived');
});

const down: { reply: { readonly status: number } | null } = { reply: { status: 500 } };

it('whoever never had one is shown each message once, with exit code 0, and told when there is one', async () => {
  const w = await world({ model: null, env: { SLACK_BOT_TOKEN: '' } });
  const first = await w.cycle();
  expect([first.code, first.report.messages.map(({ delivery }) => delivery.status)]).toEqual([0, ['not-sent']]);
  const second = await w.cycle({ at: at(11) });
  expect([second.code, second.report.messages]).toEqual([0, []]);
  expect((await w.cycle({ at: at(12), env: { SLACK_BOT_TOKEN: SLACK_TOKEN } })).code).toBe(0);
  expect(w.slack.messages.map(({ channel }) => channel)).toEqual(['C0CRITICAL1']);
});
