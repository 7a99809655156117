// Must hold 12 and 13 on recordings: when people are told, from process to process.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Report } from '../../src/domain/report.ts';
import { cli, scratch } from '../support/cli.ts';

interface Workload {
  readonly ready: number;
  readonly since: string;
  /** Ends the names of its pods: a deploy brings another one. */
  readonly pods?: string;
}

/** An unlisted Deployment whose only pod crashes, or runs. */
function cluster({ ready, since, pods = 'a' }: Workload): object {
  const meta = { namespace: 'shop', creationTimestamp: '2026-01-01T00:00:00Z' };
  const labels = { app: 'cart' };
  const up = ready === 1;
  const started = { startedAt: since };
  return {
    kind: 'List',
    apiVersion: 'v1',
    items: [
      { kind: 'Namespace', apiVersion: 'v1', metadata: { name: 'kube-system', uid: 'cluster-1' } },
      {
        kind: 'Deployment',
        apiVersion: 'apps/v1',
        metadata: { name: 'cart', ...meta },
        spec: {
          replicas: 1,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [{ name: 'cart' }] } },
        },
        status: {
          readyReplicas: ready,
          conditions: [
            {
              type: 'Available',
              status: up ? 'True' : 'False',
              reason: up ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
              lastTransitionTime: since,
            },
          ],
        },
      },
      {
        kind: 'Pod',
        apiVersion: 'v1',
        metadata: {
          name: `cart-7d9f-${pods}`,
          uid: pods,
          ...meta,
          labels: { ...labels, 'pod-template-hash': '7d9f' },
          ownerReferences: [
            { kind: 'ReplicaSet', name: 'cart-7d9f', controller: true, apiVersion: 'apps/v1', uid: 'rs' },
          ],
        },
        spec: { containers: [{ name: 'cart', image: 'cart:1' }] },
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: up ? 'True' : 'False', lastTransitionTime: since }],
          containerStatuses: [
            up
              ? { name: 'cart', ready: true, restartCount: 0, state: { running: started } }
              : {
                  name: 'cart',
                  ready: false,
                  restartCount: 6,
                  state: {
                    waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container' },
                  },
                  lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: since, finishedAt: since } },
                },
          ],
        },
      },
    ],
  };
}

interface At {
  readonly state: string;
  readonly now: string;
  readonly zone?: string;
}

async function judge(workload: Workload, { state, now, zone = 'Europe/Berlin' }: At): Promise<Report> {
  const file = join(scratch(), 'cluster.json');
  writeFileSync(file, JSON.stringify(cluster(workload)));
  const { code, stdout, stderr } = await cli(
    ['run', '--once', '--snapshot', file, '--state', state, '--now', now, '--output', 'json'],
    { BUSINESS_TZ: zone },
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return Report.parse(JSON.parse(stdout));
}

function said(report: Report): string {
  return report.decisions
    .map((d) => `${d.severity} ${d.verdict} ${d.reason}${d.until === null ? '' : ` until ${d.until}`}`)
    .join('; ');
}

it('tells a SEV-3 at 14:00, and keeps one of 22:00 for 09:00', async () => {
  const fault = { ready: 0, since: '2026-03-10T10:00:00Z' };
  expect(said(await judge(fault, { state: scratch(), now: '2026-03-10T14:00:00+01:00' }))).toBe('SEV-3 notify new');
  const state = scratch();
  const night = await judge(fault, { state, now: '2026-03-10T22:00:00+01:00' });
  expect(said(night)).toBe('SEV-3 hold outside-hours until 2026-03-11T08:00:00.000Z');
  expect(night.messages).toEqual([]);
  const early = await judge(fault, { state, now: '2026-03-11T08:59:00+01:00' });
  expect(said(early)).toContain('hold outside-hours');
  const opening = await judge(fault, { state, now: '2026-03-11T09:00:00+01:00' });
  expect(said(opening)).toBe('SEV-3 notify new');
  expect(opening.messages).toMatchObject([{ kind: 'digest', channel: '#infrastructure-alerts' }]);
  expect(said(await judge(fault, { state, now: '2026-03-11T10:00:00+01:00' }))).toBe('SEV-3 hold unchanged');
});

it.each([
  ['the clocks go forward', '2026-03-27T22:00:00+01:00', '2026-03-30T07:00:00.000Z'],
  ['the clocks go back', '2026-10-23T22:00:00+02:00', '2026-10-26T08:00:00.000Z'],
])('waits over a weekend on which %s, until 09:00 of Monday', async (_what, now, until) => {
  const fault = { ready: 0, since: '2026-03-20T10:00:00Z' };
  expect(said(await judge(fault, { state: scratch(), now }))).toBe(`SEV-3 hold outside-hours until ${until}`);
});

it('drops what healed before opening, with one line about it', async () => {
  const state = scratch();
  await judge({ ready: 0, since: '2026-03-10T20:00:00Z' }, { state, now: '2026-03-10T22:00:00+01:00' });
  const healed = await judge({ ready: 1, since: '2026-03-10T22:00:00Z' }, { state, now: '2026-03-11T01:00:00+01:00' });
  expect(healed.messages).toEqual([]);
  const opening = await judge({ ready: 1, since: '2026-03-10T22:00:00Z' }, { state, now: '2026-03-11T09:00:00+01:00' });
  expect(opening.messages.map((m) => m.text).join('\n')).toMatch(/healed/i);
  expect(opening.messages).toHaveLength(1);
});

it('keeps one id from the first sight to the end, whatever pods it has', async () => {
  const state = scratch();
  const zone = 'UTC';
  const first = await judge({ ready: 0, since: '2026-03-10T09:30:00Z' }, { state, zone, now: '2026-03-10T10:00:00Z' });
  const again = await judge(
    { ready: 0, since: '2026-03-10T10:40:00Z', pods: 'b' },
    { state, zone, now: '2026-03-10T11:00:00Z' },
  );
  const over = await judge(
    { ready: 1, since: '2026-03-10T11:10:00Z', pods: 'c' },
    { state, zone, now: '2026-03-10T12:00:00Z' },
  );
  const after = await judge(
    { ready: 1, since: '2026-03-10T11:10:00Z', pods: 'c' },
    { state, zone, now: '2026-03-10T13:00:00Z' },
  );
  const id = first.incidents[0]?.id;
  expect(id).toBe('INC-20260310-001');
  expect([said(first), said(again), said(over), said(after)]).toEqual([
    'SEV-3 notify new',
    'SEV-3 hold unchanged',
    'SEV-3 notify resolved',
    '',
  ]);
  expect(again.incidents.map((i) => i.id)).toEqual([id]);
  expect(over.incidents).toMatchObject([{ id, status: 'resolved', onset: '2026-03-10T09:30:00.000Z' }]);
});
