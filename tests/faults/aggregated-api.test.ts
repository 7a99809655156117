// Row 12: an API that another server answers for (metrics) is down. That part is unknown, the rest is as it is.
import { expect, it } from 'vitest';
import type { Asked, Reply } from '../support/fake-api.ts';
import { status } from '../support/fake-status.ts';
import { at, BROKEN, town, WELL } from './lib/town.ts';

const DOWN: Reply = {
  status: 503,
  body: 'error trying to reach service: dial tcp 10.43.7.1:443: connect: connection refused',
  headers: { 'content-type': 'text/plain; charset=utf-8' },
};
const METRICS = 'pods.metrics.k8s.io';
/** What discovery says while nobody answers for the group: served, with nothing known of it. */
const STALE = JSON.stringify({
  kind: 'APIGroupDiscoveryList',
  apiVersion: 'apidiscovery.k8s.io/v2',
  items: [
    { metadata: { name: 'metrics.k8s.io' }, versions: [{ version: 'v1beta1', freshness: 'Stale', resources: [] }] },
  ],
});
/** Its tries in vain may take no longer; the rest is read in that time on a busy machine as well. */
const SHORT = { READ_DEADLINE_SECONDS: '8' };

const metricsDown =
  (discovery: Reply) =>
  ({ resource }: Asked): Reply => {
    if (resource === METRICS) return DOWN;
    return resource === 'apis' ? discovery : null;
  };

it.each<[string, Reply]>([
  ['discovery as usual', null],
  ['discovery calls it stale', { status: 200, body: STALE }],
  ['discovery down as well', { status: 503, body: status(503, 'ServiceUnavailable', 'discovery failed') }],
])('row 12: 503 of the metrics, %s: a gap of its own, the services are judged and told', async (_what, discovery) => {
  const t = await town({ objects: BROKEN, api: { serves: ['PodMetrics'] } });
  t.fault(metricsDown(discovery));
  const { code, report } = await t.cycle({ at: at(10), env: SHORT });
  expect([code, report.cycle.outcome]).toEqual([1, 'degraded']);
  expect(report.gaps).toMatchObject([{ verb: 'list', resource: METRICS, cause: 'error', hides: [] }]);
  expect(report.services.map(({ state }) => state)).toEqual(['down']);
  expect(t.news()).toEqual([
    expect.stringMatching(/^#critical: @here \*\[SEV-1\] shop-api is down/),
    expect.stringMatching(/^#standard: \*\[SEV-3\] deployment cart is down/),
    `#standard: *[SEV-3] could not list ${METRICS} (error)*`,
  ]);

  // It hides no service: what heals is over.
  t.holds(WELL);
  const healed = await t.cycle({ at: at(11), env: SHORT });
  expect([healed.code, healed.report.services.map(({ state }) => state)]).toEqual([0, ['ok']]);
  expect(t.news().map((line) => /\[RESOLVED\] [\w-]+/.exec(line)?.[0])).toEqual([
    '[RESOLVED] shop-api',
    '[RESOLVED] deployment',
  ]);

  t.fault(null);
  expect((await t.cycle({ at: at(12) })).report.cycle.outcome).toBe('ok');
  expect(t.news()).toEqual([`↳ #standard: *[RESOLVED] could not list ${METRICS} (error)*`]);
});
