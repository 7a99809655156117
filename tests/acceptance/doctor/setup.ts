// A monitor that has all it needs, and what its doctor says of it.
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { GROUPS, STATUSES } from '../../../src/doctor/result.ts';
import { cli, type Ended } from '../../support/cli.ts';
import { NAMES, WHERE } from '../../support/configmap-state.ts';
import { type FakeObjects, fakeObjects } from '../../support/fake-objects.ts';
import { type World, type WorldOptions, world } from '../../support/world.ts';

const Text = z.string().min(1);
/** As docs/doctor.md promises it. */
const Said = z.strictObject({
  schemaVersion: z.literal(1),
  version: Text,
  at: z.iso.datetime(),
  status: z.enum(['ok', 'warn', 'fail']),
  counts: z.strictObject({ ok: z.int(), warn: z.int(), fail: z.int(), skipped: z.int() }),
  checks: z.array(
    z.strictObject({
      id: Text,
      group: z.enum(GROUPS),
      title: Text,
      status: z.enum(STATUSES),
      found: Text,
      why: Text,
      mend: Text.nullable(),
      details: z.array(Text),
    }),
  ),
});
type Check = z.infer<typeof Said>['checks'][number];

export interface Doctor extends Ended {
  readonly said: z.infer<typeof Said>;
  /** The one of this id; throws when there is none. */
  readonly of: (id: string) => Check;
}

export async function doctor(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  home?: string,
): Promise<Doctor> {
  const ended = await cli(['doctor', '--output', 'json', ...args], env, home);
  const said = Said.parse(JSON.parse(ended.stdout === '' ? 'null' : ended.stdout));
  const of = (id: string): Check => {
    const found = said.checks.find((check) => check.id === id);
    if (found === undefined) throw new Error(`no check ${id}: ${said.checks.map((check) => check.id).join(', ')}`);
    return found;
  };
  return { ...ended, said, of };
}

export interface Ready {
  readonly world: World;
  readonly stored: FakeObjects;
  readonly env: Readonly<Record<string, string>>;
}

/** Everything is set, and there was a cycle just now. */
export async function ready(options: Partial<WorldOptions> = {}): Promise<Ready> {
  const stored = fakeObjects(WHERE.namespace, NAMES);
  const made = await world({
    model: () => ({ fail: 500 }),
    ...options,
    api: { objects: CLUSTER, stored, serves: ['PodMetrics', 'Application'], ...options.api },
    env: { STATE_DIR: `configmap:${WHERE.namespace}/${WHERE.name}`, ...options.env },
  });
  const ran = await cli(['run', '--once', '--no-model'], { ...made.env, GITHUB_TOKEN: '' });
  if (ran.code > 1) throw new Error(`the cycle ended with ${ran.code}: ${ran.stderr}`);
  return { world: made, stored, env: { ...made.env, HEARTBEAT_URL: 'https://hc-ping.example/abc' } };
}

const CLUSTER = [{ kind: 'Namespace', metadata: { name: 'kube-system', uid: 'cluster-1' } }];

/** A server that takes every connection and never says a word. */
export async function silent(): Promise<string> {
  const { createServer } = await import('node:net');
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}
