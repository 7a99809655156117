import { afterEach, describe, expect, test } from 'vitest';
import { collectFrom, gapsIn, rawNamespaces, rawPod, snapshotIn } from '../../tests/support/collecting.ts';
import { type FakeApi, type FakeApiOptions, fakeApi } from '../../tests/support/fake-api.ts';
import { forbidden } from '../../tests/support/fake-status.ts';
import { ago, snapshotOf } from '../../tests/support/view.ts';
import { chooseLogs } from './log-targets.ts';
import { logText } from './log-text.ts';

const waiting = (reason: string) => ({ waiting: { reason } });
const ended = (exitCode: number, at = ago('1h')) => ({ terminated: { exitCode, finishedAt: at } });
const running = { running: { startedAt: ago('5m') } };

function pod(name: string, status: object, parts: { namespace?: string; init?: boolean; owner?: string } = {}): object {
  const statuses = [{ name: 'app', restartCount: 1, ...status }];
  const metadata = {
    name,
    namespace: parts.namespace ?? 'web',
    ownerReferences: parts.owner ? [{ kind: 'ReplicaSet', name: parts.owner, controller: true }] : [],
  };
  return {
    kind: 'Pod',
    metadata,
    status: { phase: 'Running', [parts.init ? 'initContainerStatuses' : 'containerStatuses']: statuses },
  };
}

const choose = (objects: readonly object[], first: readonly string[] = [], most = 20) => {
  const snapshot = snapshotOf(objects);
  return chooseLogs(snapshot.objects, snapshot.takenAt, first, most).map(
    (one) => `${one.pod} ${one.previous ? 'previous' : 'current'}`,
  );
};

describe('which logs', () => {
  test.each<[string, object, string | null]>([
    ['crash loop', { state: waiting('CrashLoopBackOff'), lastState: ended(1) }, 'previous'],
    ['crashed, about to start again', { state: waiting('ContainerCreating'), lastState: ended(137) }, 'previous'],
    ['crashed lately, runs again', { state: running, lastState: ended(1, ago('2m')), ready: true }, 'previous'],
    ['crashed long ago, runs, not ready', { state: running, lastState: ended(1), ready: false }, 'current'],
    ['crashed long ago, fine', { state: running, lastState: ended(1), ready: true }, null],
    ['runs, not ready', { state: running, ready: false }, 'current'],
    ['ended with a fault', { state: ended(2) }, 'current'],
    ['ended well', { state: ended(0) }, null],
    ['no image, never ran', { state: waiting('ImagePullBackOff') }, null],
  ])('%s', (_, status, run) => {
    expect(choose([pod('p', status)])).toEqual(run === null ? [] : [`p ${run}`]);
  });

  test('an init container that hangs or crashes', () => {
    expect(choose([pod('p', { state: running, ready: true }, { init: true })])).toEqual(['p current']);
    expect(choose([pod('p', { state: waiting('CrashLoopBackOff'), lastState: ended(1) }, { init: true })])).toEqual([
      'p previous',
    ]);
  });

  test('one per owner and container, across the ReplicaSets of a Deployment; P0 first; no more than asked', () => {
    const crash = { state: waiting('CrashLoopBackOff'), lastState: ended(1) };
    const owned = (name: string) => ({
      kind: 'ReplicaSet',
      metadata: { name, namespace: 'web', ownerReferences: [{ kind: 'Deployment', name: 'd', controller: true }] },
    });
    const objects = [
      owned('d-1'),
      owned('d-2'),
      pod('d-1-a', { ...crash, restartCount: 3 }, { owner: 'd-1' }),
      pod('d-2-a', { ...crash, restartCount: 9 }, { owner: 'd-2' }),
      pod('db', crash, { namespace: 'mysql' }),
      pod('slow', { state: running, ready: false }),
    ];
    expect(choose(objects, ['mysql'])).toEqual(['db previous', 'd-2-a previous', 'slow current']);
    expect(choose(objects, ['mysql'], 1)).toEqual(['db previous']);
  });
});

describe('row 43: odd text', () => {
  test('the last hundred lines', () => {
    const all = Array.from({ length: 250 }, (_, line) => `line ${line}\n`).join('');
    const { text, cut } = logText(Buffer.from(all));
    expect([text.startsWith('line 150\n'), text.endsWith('line 249\n'), cut]).toEqual([true, true, true]);
    expect(logText(Buffer.from('one\ntwo\n'))).toEqual({ text: 'one\ntwo\n', cut: false });
  });

  test('64 KiB, cut between characters', () => {
    const { text, cut } = logText(Buffer.from(`${'ü'.repeat(40_000)}x`));
    expect([cut, text.includes('\uFFFD'), text.endsWith('üx')]).toEqual([true, false, true]);
    expect(text.length).toBeGreaterThan(32_000);
  });

  test('NUL and invalid UTF-8', () => {
    const { text } = logText(Buffer.from([0x61, 0, 0xff, 0xc3, 0x28, 0x62, 0]));
    expect([text.isWellFormed(), text.includes('\0'), text.startsWith('a'), text.endsWith('b')]).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });
});

describe('reading them', () => {
  let api: FakeApi | null = null;
  afterEach(async () => {
    await api?.stop();
    api = null;
  });
  const served = async (options: FakeApiOptions) => {
    api = await fakeApi(options);
    return api.kubeconfig();
  };
  const crash = { state: waiting('CrashLoopBackOff'), lastState: ended(1) };
  const objects = [
    ...rawNamespaces('web', 'mysql'),
    pod('a', crash),
    pod('b', crash, { namespace: 'mysql' }),
    rawPod('web', 'fine'),
  ];

  test('the run before is asked for, else the current one', async () => {
    const logs = { 'web/a/app/previous': 'panic: no database\n', 'mysql/b/app': 'starting\n' };
    const snapshot = snapshotIn(await collectFrom(await served({ objects, logs })));
    expect(snapshot.logs).toEqual([
      {
        pod: { kind: 'Pod', namespace: 'mysql', name: 'b' },
        container: 'app',
        previous: false,
        text: 'starting\n',
        cut: false,
      },
      {
        pod: { kind: 'Pod', namespace: 'web', name: 'a' },
        container: 'app',
        previous: true,
        text: 'panic: no database\n',
        cut: false,
      },
    ]);
    const asked = api?.asked.find((one) => one.resource === 'pods/log');
    expect([asked?.query.get('tailLines'), asked?.query.has('limitBytes')]).toEqual(['100', true]);
  });

  test('of lines longer than any limit the end is asked for', async () => {
    const logs = { 'web/a/app/previous': `${'x'.repeat(600_000)}` };
    const snapshot = snapshotIn(await collectFrom(await served({ objects, logs })));
    expect(snapshot.logs[0]?.cut).toBe(true);
    expect(snapshot.logs[0]?.text.length).toBeLessThanOrEqual(65_536);
    expect(api?.asked.map((one) => one.query.get('tailLines'))).toContain('5');
  });

  test('forbidden is one gap, and the namespace that allows it is read', async () => {
    const script: FakeApiOptions['script'] = ({ resource, namespace }) =>
      resource === 'pods/log' && namespace === 'mysql' ? forbidden('pods/log') : null;
    const reading = await collectFrom(await served({ objects, script, logs: { 'web/a/app/previous': 'x' } }));
    expect(gapsIn(reading)).toEqual(['forbidden pods/log mysql']);
    expect(snapshotIn(reading).logs).toHaveLength(1);
    expect(snapshotIn(reading).gaps[0]?.verb).toBe('get');
  });

  test('forbidden everywhere is one gap for the whole', async () => {
    const script: FakeApiOptions['script'] = ({ resource }) => (resource === 'pods/log' ? forbidden('pods/log') : null);
    expect(gapsIn(await collectFrom(await served({ objects, script })))).toEqual(['forbidden pods/log *']);
  });

  test('a log that does not come is counted and ends with its own deadline', async () => {
    const script: FakeApiOptions['script'] = ({ resource }) => (resource === 'pods/log' ? 'hang' : null);
    const reading = await collectFrom(await served({ objects, script }), { logDeadlineMs: 200 });
    expect(gapsIn(reading)).toEqual([]);
    expect(
      snapshotIn(reading)
        .skipped.map(({ kind, name }) => `${kind} ${name}`)
        .sort(),
    ).toEqual(['pods/log a', 'pods/log b']);
  });
});
