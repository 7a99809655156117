// Slots in which nobody looked: the next run says for how long, and the outside hears each run begin and end.
import { expect, it, onTestFinished } from 'vitest';
import { type FakeHealthchecks, fakeHealthchecks } from '../fakes/healthchecks/server.ts';
import { type World, world } from '../support/world.ts';
import { type Run, runWith, selfIn } from './lib/run-with.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-18T10:00:00Z');
const hour = (n: number) => new Date(START + n * HOUR).toISOString();
/** As a CronJob starts it: each slot has its own name. */
const slot = (w: World, n: number) => runWith(w, hour(n), { RUN_ID: `k8s-monitor-${n}` });
const said = (w: World) => w.slack.messages.filter(({ text }) => text.includes('no cycle ran'));

async function scheduled(env: Record<string, string> = {}): Promise<{ w: World; outside: FakeHealthchecks }> {
  const outside = await fakeHealthchecks();
  onTestFinished(outside.stop);
  const always = { BUSINESS_HOURS: '00:00-24:00', BUSINESS_DAYS: 'Mon-Sun' };
  return {
    w: await world({ model: null, github: null, env: { ...always, HEARTBEAT_URL: outside.url, ...env } }),
    outside,
  };
}

it.each([
  [1, 'from 11:00 to 12:00 UTC', '2 h ago'],
  [5, 'from 11:00 to 16:00 UTC', '6 h ago'],
  [200, 'from 18 Nov 2026, 11:00 to 26 Nov 2026, 19:00 UTC', '8 d 9 h ago'],
])(
  'row 41: after %i missed slots the next run says from when to when and how many, once',
  async (missed, span, ago) => {
    const { w, outside } = await scheduled();
    expect(selfIn(await slot(w, 0))).toEqual([]);
    const back = await slot(w, missed + 1);
    expect(back.code).toBe(0);
    expect(selfIn(back)).toMatchObject([
      {
        status: 'open',
        severity: 'SEV-3',
        title: `no cycle ran ${span} (${missed} missed)`,
        rationale: expect.stringContaining(ago),
      },
    ]);
    expect(back.report.messages.map(({ kind }) => kind).filter((kind) => kind === 'self')).toHaveLength(1);
    expect(said(w)).toMatchObject([
      { channel: 'C0STANDARD1', threadTs: null, text: expect.stringContaining(`(${missed} missed)`) },
    ]);

    // That it is over is no news, and it is not said again.
    const next = await slot(w, missed + 2);
    expect(selfIn(next).filter(({ status }) => status === 'open')).toEqual([]);
    expect(said(w)).toHaveLength(1);

    // The outside hears each run begin and end, with one name for both: it can alarm when nothing comes.
    expect(outside.accepted.map(({ action }) => action)).toEqual(Array(3).fill(['start', 'success']).flat());
    const rids = outside.accepted.map(({ rid }) => rid);
    expect(new Set(rids).size).toBe(3);
    expect(rids.filter((_, i) => i % 2 === 0)).toEqual(rids.filter((_, i) => i % 2 === 1));
  },
);

it('row 41: what is missed again and again is told once a day, in the thread of that day', async () => {
  const { w } = await scheduled();
  const runs: Run[] = [];
  for (const n of [0, 2, 4, 6, 26]) runs.push(await slot(w, n));
  const verdicts = runs.map((run) => {
    const [self] = selfIn(run);
    return self && run.report.decisions.find(({ incidentId }) => incidentId === self.id)?.reason;
  });
  expect(verdicts).toEqual([undefined, 'new', 'unchanged', 'unchanged', 'reminder']);
  expect(said(w)).toHaveLength(2);
  expect(said(w)[1]?.text).toContain('(19 missed)');
  expect(said(w)[1]?.threadTs).toBeNull();
});

it('row 41: where another trouble has opened the thread of the day, the gap is a reply in it', async () => {
  const { w } = await scheduled();
  const absent = { SERVICES_FILE: '/nowhere/services.txt', RUN_ID: 'k8s-monitor-0' };
  await runWith(w, hour(0), absent);
  const opener = w.slack.messages.find(({ text }) => text.includes('/nowhere/services.txt'));
  expect(opener?.threadTs).toBeNull();
  await slot(w, 4);
  expect(said(w)).toMatchObject([{ threadTs: opener?.ts }]);
});

it('row 41: at night it waits for people, and still says for how long', async () => {
  const { w } = await scheduled({ BUSINESS_HOURS: '09:00-17:00', BUSINESS_TZ: 'Europe/Berlin' });
  await slot(w, 0);
  const night = await slot(w, 9);
  expect(selfIn(night)[0]?.title).toBe('no cycle ran from 12:00 to 20:00 GMT+1 (8 missed)');
  expect(night.report.decisions.find(({ reason }) => reason === 'outside-hours')?.until).toBe(
    '2026-11-19T08:00:00.000Z',
  );
  for (const n of [10, 21.5, 22]) await slot(w, n);
  expect(said(w).some(({ text }) => text.includes('from 12:00 to 20:00 GMT+1 (8 missed)'))).toBe(true);
});

it('row 41: a run by hand, a late one and a slot that runs twice miss nothing', async () => {
  const { w } = await scheduled();
  await slot(w, 0);
  const late = await runWith(w, hour(1.4), { RUN_ID: 'k8s-monitor-1' });
  const twice = await runWith(w, hour(1.5), { RUN_ID: 'k8s-monitor-1' });
  const byHand = await runWith(w, hour(50));
  expect([late, twice, byHand].flatMap(selfIn)).toEqual([]);
});
