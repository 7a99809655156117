import { describe, expect, it, onTestFinished } from 'vitest';
import { type FakeHealthchecks, fakeHealthchecks } from '../../tests/fakes/healthchecks/server.ts';
import { systemClock } from '../platform/clock.ts';
import { type HeartbeatOptions, heartbeat } from './heartbeat.ts';

const RID = '9f0c1c60-4f3b-4e2f-8d2b-0f8a1c2d3e4f';
const SECRET = '5b2a9f0e';

async function setup(script?: Parameters<typeof fakeHealthchecks>[0], over: Partial<HeartbeatOptions> = {}) {
  const check = await fakeHealthchecks(script);
  onTestFinished(() => check.stop());
  const clock = systemClock;
  const options = { runUuid: RID, deadlineMs: 400, clock, signal: new AbortController().signal, ...over };
  return { check, to: (url: string) => heartbeat(url, options), beat: heartbeat(check.url, options) };
}
const actions = ({ accepted }: FakeHealthchecks) => accepted.map(({ action }) => action);

describe('a heartbeat', () => {
  it('tells the start and the end of one run, in order, with what became of it', async () => {
    const { check, beat } = await setup();
    beat.start();
    expect(await beat.success('3 open incidents, 0 gaps')).toBeNull();
    expect(check.accepted).toMatchObject([
      { action: 'start', rid: RID, body: '' },
      { action: 'success', rid: RID, body: '3 open incidents, 0 gaps' },
    ]);
  });

  it('tells that it failed, and exit codes', async () => {
    const { check, beat } = await setup();
    expect([await beat.fail('blind'), await beat.exit(3, 'blind'), await beat.end(false, '')]).toEqual([
      null,
      null,
      null,
    ]);
    expect([await beat.exit(0, ''), await beat.end(true, '')]).toEqual([null, null]);
    expect(actions(check)).toEqual(['fail', '3', 'fail', '0', 'success']);
  });

  it.each(['/', '?create=1', '/?create=1', '#x'])('works with an address that ends in %s', async (end) => {
    const { check, to } = await setup();
    const beat = to(`${check.url}${end}`);
    beat.start();
    expect(await beat.success('')).toBeNull();
    expect(actions(check)).toEqual(['start', 'success']);
    expect(new Set(check.pings.map(({ query }) => query))).toEqual(new Set([end.includes('?') ? '?create=1' : '']));
  });

  it('sends a user and a password of the address as HTTP wants them', async () => {
    const { check, to } = await setup();
    expect(await to(check.url.replace('//', '//me:p%40ss@')).success('')).toBeNull();
    expect(check.pings[0]?.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
  });

  it('holds no secrets, and never more than the service takes', async () => {
    const { check, beat } = await setup();
    const token = `ghp_${'a1B2'.repeat(9)}`;
    await beat.fail(`${token} ${'ü'.repeat(20_000)}`);
    expect(check.accepted[0]?.body).not.toContain(token);
    expect(Buffer.byteLength(check.accepted[0]?.body ?? '')).toBeGreaterThan(5000);
    expect(Buffer.byteLength(check.accepted[0]?.body ?? '')).toBeLessThanOrEqual(10_240);
  });
});

describe('a heartbeat that meets trouble', () => {
  it.each(['reset', { status: 503 }, { status: 429 }, { status: 200, text: 'OK (rate limited)' }] as const)(
    'is tried once more (%j)',
    async (fault) => {
      const { check, beat } = await setup((_ping, nth) => (nth === 1 ? fault : null));
      expect(await beat.success('')).toBeNull();
      expect(check.pings).toHaveLength(2);
    },
  );

  it('that hangs the first time gets through the second time', async () => {
    const { check, beat } = await setup((_ping, nth) => (nth === 1 ? 'hang' : null));
    expect(await beat.success('')).toBeNull();
    expect(actions(check)).toEqual(['success']);
  });

  it.each([
    [{ status: 404 }, 'HTTP 404: look at HEARTBEAT_URL, and whether the check exists'],
    [{ status: 200, text: 'OK (not found)' }, 'it knows no such check; set HEARTBEAT_URL to the ping URL of one'],
    [{ status: 301 }, 'HTTP 301: it sends us to another address; set HEARTBEAT_URL to that one'],
  ] as const)('is not tried again where no time mends it (%j)', async (fault, words) => {
    const { check, beat } = await setup(() => fault);
    expect(await beat.success('')).toContain(words);
    expect(check.pings).toHaveLength(1);
  });

  it.each([
    ['hang', 'no answer in time'],
    ['reset', 'no connection'],
    [{ status: 500 }, 'HTTP 500'],
  ] as const)('ends in its time and says so, without the address (%j)', async (fault, words) => {
    const { check, beat } = await setup(() => fault);
    const began = performance.now();
    const said = (await beat.success('')) ?? '';
    expect(performance.now() - began).toBeLessThan(800);
    expect(said).toContain(`the heartbeat to ${new URL(check.url).host} failed: ${words}`);
    expect(said).not.toContain(SECRET);
    expect(check.pings).toHaveLength(2);
  });

  it('costs nothing while it starts: the cycle goes on, and the end still gets through', async () => {
    const { check, beat } = await setup(({ action }) => (action === 'start' ? 'hang' : null));
    const began = performance.now();
    beat.start();
    expect(performance.now() - began).toBeLessThan(50);
    expect(await beat.success('')).toContain('no answer in time');
    expect(actions(check)).toEqual(['success']);
  });

  it('takes no longer for start and end together than for one of them', async () => {
    const { beat } = await setup(() => 'hang', { deadlineMs: 1000 });
    beat.start();
    const began = performance.now();
    expect(await beat.success('')).toContain('no answer in time');
    expect(performance.now() - began).toBeLessThan(1400);
  });

  it('never rejects: nobody there, no address at all', async () => {
    const { check, to, beat } = await setup();
    await check.stop();
    expect(await beat.success('')).toContain('no connection (ECONNREFUSED)');
    for (const url of ['not a url', 'ftp://host/x', '']) {
      const said = await to(url).success('');
      expect(said).toContain('HEARTBEAT_URL is not an http(s) address');
    }
  });

  it('still says how it ended when the program is asked to stop', async () => {
    const stop = new AbortController();
    const { check, beat } = await setup(({ action }) => (action === 'start' ? 'hang' : null), {
      signal: stop.signal,
      deadlineMs: 60_000,
    });
    beat.start();
    setTimeout(() => stop.abort(new Error('SIGTERM')), 50);
    expect(await beat.exit(143, 'asked to stop')).toContain('failed: ');
    expect(check.accepted).toMatchObject([{ action: '143', body: 'asked to stop' }]);
  });
});
