// A clock that is set forward or back between cycles: what is broken stays broken, what was told is told, no duration is negative.
import { expect, it } from 'vitest';
import { app } from '../support/cycles-objects.ts';
import { type World, world } from '../support/world.ts';
import { type Run, runWith } from './lib/run-with.ts';
import { NAMESPACES } from './lib/town.ts';

const at = (time: string) => `2026-11-18T${time}:00Z`;
/** Faults of every age that a rule asks for: a crash, a claim, a certificate, a schedule, a pod that is not ready, a node. */
const AGED: readonly object[] = [
  ...NAMESPACES,
  ...app('shop-api', ['crash', 'ok'], new Date(at('09:54'))),
  ...app('cart', ['unready'], new Date(at('09:20'))),
  {
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'blog', uid: 'claim', creationTimestamp: at('09:50') },
    spec: { storageClassName: 'nope' },
    status: { phase: 'Pending' },
  },
  {
    kind: 'CronJob',
    metadata: { name: 'backup', namespace: 'blog', uid: 'cron', creationTimestamp: at('00:00') },
    spec: { schedule: '30 * * * *', jobTemplate: { spec: { template: { spec: { containers: [] } } } } },
    status: { lastScheduleTime: at('07:30'), lastSuccessfulTime: at('07:31') },
  },
  {
    kind: 'Certificate',
    metadata: { name: 'tls', namespace: 'blog', uid: 'tls', creationTimestamp: at('00:00') },
    spec: { secretName: 'tls', dnsNames: ['blog.example'] },
    status: { notAfter: at('09:40'), conditions: [] },
  },
  {
    kind: 'Node',
    metadata: { name: 'worker-1', uid: 'node', creationTimestamp: at('09:00') },
    spec: {},
    status: {
      conditions: [{ type: 'Ready', status: 'False', reason: 'KubeletNotReady', lastTransitionTime: at('09:45') }],
    },
  },
];

async function cycles(times: readonly string[]): Promise<{ runs: readonly Run[]; w: World }> {
  const w = await world({
    model: null,
    github: null,
    api: { objects: AGED, logs: {} },
    env: { SEND_PACE_SECONDS: '0.02' },
  });
  const runs: Run[] = [];
  for (const time of times) runs.push(await runWith(w, at(time)));
  return { runs, w };
}

const ids = ({ report }: Run) => report.incidents.map(({ id }) => id).sort();
const negative = /(?<![\w.:-])-\d+(?:\.\d+)? ?(?:ms|s|min|h|d)\b/;

it.each([
  ['two hours forward, and back', ['10:00', '12:00', '10:05']],
  ['two hours back, and forward again', ['10:00', '08:00', '09:00', '10:30']],
  ['a step back of a minute', ['10:00', '09:59']],
])('row 42: %s: nothing is resolved, nothing is told again', async (_, times) => {
  const { runs, w } = await cycles(times);
  const [first, ...later] = runs;
  if (first === undefined) throw new Error('no cycle');
  expect(ids(first).length).toBeGreaterThanOrEqual(6);
  const told = first.report.messages.length;
  expect(told).toBeGreaterThan(0);
  for (const run of later) {
    expect([ids(run), run.code]).toEqual([ids(first), 0]);
    expect(run.report.incidents.filter(({ status }) => status === 'resolved')).toEqual([]);
    expect(run.report.messages).toEqual([]);
  }
  expect(w.slack.messages).toHaveLength(told);
  expect(Object.values(w.slack.deliveries()).filter((times) => times > 1)).toEqual([]);
  for (const { text } of w.slack.messages) expect(text).not.toMatch(negative);
  for (const { report } of runs) expect(JSON.stringify(report)).not.toMatch(negative);
});

it.each([['08:00'], ['12:00']])(
  'row 42: what is found for the first time at %s, with the clock two hours off, is told once',
  async (off) => {
    const { runs, w } = await cycles([off, '10:00', '10:10']);
    const down = runs[0]?.report.incidents.find(({ service }) => service === 'shop-api');
    expect(down).toMatchObject({ severity: 'SEV-2', status: 'open', onset: at('09:54').replace('Z', '.000Z') });
    expect(w.slack.messages.filter(({ text }) => text.includes('shop-api is degraded'))).toHaveLength(1);
    for (const { text } of w.slack.messages) expect(text).not.toMatch(negative);
  },
);

it('row 42: what is well is resolved once the clock is past the last sight of it, and the end has no negative length', async () => {
  const objects: object[] = [...AGED];
  const w = await world({ model: null, github: null, api: { objects, logs: {} }, env: { SEND_PACE_SECONDS: '0.02' } });
  await runWith(w, at('10:00'));
  objects.splice(0, objects.length, ...NAMESPACES, ...app('shop-api', ['ok', 'ok'], new Date(at('07:00'))));
  const back = await runWith(w, at('08:00'));
  expect(back.report.incidents.filter(({ status }) => status === 'resolved')).toEqual([]);
  const over = await runWith(w, at('10:20'));
  const ended = over.report.incidents.filter(({ status }) => status === 'resolved');
  expect(ended.length).toBeGreaterThanOrEqual(5);
  expect(over.report.messages.filter(({ kind }) => kind === 'resolved').length).toBeGreaterThan(0);
  for (const { text } of w.slack.messages) expect(text).not.toMatch(negative);
});

it('row 42: what asked to be left alone, by a clock that has been set back since, is told at once', async () => {
  let isBusy = true;
  const busy = { status: 429, body: '{"ok":false,"error":"ratelimited"}', headers: { 'retry-after': '120' } };
  const w = await world({
    model: null,
    github: null,
    slack: { script: ({ method }) => (isBusy && method === 'chat.postMessage' ? busy : null) },
    env: { SEND_DEADLINE_SECONDS: '3' },
  });
  const ahead = await runWith(w, at('12:00'));
  expect([ahead.code, ahead.report.messages[0]?.delivery.status]).toEqual([1, 'queued']);
  isBusy = false;
  const back = await runWith(w, at('10:00'));
  expect(back.report.messages.map(({ delivery }) => delivery.status)).toEqual(['sent']);
  expect([back.code, w.slack.messages.length]).toEqual([0, 1]);
  expect(w.slack.messages[0]?.text).not.toMatch(negative);
});
