// Row 8: answers that are no answers. Each is a gap that says what came, no crash, and costs no more memory than a cap allows.
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { Asked, Reply } from '../support/fake-api.ts';
import { mangledLists } from './lib/mangled.ts';
import { peakMemory } from './lib/peak-memory.ts';
import { at, BROKEN, town, WELL } from './lib/town.ts';
import { WITNESSES } from './lib/witnesses.ts';

const MIB = 1 << 20;
/** A cycle on a small cluster takes 120 MiB, and one page may have 64. */
const MOST = 300 * MIB;
const json = (body: string | Buffer, headers: Record<string, string> = {}) => ({ status: 200, body, headers });
const ODD: readonly (readonly [what: string, reply: () => Reply, why: string])[] = [
  ['truncated JSON', () => json('{"kind":"PodList","items":[{"metadata":{"na'), 'is not complete JSON; it starts with'],
  [
    'HTML',
    () => json('<html>Please sign in</html>', { 'content-type': 'text/html' }),
    'starts with "<html>Please sign in',
  ],
  ['nothing', () => json(''), 'is not complete JSON'],
  ['an array', () => json('[]'), 'is not what a Kubernetes API says'],
  ['a list of nothing', () => json('{"metadata":{},"items":"none"}'), 'is not what a Kubernetes API says'],
  ['a gzip bomb', () => json(gzipSync(Buffer.alloc(512 * MIB)), { 'content-encoding': 'gzip' }), "packed as 'gzip'"],
  ['80 MiB of blanks', () => json(Buffer.alloc(80 * MIB, ' ')), 'larger than 67108864 bytes'],
  ['one object of 80 MiB', () => json(`{"items":[{"kind":"${'x'.repeat(80 * MIB)}"}]}`), 'larger than 67108864 bytes'],
  ['millions of brackets', () => json(`{"items":[${'['.repeat(4 * MIB)}]}`), 'is not complete JSON'],
];

it.each(ODD)(
  'row 8: %s in place of the pods: a gap that says so, capped, nothing resolved',
  async (_what, make, why) => {
    const reply = make();
    const t = await town({ objects: BROKEN });
    await t.cycle({ at: at(10) });
    const known = await t.open();
    t.news();

    t.holds(WELL);
    t.fault(({ resource }) => (resource === 'pods' ? reply : null));
    const peak = peakMemory();
    const { code, report, stderr } = await t.cycle({ at: at(11), env: { READ_DEADLINE_SECONDS: '30', ...peak.env } });
    expect([code, report.cycle.outcome, stderr]).toEqual([1, 'degraded', '']);
    expect(report.gaps).toMatchObject([{ verb: 'list', resource: 'pods', cause: 'invalid', hides: ['shop-api'] }]);
    expect(report.gaps[0]?.detail).toContain(why);
    // It is asked once: what is wrong with it stays wrong.
    expect(t.api.asked.filter(({ resource }) => resource === 'pods')).toHaveLength(2);
    expect(t.news()).toEqual(['#standard: *[SEV-2] could not list pods (invalid)*']);
    expect(await t.open()).toMatchObject(known);
    expect(peak.bytes()).toBeLessThan(MOST);
  },
);

it('row 8: every answer is a sign-in page: blind, as row 1', async () => {
  const t = await town({ objects: BROKEN });
  await t.cycle({ at: at(10) });
  const known = await t.open();
  t.news();
  t.fault(() => json('<html>Please sign in</html>', { 'content-type': 'text/html' }));
  expect((await t.cycle({ at: at(11) })).code).toBe(3);
  expect(t.news()).toEqual(['#standard: *[SEV-2] the cluster fake could not be read*']);
  expect(await t.open()).toMatchObject(known);
});

it.each([1, 2, 3])(
  'row 8: bytes changed at random in every list, seed %i: a gap for each that is no JSON any more',
  async (seed) => {
    const lists = mangledLists(WITNESSES, seed);
    const t = await town({ objects: [] });
    t.fault(({ resource }: Asked) => {
      const mangled = lists.get(resource);
      return mangled === undefined ? null : json(mangled.body);
    });
    const { code, report, stderr } = await t.cycle({ at: at(10) });
    expect([code, stderr]).toEqual([1, '']);
    const unreadable = [...lists].filter(([, { readable }]) => !readable).map(([resource]) => resource);
    expect(unreadable.length).toBeGreaterThan(3);
    expect(
      report.gaps
        .filter(({ cause }) => cause === 'invalid')
        .map(({ resource }) => resource)
        .toSorted(),
    ).toEqual(unreadable.toSorted());
  },
);
