// However much breaks at once, it is one message; and its end is one reply.
import { expect, it } from 'vitest';
import { app } from '../support/cycles-objects.ts';
import { world } from '../support/world.ts';

const COUNT = 10_000;
const NAMESPACES = Array.from({ length: 50 }, (_, i) => `team-${i}`);
const SINCE = '2026-11-18T09:00:00Z';

/** Nobody owns it, and nobody listed it. */
function pod(i: number, status: object): object {
  const namespace = NAMESPACES[i % NAMESPACES.length];
  return {
    kind: 'Pod',
    metadata: { name: `job-${i}`, namespace, uid: `${i}`, creationTimestamp: SINCE },
    spec: { nodeName: 'a', containers: [{ name: 'app', image: 'app:1' }] },
    status,
  };
}

const terminated = { exitCode: 1, reason: 'Error', startedAt: SINCE, finishedAt: SINCE };
const CRASHES = {
  phase: 'Running',
  startTime: SINCE,
  conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: SINCE }],
  containerStatuses: [
    {
      name: 'app',
      ready: false,
      restartCount: 8,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated },
    },
  ],
};
const RUNS = {
  phase: 'Running',
  startTime: SINCE,
  conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: SINCE }],
  containerStatuses: [{ name: 'app', ready: true, restartCount: 0, state: { running: { startedAt: SINCE } } }],
};

function cluster(status: object): readonly object[] {
  return [
    ...['kube-system', 'shop-api', ...NAMESPACES].map((name) => ({ kind: 'Namespace', metadata: { name, uid: name } })),
    ...app('shop-api', ['ok', 'ok'], new Date(SINCE)),
    ...Array.from({ length: COUNT }, (_, i) => pod(i, status)),
  ];
}

it('10,000 findings in one cycle are one message that counts them, none in the next, and one reply at the end', async () => {
  const objects = [...cluster(CRASHES)];
  const w = await world({ model: null, github: null, api: { objects, logs: {} } });
  const first = await w.cycle();
  expect([first.code, first.report.findings.length]).toEqual([0, COUNT]);
  expect(w.slack.messages).toHaveLength(1);
  const [told] = w.slack.messages;
  expect(told?.text).toContain('10000 incidents at once');
  expect(told?.text.length).toBeLessThan(12_000);
  expect(first.report.messages.map(({ kind, incidentIds }) => [kind, incidentIds.length])).toEqual([['storm', COUNT]]);

  const next = await w.cycle({ at: '2026-11-18T11:00:00Z' });
  expect([next.code, w.slack.messages.length]).toEqual([0, 1]);

  objects.splice(0, objects.length, ...cluster(RUNS));
  const over = await w.cycle({ at: '2026-11-18T12:00:00Z' });
  expect([over.code, w.slack.messages.length]).toEqual([0, 2]);
  expect(w.slack.messages[1]).toMatchObject({ threadTs: told?.ts, text: expect.stringContaining('10000 incidents') });
}, 300_000);
