// Commits whose clock is two hours away from the cluster's: the window holds, and the doubt is said.
import { expect, it } from 'vitest';
import { commits, GUILTY } from '../support/outage.ts';
import { world } from '../support/world.ts';

const dated = (at: string) =>
  commits().map((one) => (one.sha === GUILTY ? { ...one, authorDate: at, committerDate: at } : one));

it("row 27: commits ahead of the cluster's clock are said, and not blamed", async () => {
  const w = await world({ model: null, github: { commits: dated('2026-11-18T11:42:00Z') } });
  const { code, report, stderr } = await w.cycle();
  expect(code, stderr).toBe(0);
  expect(report.incidents).toMatchObject([{ severity: 'SEV-1' }]);
  expect(report.incidents[0]?.suspects.filter(({ confidence }) => confidence === 'HIGH')).toEqual([]);
  const said = "commits are up to 102 min ahead of the cluster's clock";
  expect(report.incidents[0]?.changes.text).toContain(said);
  expect(w.slack.messages[0]?.text).toContain(said);
});

it('row 27: commits behind it are found, with less confidence', async () => {
  const w = await world({ model: null, github: { commits: dated('2026-11-18T07:56:00Z') } });
  const { report } = await w.cycle();
  expect(report.incidents[0]?.suspects).toMatchObject([
    { sha: GUILTY, minutesBeforeOnset: 118, confidence: 'MEDIUM', rollback: `git revert ${GUILTY.slice(0, 7)}` },
  ]);
});
