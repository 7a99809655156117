import { describe, expect, test } from 'vitest';
import { type Clock, systemClock } from './clock.ts';
import { deadlineIn, within } from './deadline.ts';
import { ConfigError, ReadError } from './errors.ts';
import { type RetryPolicy, retrying } from './retry.ts';

const QUICK: RetryPolicy = { retries: 3, firstWaitMs: 1, longestWaitMs: 5, timeoutRetries: 1 };
const passing = (retryAfterMs: number | null = null) =>
  new ReadError('error', 'busy', { transient: true, retryAfterMs });

/** Fails with each of the errors in turn, then works. */
async function run(errors: readonly Error[]): Promise<{ tries: number; error: unknown; sleptMs: number }> {
  const deadline = deadlineIn(60_000, 'the test', systemClock);
  let sleptMs = 0;
  const sleep = async (ms: number) => {
    sleptMs += ms;
  };
  const clock: Clock = { ...systemClock, sleep };
  let tries = 0;
  const error: unknown = await retrying(QUICK, deadline, clock, async () => {
    tries += 1;
    const next = errors[tries - 1];
    if (next !== undefined) throw next;
    return null;
  }).catch((reason: unknown) => reason);
  deadline.end();
  return { tries, error, sleptMs };
}

describe('what is tried again', () => {
  test('a passing fault, until it works or the tries are used up', async () => {
    expect(await run([passing(), passing()])).toMatchObject({ tries: 3, error: null });
    const last = passing();
    expect(await run([passing(), passing(), passing(), last])).toMatchObject({ tries: 4, error: last });
  });

  test('nothing else', async () => {
    const refused = new ReadError('forbidden', 'no');
    expect(await run([refused])).toMatchObject({ tries: 1, error: refused });
    const broken = new ConfigError('no');
    expect(await run([broken])).toMatchObject({ tries: 1, error: broken });
    const bug = new TypeError('bug');
    expect(await run([bug])).toMatchObject({ tries: 1, error: bug });
  });

  test('a timeout only once', async () => {
    const slow = new ReadError('timeout', 'slow', { transient: true });
    expect(await run([slow, slow, slow])).toMatchObject({ tries: 2, error: slow });
  });
});

describe('Retry-After', () => {
  test('is waited for when it fits', async () => {
    const { tries, error, sleptMs } = await run([passing(6_000)]);
    expect([tries, error]).toEqual([2, null]);
    // p-retry waits the rest itself.
    expect(sleptMs).toBeGreaterThanOrEqual(6_000 - QUICK.longestWaitMs);
  });

  test('is not when it does not', async () => {
    const { tries, error, sleptMs } = await run([passing(90_000)]);
    expect([tries, sleptMs]).toEqual([1, 0]);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^busy; asked to wait 90 s, only [\d.]+ s are left$/),
    });
  });
});

describe('deadlines', () => {
  test('end what never ends, and say what took so long', async () => {
    const deadline = deadlineIn(30, 'reading the cluster', systemClock);
    const never = (signal: AbortSignal) =>
      new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    await expect(within(10, 'a page', systemClock, deadline.signal, never)).rejects.toMatchObject({
      fault: 'timeout',
      message: 'a page took longer than 10 ms',
    });
    await expect(within(1_000, 'a page', systemClock, deadline.signal, never)).rejects.toMatchObject({
      message: 'reading the cluster took longer than 30 ms',
    });
    expect(deadline.leftMs()).toBe(0);
  });

  test('pass on why the parent ended', async () => {
    const reason = new Error('stopped');
    const deadline = deadlineIn(1_000, 'x', systemClock, AbortSignal.abort(reason));
    expect(deadline.signal.reason).toBe(reason);
    deadline.end();
  });
});
