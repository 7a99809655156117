// A nearly full volume is over when its figures say so, or its claim is gone; not when nobody says how full it is.
import { expect, it } from 'vitest';
import { type CycleInput, monitor } from '../../tests/support/cycles.ts';
import { app } from '../../tests/support/cycles-objects.ts';
import { service } from '../../tests/support/service.ts';
import type { Gap } from '../domain/cluster.ts';
import { NO_ORDERS } from '../domain/orders.ts';

const GI = 2 ** 30;
// A Thursday.
const at = (hour: number) => new Date(Date.UTC(2026, 0, 15, hour));
const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
const claim = {
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', namespace: 'db' },
  spec: { accessModes: ['ReadWriteOnce'], volumeName: 'pv-1' },
  status: { phase: 'Bound', capacity: { storage: '10Gi' } },
};
const objects = [
  claim,
  ...app('db', ['ok'], at(1), { kind: 'StatefulSet' }).map((object) => {
    const { spec, kind } = object as { kind: string; spec: { template?: { spec: object } } };
    if (kind === 'Pod') return { ...object, spec: { ...spec, volumes } };
    const template = { ...spec.template, spec: { ...spec.template?.spec, volumes } };
    return { ...object, spec: { ...spec, template } };
  }),
];
const figures = (share: number): CycleInput['volumes'] => {
  const [usedBytes, availableBytes] = [10 * GI * share, 10 * GI * (1 - share)];
  return [{ namespace: 'db', claim: 'data', capacityBytes: 10 * GI, usedBytes, availableBytes }];
};
const silent: Gap = {
  verb: 'get',
  resource: 'nodes/stats',
  namespace: null,
  cause: 'timeout',
  detail: 'the kubelet is silent',
};

function told() {
  const run = monitor([service('db')]);
  const { lines } = run({ at: at(9), objects, volumes: figures(0.97) });
  expect(lines).toEqual([expect.stringMatching(/^SEV-\d 001 notify new /)]);
  return run;
}
const about = (lines: readonly string[]) => lines.filter((line) => line.includes(' 001 '));

it('its kubelet is silent, or nobody asks it: it stays as it was, and its series says so', () => {
  const run = told();
  const quiet = run({ at: at(10), objects, gaps: [silent] });
  expect(about(quiet.lines)).toEqual([expect.stringContaining('001 hold unchanged')]);
  const off = run({ at: at(11), objects });
  expect(about(off.lines)).toEqual([expect.stringContaining('001 hold unchanged')]);
  expect(off.ledger.recent['service:db']).toBe('ruu');
  const again = run({ at: at(12), objects, volumes: figures(0.97) });
  expect(again.lines.join()).not.toContain('notify new');
  expect(again.ledger.incidents.filter(({ status }) => status === 'open')).toHaveLength(1);
});

it('its pod is gone, as that of a backup is between its runs: it stays as it was', () => {
  const run = told();
  const { lines } = run({ at: at(10), objects: objects.filter((object) => object !== objects.at(-1)) });
  expect(about(lines).join()).not.toContain('resolved');
});

it('figures that say that there is room again: it is over', () => {
  expect(told()({ at: at(10), objects, volumes: figures(0.5) }).lines).toEqual([
    expect.stringContaining('001 notify resolved'),
  ]);
});

it('figures that say nothing are none', () => {
  const empty = [{ namespace: 'db', claim: 'data' }];
  expect(told()({ at: at(10), objects, volumes: empty }).lines).toEqual([expect.stringContaining('hold unchanged')]);
});

it('its claim is gone, and claims were read: it is over', () => {
  const without = objects.filter((object) => object !== claim);
  const unread = told()({ at: at(10), objects: without, coverage: { PersistentVolumeClaim: 'partial' } });
  expect(unread.lines).toEqual([expect.stringContaining('hold unchanged')]);
  expect(told()({ at: at(10), objects: without }).lines).toEqual([expect.stringContaining('001 notify resolved')]);
});

it('a person who says that it is over is believed without figures', () => {
  const order = { incidentId: 'INC-20260115-001', by: 'ana', reason: 'freed it', at: new Date(at(9).getTime() + 1) };
  const { lines } = told()({ at: at(10), objects, orders: { ...NO_ORDERS, resolves: [order] } });
  expect(lines).toEqual([expect.stringContaining('001 notify resolved')]);
});

it('that nobody looks is told with an incident of what mounts a claim, and with no other one', () => {
  const notChecked = ['how full volumes are (KUBELET_FIGURES is off)'];
  const told = (more: readonly object[], name: string) =>
    monitor([service(name)])({ at: at(9), objects: more, notChecked }).messages.map(({ text }) => text);
  const crashing = app('db', ['crash'], at(8)).map((object) =>
    'spec' in object ? { ...object, spec: { ...(object.spec as object), volumes } } : object,
  );
  expect(told(crashing, 'db')).toEqual([expect.stringContaining('Not checked')]);
  expect(told(crashing, 'db').join()).toContain('how full volumes are (KUBELET_FIGURES is off)');
  const [other] = told(app('api', ['crash'], at(8)), 'api');
  expect(other).toBeDefined();
  expect(other).not.toContain('how full');
});
