// A street that is told by routes.yaml, with somebody's webhook besides Slack.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Script } from '../../fakes/webhook/http-fake.ts';
import { type FakeReceiver, fakeReceiver } from '../../fakes/webhook/receiver.ts';
import { cli, scratch } from '../../support/cli.ts';
import { streetEnv } from './street.ts';
import { type Town, town } from './town.ts';

export interface Hooked {
  readonly t: Town;
  readonly hook: FakeReceiver;
}

export interface HookedOptions {
  /** Lines of a list. */
  readonly routes: readonly string[];
  readonly objects: readonly object[];
  /** Besides #critical and #standard; their ids are `C0` and their names. */
  readonly channels?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly script?: Script;
}

/** `hook` is a sink of the routes. */
export async function hooked({ routes, objects, channels = [], env, script }: HookedOptions): Promise<Hooked> {
  const hook = await fakeReceiver(script === undefined ? {} : { script });
  onTestFinished(hook.stop);
  const file = join(scratch(), 'routes.yaml');
  const lines = [
    'sinks: { hook: { type: webhook, urlFrom: HOOK_URL } }',
    'routes:',
    ...routes.map((one) => `  - ${one}`),
  ];
  writeFileSync(file, lines.join('\n'));
  const all = [
    { id: 'C0CRITICAL1', name: 'critical' },
    { id: 'C0STANDARD1', name: 'standard' },
    ...channels.map((name) => ({ id: `C0${name}`, name })),
  ];
  const t = await town({
    objects,
    slack: { channels: all },
    env: { ...streetEnv(), ROUTES_FILE: file, HOOK_URL: hook.url, ...env },
  });
  return { t, hook };
}

const Entry = z.object({
  to: z.string(),
  refused: z.boolean(),
  lastError: z.string().nullable(),
  copies: z.array(z.string()),
});
const Listed = z.array(z.object({ entries: z.array(Entry) }));

/** What `outbox list` says of messages that wait. */
export async function outboxOf({ env }: Pick<Town, 'env'>): Promise<readonly z.infer<typeof Entry>[]> {
  const { stdout } = await cli(['outbox', 'list', '--output', 'json'], env);
  return Listed.parse(JSON.parse(stdout)).flatMap(({ entries }) => entries);
}
