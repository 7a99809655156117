// What is grave and seconds old is read again before anybody is woken; a second reading that sees less takes nothing back.
import { expect, it } from 'vitest';
import { partsOf } from '../../tests/support/cycles.ts';
import { app } from '../../tests/support/cycles-objects.ts';
import { service } from '../../tests/support/service.ts';
import { later } from '../../tests/support/trouble.ts';
import { snapshotOf } from '../../tests/support/view.ts';
import { SECOND } from '../domain/duration.ts';
import { emptyLedger } from '../domain/ledger.ts';
import { fixedClock } from '../platform/clock.ts';
import { judgeTwice } from './judge-twice.ts';
import type { ReadResult } from './parts.ts';
import { startTrace } from './trace.ts';

const AT = new Date('2026-01-15T10:00:00Z');
const CLUSTER = { uid: 'u', name: 'test', version: null };
const gap = { verb: 'list', resource: 'pods', namespace: null, cause: 'timeout', detail: 'no answer' } as const;
const down = app('api', ['crash'], later(-20 * SECOND, AT));
const well = app('api', ['ok'], later(-20 * SECOND, AT));
const seen = (objects: readonly object[]): ReadResult => ({
  status: 'read',
  snapshot: snapshotOf(objects, { now: AT }),
});
const hidden = (objects: readonly object[]): ReadResult => ({
  status: 'read',
  snapshot: { ...snapshotOf(objects, { now: AT, coverage: { Pod: 'partial' } }), gaps: [gap] },
});

/** What is decided when a P0 was seen down first, and this after it. */
async function after(second: ReadResult): Promise<readonly string[]> {
  const parts = {
    ...partsOf([service('api')]),
    clock: { ...fixedClock(AT), sleep: async () => {} },
    secondLook: { youngerThanMs: 60 * SECOND, afterMs: 15 * SECOND },
    read: async () => second,
  };
  const { decided } = await judgeTwice(parts, emptyLedger(CLUSTER), seen(down), startTrace(parts.clock));
  return decided.map(({ incident, verdict }) => `${incident.severity} ${incident.key} ${verdict.verdict}`);
}

it('a blink is over in the second reading', async () => {
  expect(await after(seen(well))).toEqual([]);
  expect(await after(seen(down))).toEqual(['SEV-1 service:api notify']);
});

it.each<[string, ReadResult]>([
  ['nothing', { status: 'blind', cluster: CLUSTER, why: 'connection refused' }],
  ['no pods', hidden(well.slice(0, 1))],
  ['only some pods', hidden(well)],
])('a second reading that sees %s takes nothing back', async (_, second) => {
  expect(await after(second)).toEqual(['SEV-1 service:api notify']);
});
