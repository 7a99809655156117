// Row 22, elsewhere: a webhook or a mail server has the message and does not say so in time. Nobody can look there.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type FakeSmtpOptions, fakeSmtp } from '../fakes/smtp/fake-smtp.ts';
import { scratch } from '../support/cli.ts';
import { hooked, outboxOf } from './lib/hooked.ts';
import { DOWN, street } from './lib/street.ts';
import { at } from './lib/town.ts';

/** Three times as long for a server that has a mail. */
const PATIENCE = { SLACK_DEADLINE_SECONDS: '1.5' };
const BROKEN = street({ cellar: DOWN });

it.each(['accept-then-hang', 'accept-then-reset'] as const)(
  'row 22: a webhook, %s: one try in each cycle, at most 1 duplicate with the same delivery id, then told elsewhere',
  async (reply) => {
    const routes = ['{ to: hook, fallback: slack:#critical }'];
    const { t, hook } = await hooked({ objects: BROKEN, routes, env: PATIENCE, script: () => reply });
    expect([(await t.cycle({ at: at(10) })).code, hook.requests.length]).toEqual([1, 1]);
    expect([(await t.cycle({ at: at(10, 20) })).code, hook.requests.length]).toEqual([1, 2]);
    expect([hook.messages.length, hook.repeated.length]).toEqual([1, 1]);
    expect(t.news()).toEqual([
      expect.stringMatching(/^#critical: .*\(instead of hook: .*sent twice without an answer/),
    ]);
    for (const minute of [30, 40]) expect((await t.cycle({ at: at(10, minute) })).code).toBe(0);
    expect([hook.requests.length, t.news(), await outboxOf(t)]).toEqual([2, [], []]);
  },
);

/** Told by mail alone. */
async function mailed(options: FakeSmtpOptions) {
  const server = await fakeSmtp(options);
  onTestFinished(server.stop);
  const file = join(scratch(), 'routes.yaml');
  const sink = '{ type: email, urlFrom: SMTP_URL, from: k8s@example.org, to: ops@example.org }';
  writeFileSync(file, `sinks: { mail: ${sink} }\nroutes: { to: mail, fallback: [] }\n`);
  const env = { ...PATIENCE, ROUTES_FILE: file, SMTP_URL: server.url };
  const { t } = await hooked({ objects: BROKEN, routes: ['{ to: hook }'], env });
  return { t, server };
}

it('row 22: a mail server that never says that it keeps it: at most 1 duplicate, and an end', async () => {
  const { t, server } = await mailed({ afterData: 'hang' });
  const ended: (readonly [number | null, number])[] = [];
  for (const minute of [0, 20, 40]) ended.push([(await t.cycle({ at: at(10, minute) })).code, server.mails.length]);
  expect(ended).toEqual([
    [1, 1],
    [1, 2],
    [0, 2],
  ]);
  expect(new Set(server.mails.map(({ headers }) => headers.get('message-id'))).size).toBe(1);
  expect(await outboxOf(t)).toEqual([]);
});

it('row 22: a mail server that takes longer to store it than anybody else may take: 1 mail', async () => {
  const { t, server } = await mailed({ slowMs: 2000 });
  expect([(await t.cycle({ at: at(10) })).code, server.mails.length, await outboxOf(t)]).toEqual([0, 1, []]);
});
