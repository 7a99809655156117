import { afterEach, describe, expect, test } from 'vitest';
import { CLOCK, rawPods, readerOf } from '../../tests/support/collecting.ts';
import { type FakeApi, type FakeApiOptions, fakeApi, type Reply } from '../../tests/support/fake-api.ts';
import { status } from '../../tests/support/fake-status.ts';
import { deadlineIn } from '../platform/deadline.ts';
import type { ReaderSettings } from './kubernetes.ts';

let api: FakeApi | null = null;
afterEach(async () => {
  await api?.stop();
  api = null;
});

/** Reads all pods as the collector does: what came is dropped whenever the page or the list starts again. */
async function readPods(options: FakeApiOptions, settings: Partial<ReaderSettings> = {}): Promise<readonly unknown[]> {
  api = await fakeApi(options);
  const reader = readerOf(api.kubeconfig(), settings);
  const deadline = deadlineIn(5_000, 'reading', CLOCK);
  let whole: unknown[] = [];
  let taken: unknown[] = [];
  const intake = { restart: () => taken.splice(0), take: (item: unknown) => taken.push(item) };
  try {
    for await (const page of reader.pages('Pod', null, intake, deadline)) {
      whole = page.first ? taken : [...whole, ...taken];
      taken = [];
    }
    return whole;
  } finally {
    deadline.end();
    reader.close();
  }
}

const NO_INTAKE = { restart: () => undefined, take: () => undefined };
const objects = rawPods(1200, ['web']);
const onPods = (reply: (page: number, time: number) => Reply): NonNullable<FakeApiOptions['script']> => {
  return ({ resource, page, time }) => (resource === 'pods' ? reply(page, time) : null);
};

describe('row 6: 429 and 5xx', () => {
  test('Retry-After is kept when it fits', async () => {
    const before = performance.now();
    const script = onPods((_, time) => (time === 1 ? { status: 429, headers: { 'retry-after': '1' } } : null));
    expect(await readPods({ objects: objects.slice(0, 3), script })).toHaveLength(3);
    expect(performance.now() - before).toBeGreaterThan(950);
  });

  test('an hour does not fit: the read fails at once and says why', async () => {
    const before = performance.now();
    const script = onPods(() => ({ status: 429, headers: { 'retry-after': '3600' } }));
    await expect(readPods({ objects, script })).rejects.toMatchObject({
      fault: 'error',
      message: expect.stringMatching(/asked to wait 3600 s, only \d(\.\d)? s are left/),
    });
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  test('a passing 503 is not seen', async () => {
    const script = onPods((page, time) => (page === 2 && time < 3 ? { status: 503 } : null));
    expect(await readPods({ objects, script })).toHaveLength(1200);
  });

  test('a lasting one is', async () => {
    await expect(readPods({ objects, script: onPods(() => ({ status: 500 })) })).rejects.toMatchObject({
      fault: 'error',
    });
    expect(api?.asked.filter((one) => one.resource === 'pods')).toHaveLength(3);
  });
});

describe('row 7: an expired token', () => {
  const gone: Reply = { status: 410, body: status(410, 'Expired', 'The provided continue parameter is too old') };

  test('the list is restarted', async () => {
    const script = onPods((page, time) => (page === 3 && time === 1 ? gone : null));
    expect(await readPods({ objects, script })).toHaveLength(1200);
    expect(api?.asked.map((one) => one.page)).toEqual([1, 2, 3, 1, 2, 3]);
  });

  test('but only twice', async () => {
    const script = onPods((page) => (page === 2 ? gone : null));
    await expect(readPods({ objects, script })).rejects.toMatchObject({ fault: 'inconsistent' });
    expect(api?.asked.map((one) => one.page)).toEqual([1, 2, 1, 2, 1, 2]);
  });
});

describe('row 8: answers that are none', () => {
  test.each<[string, Reply]>([
    ['truncated JSON', { status: 200, body: '{"kind":"PodList","items":[{"metadata":{"name":"a"' }],
    ['HTML', { status: 200, body: '<html>Sign in</html>', headers: { 'content-type': 'text/html' } }],
    ['nothing', { status: 200, body: '' }],
    ['other JSON', { status: 200, body: '{"items":{"a":1}}' }],
    ['a packed body', { status: 200, body: 'x', headers: { 'content-encoding': 'gzip' } }],
    ['HTML with 404', { status: 404, body: '<html>' }],
  ])('%s', async (_, reply) => {
    await expect(readPods({ objects, script: onPods(() => reply) })).rejects.toMatchObject({
      name: 'ReadError',
      fault: 'invalid',
    });
  });

  test('a body without end is cut off', async () => {
    const script = onPods(() => ({ status: 200, body: 'x'.repeat(300_000) }));
    await expect(readPods({ script }, { maxPageBytes: 100_000 })).rejects.toMatchObject({ fault: 'invalid' });
  });

  test('a connection that breaks is tried again', async () => {
    const script = onPods((page, time) => (page === 2 && time === 1 ? 'cut' : null));
    expect(await readPods({ objects, script })).toHaveLength(1200);
  });
});

test('row 5: a call that never answers ends with its own deadline', async () => {
  const before = performance.now();
  const reading = readPods({ objects, script: onPods(() => 'hang') }, { callTimeoutMs: 150 });
  await expect(reading).rejects.toMatchObject({ fault: 'timeout' });
  expect(performance.now() - before).toBeLessThan(1_500);
});

test('a server before aggregated discovery: the groups alone decide, then a 404', async () => {
  api = await fakeApi({
    script: ({ resource }) =>
      resource === 'apis'
        ? {
            status: 200,
            body: '{"kind":"APIGroupList","groups":[{"name":"argoproj.io","versions":[{"version":"v1alpha1"}]}]}',
          }
        : null,
  });
  const reader = readerOf(api.kubeconfig());
  const deadline = deadlineIn(1_000, 'reading', CLOCK);
  expect(await reader.serves('Application', deadline)).toBe(true);
  expect(await reader.serves('Certificate', deadline)).toBe(false);
  await expect(
    reader.pages('Application', null, NO_INTAKE, deadline)[Symbol.asyncIterator]().next(),
  ).rejects.toMatchObject({
    status: 404,
  });
  deadline.end();
  reader.close();
});

test('of several versions the newest one served is read', async () => {
  api = await fakeApi({
    script: ({ resource }) =>
      resource === 'apis'
        ? {
            status: 200,
            body: JSON.stringify({ groups: [{ name: 'external-secrets.io', versions: [{ version: 'v1beta1' }] }] }),
          }
        : { status: 200, body: '{"items":[]}' },
  });
  const reader = readerOf(api.kubeconfig());
  const deadline = deadlineIn(1_000, 'reading', CLOCK);
  for await (const page of reader.pages('ExternalSecret', null, NO_INTAKE, deadline)) expect(page.more).toBe(false);
  expect(api.asked.at(-1)?.path).toBe('/apis/external-secrets.io/v1beta1/externalsecrets');
  deadline.end();
  reader.close();
});
