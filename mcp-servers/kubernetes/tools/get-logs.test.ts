import { afterEach, describe, expect, test } from 'vitest';
import { callTool, dataOf, liveAccessTo } from '../../../tests/support/access.ts';
import { type FakeApi, fakeApi } from '../../../tests/support/fake-api.ts';
import { ended, pod, waiting } from '../../../tests/support/pod.ts';
import { getLogs } from './get-logs.ts';

let api: FakeApi | null = null;
afterEach(async () => {
  await api?.stop();
  api = null;
});

const CRASHING = { restartCount: 3, state: waiting('CrashLoopBackOff'), lastState: ended(1, 'Error', '1m') };
const ASK = { namespace: 'shop', pod: 'api-1', container: null, previous: false, tailLines: 60, contains: null };

async function logs(args: object, logsBy: Record<string, string>, object = pod({ api: CRASHING })) {
  api = await fakeApi({ objects: [object], logs: logsBy });
  return callTool(getLogs, liveAccessTo(api.kubeconfig()), { ...ASK, ...args });
}
const two = (statuses: readonly object[], init: readonly object[] = []) =>
  pod({
    spec: { containers: [{ name: 'api' }, { name: 'proxy' }], initContainers: [{ name: 'migrate' }] },
    status: { containerStatuses: statuses, initContainerStatuses: init },
  });

test('the end of the log, redacted', async () => {
  const outcome = await logs(
    { previous: true, tailLines: 2 },
    { 'shop/api-1/api/previous': 'one\ntwo\nDB_PASSWORD=hunter2\n' },
  );
  expect(outcome.text).toBe(
    'Log of container api of pod api-1 in shop, previous run: last 2 lines; older lines were not read.\ntwo\nDB_PASSWORD=[redacted: password]',
  );
  expect(dataOf(outcome)).toMatchObject({
    container: 'api',
    lines: ['two', 'DB_PASSWORD=[redacted: password]'],
    cut: true,
  });
});

test('only lines with a text, of more than are shown', async () => {
  const log = Array.from(
    { length: 300 },
    (_, index) => `line ${index} ${index % 100 === 0 ? 'ERROR (a+)+$' : 'ok'}`,
  ).join('\n');
  const outcome = await logs({ contains: 'ERROR (a+)+$', tailLines: 2 }, { 'shop/api-1/api': log });
  expect(outcome.text).toContain('run: 2 of 3 lines with "ERROR (a+)+$", looked for in 300.\n');
  expect(dataOf(outcome)['lines']).toEqual(['line 100 ERROR (a+)+$', 'line 200 ERROR (a+)+$']);
});

test('a long log keeps its end', async () => {
  const log = Array.from({ length: 400 }, (_, index) => `line ${index} ${'x'.repeat(60)}`).join('\n');
  const outcome = await logs({ tailLines: 400 }, { 'shop/api-1/api': log });
  expect(outcome.text.length).toBeLessThanOrEqual(6000);
  expect(outcome.text).toMatch(/… cut, \d+ more lines\n/);
  expect(outcome.text).toMatch(/line 399 x+$/);
});

describe('which container', () => {
  test('an init container that fails comes before those that wait for it', async () => {
    const object = two(
      [
        { name: 'api', ready: false, state: waiting('PodInitializing') },
        { name: 'proxy', ready: false },
      ],
      [{ name: 'migrate', ready: false, state: ended(1, 'Error', '1m') }],
    );
    expect((await logs({}, { 'shop/api-1/migrate': 'no such table' }, object)).text).toContain('container migrate');
  });

  test('of several the one that crashes, though others are not ready', async () => {
    const object = two([
      { name: 'proxy', ready: false, state: { running: {} } },
      { name: 'api', ready: false, ...CRASHING },
    ]);
    expect((await logs({}, { 'shop/api-1/api': 'boom' }, object)).text).toContain('container api ');
  });

  test('it must be named where none fails', async () => {
    const object = two([
      { name: 'api', ready: true },
      { name: 'proxy', ready: true },
    ]);
    expect((await logs({}, {}, object)).text).toBe(
      'pod api-1 has several containers, and none fails. Next: get_logs with one of the containers api, proxy; init containers migrate.',
    );
    expect((await logs({ container: 'migrate' }, { 'shop/api-1/migrate': 'done' }, object)).text).toMatch(/done$/);
    expect((await logs({ container: 'apj' }, {}, object)).text).toContain(
      'pod api-1 has no container apj. Next: get_logs with',
    );
  });
});

describe('what is not there', () => {
  test('a run before, a log of a container that waits, an empty log', async () => {
    expect((await logs({ previous: true }, {})).text).toMatch(
      /^no log of a previous run of container api: it restarted 3 times \(.*\)\. Next: get_logs with previous=false\.$/,
    );
    expect((await logs({}, {})).text).toMatch(
      /^no log of container api, which waits: CrashLoopBackOff \(.*\)\. Next: get_logs with previous=true\.$/,
    );
    expect((await logs({}, { 'shop/api-1/api': '' })).text).toContain(
      'Nothing in it; the run before crashed: ask with previous=true.',
    );
  });

  test('a pod', async () => {
    expect((await logs({ pod: 'api-2' }, {})).text).toBe(
      'no Pod api-2 in shop; near it: api-1. Next: list_resources kind=Pod namespace=shop shows the names.',
    );
    expect(api?.asked.some(({ resource }) => resource === 'pods/log')).toBe(false);
  });
});
