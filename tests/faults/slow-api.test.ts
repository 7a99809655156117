// Row 5: the API server is slow, or never answers. Each call and each stage has an end, and the cycle tells what it has.
import { createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { type Asked, type Reply, writeKubeconfig } from '../support/fake-api.ts';
import { at, BROKEN, town, WELL } from './lib/town.ts';

const QUICK = { API_CALL_TIMEOUT_SECONDS: '0.6', READ_DEADLINE_SECONDS: '2', LOG_DEADLINE_SECONDS: '0.6' };
/** Far below the 120 s an answer takes, and above what a busy machine needs. */
const SOON = 20_000;
const BLIND = ['#standard: *[SEV-2] the cluster fake could not be read*'];
const of =
  (resource: string, reply: Reply) =>
  (asked: Asked): Reply =>
    asked.resource === resource ? reply : null;

async function known() {
  const t = await town({ objects: BROKEN });
  await t.cycle({ at: at(10) });
  t.news();
  t.pings();
  return { t, open: await t.open() };
}

/** Takes connections, and neither reads nor answers. */
async function blackHole(scheme: string): Promise<string> {
  const sockets: Socket[] = [];
  const server = createServer({ pauseOnConnect: true }, (socket) => void sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return writeKubeconfig(`${scheme}://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
}

it.each(['http', 'https'])('row 5: a black hole over %s: blind, in time, nothing resolved', async (scheme) => {
  const { t, open } = await known();
  const env = { ...QUICK, KUBECONFIG: await blackHole(scheme) };
  const { code, ms, report } = await t.cycle({ at: at(11), env });
  expect([code, report.cycle.outcome, t.pings()]).toEqual([3, 'failed', ['start', 'fail']]);
  expect(ms).toBeLessThan(SOON);
  expect(t.news()).toEqual(BLIND);
  expect(t.slack.messages.at(-1)?.text).toContain('took longer than 600 ms');
  expect(await t.open()).toMatchObject(open);
});

it.each<[string, Reply]>([
  ['hang', 'hang'],
  ['take 120 s', { status: 200, body: '{"items":[]}', delayMs: 120_000 }],
  ['come a byte at a time', 'drip'],
])('row 5: the pods %s: a gap after their own time, the rest is judged, nothing is resolved', async (_what, reply) => {
  const { t, open } = await known();
  t.holds(WELL);
  t.fault(of('pods', reply));
  // The stage has time enough: the call ends by its own.
  const { code, ms, report } = await t.cycle({ at: at(11), env: { ...QUICK, READ_DEADLINE_SECONDS: '15' } });
  expect([code, report.cycle.outcome]).toEqual([1, 'degraded']);
  expect(ms).toBeLessThan(SOON);
  expect(report.gaps).toMatchObject([{ verb: 'list', resource: 'pods', cause: 'timeout', hides: ['shop-api'] }]);
  expect(report.gaps[0]?.detail).toBe('the answer to api/v1/pods took longer than 600 ms');
  expect(t.news()).toEqual(['#standard: *[SEV-2] could not list pods (timeout)*']);
  expect(await t.open()).toMatchObject(open);
  t.fault(null);
  await t.cycle({ at: at(12) });
  expect(await t.open()).toEqual({});
});

it('row 5: it stops answering in the middle: the stage ends in its own time, and says what it did not read', async () => {
  const { t, open } = await known();
  t.holds(WELL);
  // A call would have time enough, all of them together have not.
  let turn = 0;
  const env = { READ_DEADLINE_SECONDS: '2.5', API_CALL_TIMEOUT_SECONDS: '4' };
  t.fault(() => (turn++ < 6 ? null : 'hang'));
  const { code, ms, report } = await t.cycle({ at: at(11), env });
  expect([code, report.cycle.outcome]).toEqual([1, 'degraded']);
  expect(ms).toBeLessThan(SOON);
  expect(report.gaps.length).toBeGreaterThan(10);
  expect(report.gaps[0]).toMatchObject({
    cause: 'timeout',
    detail: expect.stringContaining('reading the cluster took longer than 2.5 s'),
  });
  expect(await t.open()).toMatchObject(open);
});

it('row 5: the logs never come: the incidents are told without them', async () => {
  const t = await town({ objects: BROKEN });
  t.fault(of('pods/log', 'hang'));
  const { code, ms, report } = await t.cycle({ at: at(10), env: QUICK });
  expect([code, report.cycle.outcome, report.gaps]).toEqual([0, 'ok', []]);
  expect(report.warnings).toEqual([
    expect.stringMatching(/^could not read 2 logs, .*reading logs took longer than 600 ms/),
  ]);
  expect(ms).toBeLessThan(SOON);
  expect(Object.keys(await t.open())).toEqual(
    expect.arrayContaining(['service:shop-api', 'object:Deployment/cart/cart']),
  );
  expect(t.news().slice(0, 2)).toEqual([
    expect.stringContaining('[SEV-1] shop-api is down'),
    expect.stringContaining('[SEV-3] deployment cart is down'),
  ]);
});

it.each<[string, Reply, number]>([
  ['nothing answers', 'hang', 3],
  ['the pods hang', null, 1],
])('row 5: the time for the whole cycle is over while %s: it is told all the same', async (_what, all, code) => {
  const { t, open } = await known();
  const env = { API_CALL_TIMEOUT_SECONDS: '60', READ_DEADLINE_SECONDS: '90', CYCLE_DEADLINE_SECONDS: '2.5' };
  t.fault(all === null ? of('pods', 'hang') : () => all);
  const ended = await t.cycle({ at: at(11), env });
  expect(ended.code).toBe(code);
  expect(ended.ms).toBeLessThan(SOON);
  expect(t.news()).toEqual(code === 3 ? BLIND : ['#standard: *[SEV-2] could not list pods (timeout)*']);
  expect(t.slack.messages.at(-1)?.text).toContain('the whole cycle took longer than 2.5 s');
  expect(await t.open()).toMatchObject(open);
});
