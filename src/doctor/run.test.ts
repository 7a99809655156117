import { expect, it } from 'vitest';
import { benchOf } from '../../tests/support/doctor-bench.ts';
import { ConfigError, ReadError } from '../platform/errors.ts';
import { redact } from '../platform/redact/redact.ts';
import type { Bench } from './bench.ts';
import { type Check, fail, ok, skipped } from './check.ts';
import { CHECKS } from './registry.ts';
import { GROUPS } from './result.ts';
import { type RunChecks, runChecks } from './run.ts';

const check = (id: Check['id'], run: Check['run'], more: Partial<Check> = {}): Check => {
  return { id, title: id, why: 'because', mend: 'mend it', settings: [], outside: true, after: [], run, ...more };
};

async function run(checks: readonly Check[], options: Partial<RunChecks> = {}, bench: Bench = benchOf()) {
  const progress: string[] = [];
  const results = await runChecks(checks, bench, {
    only: [],
    offline: false,
    scrub: (text) => text.replaceAll('own-token', '***'),
    onProgress: (line) => progress.push(line),
    signal: new AbortController().signal,
    ...options,
  });
  return { results, progress, said: results.map(({ id, status, found, mend }) => [id, status, found, mend]) };
}

it('what waits for a fault is not begun, and neither is what waits for that', async () => {
  const begun: string[] = [];
  const noted = (id: Check['id'], after: readonly string[]) =>
    check(
      id,
      () => {
        begun.push(id);
        return ok('fine');
      },
      { after },
    );
  const { said } = await run([
    check('cluster.api', () => fail('gone', 'bring it back')),
    noted('cluster.clock', ['cluster.api']),
    noted('state.configmap', ['cluster.clock']),
    noted('program.node', []),
  ]);
  expect(begun).toEqual(['program.node']);
  expect(said).toEqual([
    ['cluster.api', 'fail', 'gone', 'bring it back'],
    ['cluster.clock', 'skipped', 'not looked at: needs cluster.api first', null],
    ['state.configmap', 'skipped', 'not looked at: needs cluster.clock first', null],
    ['program.node', 'ok', 'fine', null],
  ]);
});

it('whatever a check throws is told with its mend; one that never ends is ended', async () => {
  const { said } = await run([
    check('cluster.api', () => Promise.reject(new ReadError('unreachable', 'connection refused'))),
    check('changes.git', () => Promise.reject(new ConfigError('no address'))),
    check('messages.slack', () => Promise.reject(new TypeError('x is not a function'))),
    check('model.key', () => new Promise(() => {}), { deadlineMs: 20 }),
  ]);
  expect(said).toEqual([
    ['cluster.api', 'fail', 'connection refused', 'mend it'],
    ['changes.git', 'fail', 'no address', 'mend it'],
    ['messages.slack', 'fail', 'could not be looked at: x is not a function', 'mend it'],
    ['model.key', 'fail', 'no answer within 20 ms', 'mend it'],
  ]);
});

it('checks that wait for nothing run side by side, and who waits in front of it hears what is left', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { results, progress } = await run([
    check('program.node', async () => {
      await promise;
      return ok('1');
    }),
    check('program.build', () => {
      resolve();
      return ok('2');
    }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['ok', 'ok']);
  expect(progress).toEqual(['checking program.node']);
});

it('a fault of a setting holds back who goes by it; a file that is not understood holds back all who ask outside', async () => {
  const checks = [
    check('messages.slack', () => ok('asked'), { settings: ['SLACK_API_URL'] }),
    check('model.key', () => ok('asked'), { settings: ['ANTHROPIC_API_KEY'] }),
    check('config.services', () => ok('read'), { outside: false }),
  ];
  const faulty = (names: Bench['faulty']) => run(checks, {}, { ...benchOf(), faulty: names });
  expect((await faulty(new Set(['SLACK_API_URL']))).results.map(({ status }) => status)).toEqual([
    'skipped',
    'ok',
    'ok',
  ]);
  expect((await faulty(null)).results.map(({ status }) => status)).toEqual(['skipped', 'skipped', 'ok']);
  expect((await run(checks, { offline: true })).results.map(({ status }) => status)).toEqual([
    'skipped',
    'skipped',
    'ok',
  ]);
});

it('of a group, what it waits for is looked at too, and told unless it is in order', async () => {
  const checks = (api: 'ok' | 'fail') => [
    check('cluster.api', () => (api === 'ok' ? ok('there') : fail('gone', null))),
    check('cluster.clock', () => ok('never asked'), { after: ['cluster.api'] }),
    check('state.configmap', () => ok('there'), { after: ['cluster.api'] }),
  ];
  const ids = async (api: 'ok' | 'fail') => (await run(checks(api), { only: ['state'] })).results.map(({ id }) => id);
  expect(await ids('ok')).toEqual(['state.configmap']);
  expect(await ids('fail')).toEqual(['cluster.api', 'state.configmap']);
});

it('all that is told is redacted, on one line, and without our own tokens', async () => {
  const evil = 'a\u001b[2Jb\nghp_0123456789abcdefghijABCDEFGHIJ012345 own-token';
  const { results } = await run([
    check('cluster.api', () => ({ status: 'fail', found: evil, mend: evil, details: [evil, ...Array(50).fill('x')] })),
    check('cluster.clock', () => skipped(evil)),
  ]);
  for (const text of results.flatMap(({ found, mend, details }) => [found, mend ?? '', ...details]))
    expect(text).not.toMatch(/\n|ghp_0|own-token|\[2J\n/);
  expect(results[0]?.details).toHaveLength(41);
  expect(results[0]?.details.at(-1)).toBe('and 11 more');
});

it('the registry: each id once, in a known group, what is waited for in front; no words of ours are redacted', () => {
  const ids: readonly string[] = CHECKS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [index, { id, after, title, why, mend }] of CHECKS.entries()) {
    expect(GROUPS).toContain(id.split('.')[0]);
    for (const before of after) expect(ids.slice(0, index)).toContain(before);
    for (const words of [title, why, mend]) expect(redact(words)).toBe(words);
  }
});
