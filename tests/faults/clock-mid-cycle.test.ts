// A clock that is set while a cycle runs, and leases that were written by a clock that has been set since.
import { readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { encodeLock } from '../../src/record/lock-file.ts';
import { cli } from '../support/cli.ts';
import { app } from '../support/cycles-objects.ts';
import { world } from '../support/world.ts';
import { runWith, selfIn } from './lib/run-with.ts';
import { NAMESPACES } from './lib/town.ts';
import { wallClock } from './lib/wall-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const negative = /(?<![\w.:-])-\d+(?:\.\d+)? ?(?:ms|s|min|h|d)\b/;

it.each([
  ['two hours forward', 2 * HOUR],
  ['two hours back', -2 * HOUR],
])(
  'row 42: the clock is set %s while the cluster is read: told once, kept, and the lease given back',
  async (_, ms) => {
    const clock = wallClock();
    const objects = [...NAMESPACES, ...app('shop-api', ['crash', 'crash'], new Date(Date.now() - 10 * MINUTE))];
    let set = 0;
    const w = await world({
      model: null,
      github: null,
      api: {
        objects,
        logs: {},
        script: ({ resource }) => {
          if (resource === 'pods' && set++ === 0) clock.shift(ms);
          return null;
        },
      },
      env: { ...clock.env, SECOND_LOOK_SECONDS: '0.1', RUN_ID: 'slot-1' },
    });
    const first = await runWith(w, null);
    expect([first.code, first.report.incidents.map(({ severity }) => severity)]).toEqual([0, ['SEV-1']]);
    expect(first.report.messages).toMatchObject([{ kind: 'incident', delivery: { status: 'sent' } }]);
    expect(Object.values(first.report.timings).every((took) => took >= 0 && took < MINUTE)).toBe(true);
    clock.shift(0);
    const next = await runWith(w, null, { RUN_ID: 'slot-2' });
    expect([next.code, next.report.messages]).toEqual([0, []]);
    expect(next.report.incidents).toMatchObject([{ id: first.report.incidents[0]?.id, status: 'open' }]);
    // Given back: nobody takes the first run for a dead one.
    expect(selfIn(next)).toEqual([]);
    expect(w.slack.messages).toHaveLength(1);
    for (const { text } of w.slack.messages) expect(text).not.toMatch(negative);
  },
);

it.each([
  ['in ten hours, by a clock that has been set back since', 10 * HOUR, 'cycle'],
  ['ten hours ago, by a clock that was behind', -10 * HOUR, 'cycle'],
  ['in a minute', MINUTE, 'skipped'],
])('row 42: a lease of another machine that ends %s', async (_, ms, outcome) => {
  const w = await world({ model: null, github: null });
  await runWith(w, null);
  const folder = join(w.state, 'clusters', 'cluster-1');
  const now = Date.now();
  const foreign = encodeLock({
    owner: { host: `not ${hostname()}`, pid: 1, start: '', runId: 'k8s-monitor-7', cycleId: 'c' },
    startedAt: new Date(now),
    expiresAt: new Date(now + ms),
    leaseMs: 120_000,
    step: 'collect',
    released: false,
  });
  const last =
    readdirSync(folder)
      .filter((name) => name.startsWith('lock-'))
      .sort()
      .at(-1) ?? '';
  const number = Number(/\d+/.exec(last)?.[0]) + 1;
  writeFileSync(join(folder, `lock-${String(number).padStart(6, '0')}.json`), foreign);
  const ended = await cli(['run', '--once', '--no-model', '--output', 'json'], w.env);
  expect(ended.code).toBe(0);
  const said: unknown = JSON.parse(ended.stdout);
  if (outcome === 'skipped') expect(said).toMatchObject({ skipped: expect.stringContaining('k8s-monitor-7') });
  else expect(said).toMatchObject({ cycle: { outcome: expect.stringMatching(/ok|degraded/) } });
});
