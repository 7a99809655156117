// Row 11: events live an hour. What they told of is found by status, last state and restarts all the same.
import { expect, it } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { ended, pod } from '../support/pod.ts';
import { ago, NOW } from '../support/view.ts';
import { AT, CALM, EVENTS, STATES } from './lib/eventful.ts';
import { town } from './lib/town.ts';

/** So many minutes after (or before) the time of the objects. */
const after = (minutes: number): string => new Date(NOW.getTime() + minutes * 60_000).toISOString();

const judged = ({ incidents }: Report) =>
  incidents.map(({ key, severity, rules, state }) => `${key} ${severity} ${rules.join()} ${state}`).toSorted();
const codes = ({ findings }: Report) => new Set(findings.map(({ code }) => code));

it('row 11: deleted before anybody read them: the same incidents, severities and rules', async () => {
  const first = await town({ objects: [...STATES, ...EVENTS] });
  const { report: told } = await first.cycle({ at: AT });
  const second = await town({ objects: STATES });
  const { code, report: untold } = await second.cycle({ at: AT });
  expect(code).toBe(0);
  expect(judged(untold)).toEqual(judged(told));
  expect(codes(untold)).toEqual(
    new Set([
      'claim-pending',
      'crash-loop',
      'create-failed',
      'image-pull',
      'job-failed',
      'node-not-ready',
      'not-ready',
      'oom-killed',
      'pod-start',
      'replicas-short',
      'unschedulable',
    ]),
  );
  expect(second.news()).toEqual(first.news());
});

it('row 11: gone between two cycles: the incidents go on as they are, nobody is told twice', async () => {
  const t = await town({ objects: [...STATES, ...EVENTS] });
  const { report: before } = await t.cycle({ at: AT });
  const known = await t.open();
  expect(Object.keys(known)).toHaveLength(11);
  expect(t.news()).toHaveLength(1);

  t.holds(STATES);
  const { code, report } = await t.cycle({ at: after(8) });
  expect([code, t.news(), await t.open()]).toEqual([0, [], known]);
  expect(judged(report)).toEqual(judged(before));
  expect(report.incidents.map(({ onset }) => onset).toSorted()).toEqual(
    before.incidents.map(({ onset }) => onset).toSorted(),
  );
});

it('row 11: restarts between two cycles, with no event left of them, are seen by their number', async () => {
  const runs = (name: string, restartCount: number, since: string, how: object = {}) =>
    pod({ name, notReady: null, api: { restartCount, state: { running: { startedAt: ago(since) } }, ...how } });
  const died = { lastState: ended(1, 'Error', '30m') };
  const t = await town({ objects: [...CALM, runs('flaky', 2, '1d'), runs('steady', 2, '1d')] });
  const calm = await t.cycle({ at: after(-60) });
  expect([calm.code, calm.report.incidents]).toEqual([0, []]);

  t.holds([...CALM, runs('flaky', 6, '30m', died), runs('steady', 3, '30m', died)]);
  const { report } = await t.cycle({ at: AT });
  expect(report.findings.map(({ code, subject }) => `${code} ${subject.name}`)).toEqual(['restarts-growing flaky']);
  expect(t.news()).toEqual([expect.stringMatching(/^#standard: \*\[SEV-3\] pod flaky/)]);

  await t.cycle({ at: after(60) });
  expect(t.news()).toEqual([expect.stringMatching(/^↳ #standard: \*\[RESOLVED\] pod flaky/)]);
});
