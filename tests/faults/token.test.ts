// Row 4: the token of the service account runs out. The file is read again after a 401, and what that doesn't mend is as row 1.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratch } from '../support/cli.ts';
import type { Asked, Reply } from '../support/fake-api.ts';
import { status } from '../support/fake-status.ts';
import { at, BROKEN, type Town, town, WELL } from './lib/town.ts';

const REFUSED: Reply = { status: 401, body: status(401, 'Unauthorized', 'Unauthorized') };

/** Only the token that is `valid` is let in; what was refused is noted. */
async function guarded() {
  const t = await town({ objects: BROKEN });
  const file = join(scratch(), 'token');
  writeFileSync(file, 'first\n');
  const config = join(scratch(), 'config');
  const clusters = [{ name: 'c', cluster: { server: t.api.url } }];
  const contexts = [{ name: 'fake', context: { cluster: 'c', user: 'u' } }];
  const users = [{ name: 'u', user: { tokenFile: file } }];
  writeFileSync(config, JSON.stringify({ 'current-context': 'fake', clusters, contexts, users }));
  const refused: string[] = [];
  const guard = { valid: 'first', before: (_asked: Asked): void => {} };
  t.fault((asked) => {
    guard.before(asked);
    if (asked.headers.authorization === `Bearer ${guard.valid}`) return null;
    refused.push(asked.path);
    return REFUSED;
  });
  return { t, file, guard, refused, env: { KUBECONFIG: config } };
}

async function known(t: Town): Promise<Readonly<Record<string, string>>> {
  t.news();
  t.pings();
  const open = await t.open();
  expect(Object.keys(open)).toEqual(['service:shop-api', 'object:Deployment/cart/cart']);
  return open;
}

it('row 4: rotated in the middle of a run: the file is read again, and nobody hears of it', async () => {
  const { t, file, guard, refused, env } = await guarded();
  guard.before = ({ resource }) => {
    if (resource !== 'pods' || guard.valid === 'second') return;
    guard.valid = 'second';
    writeFileSync(file, 'second\n');
  };
  const { code, report } = await t.cycle({ at: at(10), env });
  expect([code, report.cycle.outcome, report.gaps]).toEqual([0, 'ok', []]);
  await known(t);
  // What was on its way when it happened, once each; nobody after that uses the old one.
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThanOrEqual(4);
  expect(new Set(refused).size).toBe(refused.length);
});

it('row 4: the file is not renewed: blind, as row 1, after one more try, until it is', async () => {
  const { t, file, guard, refused, env } = await guarded();
  await t.cycle({ at: at(10), env });
  const before = await known(t);

  guard.valid = 'second';
  const blind = await t.cycle({ at: at(11), env });
  expect([blind.code, blind.report.cycle.outcome, t.pings()]).toEqual([3, 'failed', ['start', 'fail']]);
  expect(t.news()).toEqual(['#standard: *[SEV-2] the cluster fake could not be read*']);
  expect(t.slack.messages.at(-1)?.text).toContain('the API server refuses our credentials');
  // Asking which cluster it is, and reading it: each once, and once more with what the file says.
  expect(refused).toEqual(['/version', '/version', '/version', '/version']);
  const next = await t.cycle({ at: at(12), env });
  expect([next.code, t.news()]).toEqual([3, ['#critical: @here *[SEV-1] WORSE: the cluster fake could not be read*']]);
  expect(await t.open()).toMatchObject(before);

  writeFileSync(file, 'second\n');
  expect((await t.cycle({ at: at(12, 30), env })).code).toBe(0);
  expect([t.news().length, await t.open()]).toEqual([2, before]);
});

it('row 4: it runs out in the middle and is not renewed: the rest is a gap, and nothing is resolved', async () => {
  const { t, guard, refused, env } = await guarded();
  await t.cycle({ at: at(10), env });
  const before = await known(t);

  t.holds(WELL);
  guard.before = ({ resource, time }) => {
    if (resource === 'pods' && time > 1) guard.valid = 'second';
  };
  const { code, report } = await t.cycle({ at: at(11), env });
  expect([code, report.cycle.outcome]).toEqual([1, 'degraded']);
  expect(report.gaps.length).toBeGreaterThan(10);
  expect(new Set(report.gaps.map(({ cause }) => cause))).toEqual(new Set(['unauthorized']));
  expect(report.services.map(({ state }) => state)).toEqual(['unknown']);
  expect(await t.open()).toMatchObject(before);
  // Not one of them is asked for a third time.
  const times = Map.groupBy(refused, (path) => path);
  expect(Math.max(...[...times.values()].map(({ length }) => length))).toBe(2);
});
