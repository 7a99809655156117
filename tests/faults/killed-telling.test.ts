// Rows 29 and 30: killed after it was decided, before or after Slack had it. The next run tells it, and nobody hears it twice.
import { expect, it } from 'vitest';
import { BOTH, killedRun, nothingMore, ofShops } from './lib/killed.ts';
import { at, BROKEN, type Town, town, WELL } from './lib/town.ts';

async function nextTellsBoth(t: Town): Promise<void> {
  t.slack.behave(null);
  expect((await t.cycle({ at: at(10, 5) })).code).toBe(0);
  expect(ofShops(t)).toEqual(BOTH);
  await nothingMore(t);
}

/** A town whose GitHub, which is asked once the rules' decisions are kept, never answers until it `heals`. */
async function withHeldGithub() {
  const github = { hangs: true, asked: () => {} };
  const script = () => {
    github.asked();
    return github.hangs ? ({ kind: 'hang' } as const) : undefined;
  };
  const t = await town({ objects: BROKEN, github: { script } });
  await killedRun(t, at(10), ({ kill }) => {
    github.asked = kill;
  });
  expect(t.slack.requests).toEqual([]);
  github.hangs = false;
  return t;
}

it('row 29: killed while GitHub is asked: all was kept before, and the next run tells it', async () => {
  const t = await withHeldGithub();
  const { outbox, incidents } = await t.ledger();
  expect(outbox.map(({ to, attempts }) => [to, attempts])).toEqual([
    ['slack:#critical', 0],
    ['slack:#standard', 0],
  ]);
  expect(incidents.every(({ told }) => told !== null)).toBe(true);
  await nextTellsBoth(t);
});

it('row 29: killed while GitHub is asked, and all is well when the next run looks: told from the outbox, and its end', async () => {
  const t = await withHeldGithub();
  t.holds(WELL);
  expect((await t.cycle({ at: at(11) })).code).toBe(0);
  expect(t.slack.messages.slice(0, 2).map(({ threadTs }) => threadTs)).toEqual([null, null]);
  // Each message was told as it was kept, answered, and edited in place.
  expect(ofShops(t)).toEqual([
    expect.stringContaining('#critical: *[RESOLVED] shop-api is down'),
    expect.stringContaining('#standard: *[RESOLVED] deployment cart is down'),
    expect.stringContaining('↳ #critical: *[RESOLVED] shop-api is down'),
    expect.stringContaining('↳ #standard: *[RESOLVED] deployment cart is down'),
  ]);
  await nothingMore(t, at(11, 10));
});

it('row 29: killed while Slack has not taken it yet: looked for, and told once', async () => {
  const t = await town({ objects: BROKEN });
  await killedRun(t, at(10), ({ kill }) => {
    t.slack.behave(({ method }) => {
      if (method === 'chat.postMessage') kill();
      return 'hang';
    });
  });
  expect(t.slack.messages).toEqual([]);
  await nextTellsBoth(t);
});

it('row 30: killed after Slack said 200, which was never read: looked for, not sent again', async () => {
  const t = await town({ objects: BROKEN });
  await killedRun(t, at(10), (moment) => t.slack.behave(stoppedAtPost(moment)));
  expect(t.slack.messages.length).toBeGreaterThan(0);
  await nextTellsBoth(t);
});

it('row 30: the same with a reply: looked for in its thread, not sent again', async () => {
  const t = await town({ objects: BROKEN });
  await t.cycle({ at: at(9, 55) });
  expect(ofShops(t)).toEqual(BOTH);
  t.holds(WELL);
  await killedRun(t, at(10), (moment) => t.slack.behave(stoppedAtPost(moment)));
  expect(t.slack.messages.length).toBeGreaterThan(2);
  t.slack.behave(null);
  expect((await t.cycle({ at: at(10, 5) })).code).toBe(0);
  expect(ofShops(t).map((line) => line.slice(0, 23))).toEqual(['↳ #critical: *[RESOLVED', '↳ #standard: *[RESOLVED']);
  await nothingMore(t);
});

/** It stands still as soon as it has posted, so that the 200 waits in its ear; then it is killed. */
function stoppedAtPost({ stop, kill }: { readonly stop: () => void; readonly kill: () => void }) {
  return ({ method }: { readonly method: string }) => {
    if (method !== 'chat.postMessage') return null;
    stop();
    setImmediate(kill);
    return null;
  };
}
