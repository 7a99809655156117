// Row 3: RBAC says no to one kind, one namespace, the logs. The gap names verb and resource, everything else works.
import { expect, it } from 'vitest';
import { kindsToRead } from '../../src/analyze/reads.ts';
import { KINDS, type Kind, type KindEntry, resourceName } from '../../src/kinds/registry.ts';
import type { Asked, Reply } from '../support/fake-api.ts';
import { forbidden } from '../support/fake-status.ts';
import { at, BROKEN, type Town, town, WELL } from './lib/town.ts';
import { WITNESSES } from './lib/witnesses.ts';

const ALL = kindsToRead();
const serves = ALL.filter((kind) => KINDS[kind].optional);
const GROUPS = 6;
/** All kinds, a few to a run, so that no run masks only what belongs together. */
const groups = Array.from({ length: GROUPS }, (_, group) => ALL.filter((_kind, i) => i % GROUPS === group));

const deny =
  (isDenied: (asked: Asked) => boolean) =>
  (asked: Asked): Reply =>
    isDenied(asked) ? forbidden(asked.resource) : null;

/** What a component of k8s/ would grant is not missing. */
const isMissed = (kind: Kind): boolean => {
  const { byComponent = false }: KindEntry = KINDS[kind];
  return !byComponent;
};

const inWords = (kind: Kind): string => {
  const { within }: KindEntry = KINDS[kind];
  return `${resourceName(kind)}${within === undefined ? '' : ` in namespace ${within}`}`;
};

/** What was found of the kinds in it, or of all of them. */
async function foundIn(t: Town, hour: number, hidden: readonly Kind[] = []) {
  const { code, report } = await t.cycle({ at: at(hour) });
  const seen = report.findings.filter(({ subject }) => !hidden.some((kind) => kind === subject.kind));
  return {
    code,
    report,
    found: seen.map(({ code: what, subject }) => `${what} ${subject.kind}/${subject.name}`).sort(),
  };
}

it('row 3: all kinds are masked somewhere, and each is served', () => {
  expect(groups.flat().toSorted()).toEqual(ALL.toSorted());
  expect(ALL.length).toBeGreaterThan(25);
});

it.each(groups.map((kinds) => ({ kinds, names: kinds.join(', ') })))(
  'row 3: 403 on $names: a gap each, named in the message; what needs none of them is found',
  async ({ kinds }) => {
    const resources = kinds.map(resourceName);
    const t = await town({ objects: WITNESSES, api: { serves } });
    const before = await foundIn(t, 10, kinds);
    expect(before.code).toBe(0);
    const known = await t.open();
    expect(before.found.length).toBeGreaterThan(3);
    t.news();
    const quiet = t.slack.messages.length;

    t.fault(deny(({ resource }) => resources.includes(resource)));
    const { code, report, found } = await foundIn(t, 11);
    expect([code, report.cycle.outcome]).toEqual([1, 'degraded']);
    expect(report.gaps.map(({ verb, resource, cause }) => `${verb} ${resource} ${cause}`).toSorted()).toEqual(
      kinds
        .filter(isMissed)
        .map((kind) => `list ${resourceName(kind)} forbidden`)
        .toSorted(),
    );
    expect(found).toEqual(expect.arrayContaining(before.found));
    const told = t.slack.messages
      .slice(quiet)
      .map(({ text }) => text)
      .join('\n');
    for (const kind of kinds.filter(isMissed)) expect(told).toContain(`could not list ${inWords(kind)} (forbidden)`);
    expect(await t.open()).toMatchObject(known);
    expect(t.news().filter((line) => line.includes('RESOLVED'))).toEqual([]);

    // Known by now: neither a fault of this cycle nor news.
    expect([(await t.cycle({ at: at(12) })).code, t.news()]).toEqual([0, []]);
  },
);

it('row 3: 403 on the pods of one namespace: only what is in it is unread, and not resolved', async () => {
  const t = await town({ objects: BROKEN });
  await t.cycle({ at: at(10) });
  const { 'object:Deployment/cart/cart': cart } = await t.open();
  t.news();

  t.holds(WELL);
  t.fault(deny(({ resource, namespace }) => resource === 'pods' && (namespace === null || namespace === 'cart')));
  const { code, report } = await t.cycle({ at: at(11) });
  expect(code).toBe(1);
  expect(report.gaps).toMatchObject([
    { verb: 'list', resource: 'pods', namespace: 'cart', cause: 'forbidden', hides: [] },
  ]);
  expect(t.news()).toEqual([
    expect.stringMatching(/^↳ #critical: \*\[RESOLVED\] shop-api is down/),
    '#standard: *[SEV-3] could not list pods in namespace cart (forbidden)*',
  ]);
  expect(await t.open()).toMatchObject({ 'object:Deployment/cart/cart': cart });

  t.fault(null);
  await t.cycle({ at: at(12) });
  expect(await t.open()).toEqual({});
  expect(t.news()).toHaveLength(2);
});

it('row 3: 403 on the logs: said once a day, and the incidents are told without them', async () => {
  const t = await town({ objects: BROKEN });
  t.fault(deny(({ resource }) => resource === 'pods/log'));
  const { code, report } = await t.cycle({ at: at(10) });
  expect(code).toBe(1);
  expect(report.gaps).toMatchObject([{ verb: 'get', resource: 'pods/log', cause: 'forbidden' }]);
  expect(t.news()).toHaveLength(3);
  expect((await t.cycle({ at: at(12) })).code).toBe(0);
  expect(t.news()).toEqual([]);
  await t.cycle({ at: at(10).replace('-18T', '-19T') });
  expect(t.news().filter((line) => line.includes('could not get pods/log (forbidden)'))).toHaveLength(1);
});
