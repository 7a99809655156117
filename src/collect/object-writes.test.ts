import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NAMES, type StateApi, stateApi, WHERE } from '../../tests/support/configmap-state.ts';
import { sizeOf } from '../../tests/support/fake-objects.ts';
import { status } from '../../tests/support/fake-status.ts';
import { systemClock } from '../platform/clock.ts';
import { Conflict, ReadError } from '../platform/errors.ts';
import { findCredentials } from './credentials.ts';
import { fromTokenFile } from './grant.ts';
import { openLink } from './http.ts';
import { objectWrites } from './object-writes.ts';

let state: StateApi;
beforeEach(async () => {
  state = await stateApi();
});
afterEach(() => state.stop());

const HEAD = NAMES.ledger[0];
const PATH = `api/v1/namespaces/k8s-monitor/configmaps/${HEAD}`;
const { signal } = new AbortController();
const puts = () => state.api.asked.filter(({ method }) => method === 'PUT').length;

async function changed(data: Record<string, string> = { a: 'b' }): Promise<object> {
  return { ...((await state.objects().get(PATH, signal)) as object), data };
}

describe('replacing an object', () => {
  it('writes it, and answers what is there now', async () => {
    const now = await state.objects().replace(PATH, await changed(), signal);
    expect(now).toEqual(state.stored.read(HEAD));
    expect(now).toMatchObject({ data: { a: 'b' } });
  });

  it('meets a Conflict when somebody else has written since', async () => {
    const body = await changed();
    state.stored.change(HEAD, (map) => {
      map.data = { theirs: 'stays' };
    });
    const writing = state.objects().replace(PATH, body, signal);
    await expect(writing).rejects.toThrow(Conflict);
    await expect(writing).rejects.toThrow('the object has been modified');
    expect([state.stored.read(HEAD).data, puts()]).toEqual([{ theirs: 'stays' }, 1]);
  });

  it.each([503, 500, 429])('is tried again after a passing %i', async (code) => {
    const body = await changed();
    state.script(({ method }) => (method === 'PUT' && puts() === 1 ? { status: code } : null));
    await state.objects().replace(PATH, body, signal);
    expect([state.stored.read(HEAD).data, puts()]).toEqual([{ a: 'b' }, 2]);
  });

  it('that was written although the answer never came is not written twice: the second try meets a Conflict', async () => {
    const body = await changed();
    state.script(({ method }) => (method === 'PUT' && puts() === 1 ? 'lost' : null));
    await expect(state.objects().replace(PATH, body, signal)).rejects.toThrow(Conflict);
    expect(state.stored.read(HEAD).data).toEqual({ a: 'b' });
  });

  it.each([
    [403, 'forbidden', 'Forbidden'],
    [422, 'error', 'Invalid'],
    [400, 'error', 'BadRequest'],
  ])('is not tried again after %i', async (code, fault, reason) => {
    const body = await changed();
    state.script(({ method }) =>
      method === 'PUT' ? { status: code, body: status(code, reason, 'no, because') } : null,
    );
    const writing = state.objects().replace(PATH, body, signal);
    await expect(writing).rejects.toMatchObject({ fault, message: expect.stringContaining('no, because') });
    expect(puts()).toBe(1);
  });

  it('of more than a MiB of values is refused, as the real server does', async () => {
    const body = await changed({ a: 'x'.repeat(2 ** 20), b: 'y' });
    await expect(state.objects().replace(PATH, body, signal)).rejects.toThrow('may not be more than 1048576 bytes');
    await state.objects().replace(PATH, await changed({ a: 'x'.repeat(2 ** 20) }), signal);
    expect(sizeOf(state.stored.read(HEAD))).toBe(2 ** 20);
  });

  it('without a resourceVersion is never sent', async () => {
    const body = { kind: 'ConfigMap', metadata: { name: HEAD } };
    await expect(state.objects().replace(PATH, body, signal)).rejects.toThrow(
      'not written without its resourceVersion',
    );
    expect(puts()).toBe(0);
  });

  it('that is not there is an error, and makes none', async () => {
    const body = await changed();
    state.stored.remove(HEAD);
    await expect(state.objects().replace(PATH, body, signal)).rejects.toMatchObject({ status: 404 });
  });

  it('that never answers ends in time', async () => {
    const body = await changed();
    state.script(() => 'hang');
    const before = performance.now();
    const writing = state.objects({ callTimeoutMs: 100 }).replace(PATH, body, signal);
    await expect(writing).rejects.toMatchObject({ fault: 'timeout' });
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  it('with an expired token is sent once more with a new one', async () => {
    await state.stop();
    state = await stateApi({ token: 'new' });
    const file = join(mkdtempSync(join(tmpdir(), 'k8s-monitor-test-')), 'token');
    writeFileSync(file, 'old');
    const kubeconfig = state.api.kubeconfig();
    const credentials = findCredentials({
      kubeconfig,
      context: null,
      home: null,
      serviceHost: null,
      servicePort: null,
    });
    const link = openLink({ ...credentials, ...fromTokenFile(file, 'test') });
    const objects = objectWrites(link, { clock: systemClock, callTimeoutMs: 5_000 });
    const body = { ...state.stored.read(HEAD), data: { a: 'b' } };
    await expect(objects.replace(PATH, body, signal)).rejects.toMatchObject({ fault: 'unauthorized' });
    writeFileSync(file, 'new');
    expect(await objects.replace(PATH, body, signal)).toMatchObject({ data: { a: 'b' } });
    link.close();
  });
});

describe('making an object', () => {
  const lease = `apis/coordination.k8s.io/v1/namespaces/${WHERE.namespace}/leases/${NAMES.lease}`;
  const empty = { kind: 'Lease', metadata: { name: NAMES.lease, namespace: WHERE.namespace }, spec: {} };

  it('puts it at its path, and is a conflict when it is there', async () => {
    state.stored.letMakeLease();
    state.stored.remove(NAMES.lease, 'Lease');
    expect(await state.objects().make(lease, empty, signal)).toEqual(state.stored.read(NAMES.lease, 'Lease'));
    await expect(state.objects().make(lease, empty, signal)).rejects.toThrow(Conflict);
  });

  it('is refused where the role does not name it', async () => {
    state.stored.remove(NAMES.lease, 'Lease');
    await expect(state.objects().make(lease, empty, signal)).rejects.toMatchObject({ fault: 'forbidden' });
  });
});

describe('reading an object', () => {
  it('that is not there gives null', async () => {
    expect(await state.objects().get(`${PATH}x`, signal)).toBeNull();
  });

  it('says why it could not', async () => {
    state.script(() => ({ status: 200, body: '<html>' }));
    await expect(state.objects().get(PATH, signal)).rejects.toThrow(ReadError);
  });

  it("tells the server's own time", async () => {
    const date = 'Sat, 21 Nov 2026 03:14:00 GMT';
    const objects = state.objects();
    expect(objects.serverTime()).toBeNull();
    state.script(() => ({ status: 200, body: '{}', headers: { date } }));
    await objects.get(PATH, signal);
    const told = objects.serverTime()?.getTime() ?? 0;
    expect(told - Date.parse(date)).toBeGreaterThanOrEqual(0);
    expect(told - Date.parse(date)).toBeLessThan(2_000);
  });
});
