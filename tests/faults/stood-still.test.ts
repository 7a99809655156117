// Row 39: a run that stood still for longer than its lease finds another one in its place: it writes and sends nothing any more.
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { atOnce } from './lib/at-once.ts';
import { HALLS, type Hall } from './lib/halls.ts';
import { isSkipped, started } from './lib/started.ts';
import { at, BROKEN } from './lib/town.ts';

/** Where it stands still: the first such request. */
const MOMENTS = { 'while it reads': 'pods', 'before it tells': 'github', 'between two messages': 'slack' } as const;

it.each(Object.entries(HALLS))(
  'row 39: stopped while it reads, before it tells, between messages; the state in %s',
  (_, open) => atOnce(MOMENTS, (request) => stopAt(request, open)),
);

async function stopAt(request: string, open: (typeof HALLS)[string]): Promise<void> {
  const reached = Promise.withResolvers<void>();
  let stands = false;
  const met = (what: string): null => {
    if (what !== request || stands) return null;
    stands = true;
    stopped.signal('SIGSTOP');
    reached.resolve();
    return null;
  };
  const t = await open({
    objects: BROKEN,
    github: { script: () => met('github') ?? undefined },
    // One after the other: what has begun to leave when it stops can't be called back.
    env: { SLACK_CHANNEL_CRITICAL: '#standard' },
  });
  t.fault(({ resource }) => met(resource));
  t.slack.behave(({ method }) => (method === 'chat.postMessage' ? met('slack') : null));
  const stopped = started({ ...t.env, RUN_ID: 'stopped', LEASE_SECONDS: '3' }, ['--now', at(10)]);
  await reached.promise;
  expect([t.holder(), t.slack.messages.length]).toEqual(['stopped', request === 'slack' ? 1 : 0]);
  await takenOver(t);
  const told = t.news();
  for (const about of ['shop-api', 'cart'])
    expect(told.filter((line) => line.includes(`${about} is down`))).toHaveLength(1);
  const before = await t.ledger();

  const asked = t.api.asked.length;
  stopped.signal('SIGCONT');
  const { code, stderr } = await stopped.over;
  expect([code, stderr]).toEqual([2, expect.stringContaining('this run is not the one that counts any more')]);
  expect([t.news(), await t.ledger()]).toEqual([[], before]);
  expect(new Set(Object.values(t.slack.deliveries()))).toEqual(new Set([1]));
  expect(t.api.asked.slice(asked).filter(({ method, path }) => method === 'PUT' && !path.includes('/leases/'))).toEqual(
    [],
  );
  // The outside has heard of the one that counts: it is told neither that all is well, nor that it is not.
  expect(t.pings().filter((ping) => ping !== 'start')).toEqual(['success']);
}

/** Another run, as often as it takes: it is skipped as long as the lease of the one that stands still lasts. */
async function takenOver(t: Hall): Promise<void> {
  for (;;) {
    const next = started({ ...t.env, RUN_ID: 'next' }, ['--now', at(10, 20)]);
    const { code, stdout, stderr } = await next.over;
    expect(code, stderr).toBe(0);
    if (!isSkipped(stdout)) return;
    await wait(200);
  }
}
