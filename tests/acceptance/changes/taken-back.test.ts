// A culprit that somebody has taken back already, and one that can't be taken back just like that.
import { describe, expect, it } from 'vitest';
import type { CommitStep, Step } from '../../fakes/git/history.ts';
import { madeOf } from '../../fakes/git/source.ts';
import { image, memoryLimit } from '../../fakes/github/made.ts';
import type { FakeCommit } from '../../fakes/github/types.ts';
import { databaseDown } from '../../support/database.ts';
import { commits, GUILTY } from '../../support/outage.ts';
import { beginning, cutMemory, neighbours, SHOP_FILE, shopManifest } from '../../support/shop-manifests.ts';
import { listing } from '../../support/shops.ts';
import { type Cycle, type World, world } from '../../support/world.ts';

const BACK = 'bacbacbacbacbacbacbacbacbacbacbacbacbac0';
const back = (at: string, parts: Partial<FakeCommit> = {}): FakeCommit => ({
  sha: BACK,
  author: 'Sam',
  authorDate: at,
  committerDate: at,
  subject: 'shop-api: more memory again',
  files: [memoryLimit(SHOP_FILE, '64Mi', '512Mi')],
  ...parts,
});

function expectWaiting({ code, report, stderr }: Cycle, w: World, sha: string): void {
  expect(code, stderr).toBe(0);
  expect(report.incidents).toMatchObject([
    { severity: 'SEV-1', suspects: [{ confidence: 'HIGH', rollback: null, revertedBy: sha.slice(0, 7) }] },
  ]);
  const said = `already taken back by ${sha.slice(0, 7)}: wait for the sync`;
  for (const text of [report.messages[0]?.text, w.slack.messages[0]?.text]) {
    expect(text).toContain(said);
    expect(text).toContain('wait for the sync');
    expect(text).not.toContain('git revert');
    expect(text).not.toContain('rollout undo');
  }
}

describe('taken back after the first symptom', () => {
  it.each<[string, Partial<FakeCommit>]>([
    ['by hand', {}],
    ['by git revert', { subject: `Revert "shop-api: save memory"\n\nThis reverts commit ${GUILTY}.` }],
    ['in a pull request', { subject: 'Revert "shop-api: save memory" (#46)' }],
  ])('%s, on GitHub', async (_, parts) => {
    const w = await world({ model: null, github: { commits: [...commits(), back('2026-11-18T09:57:00Z', parts)] } });
    const cycle = await w.cycle();
    expect(cycle.report.incidents[0]?.suspects).toMatchObject([{ sha: GUILTY }]);
    expectWaiting(cycle, w, BACK);
  });

  it('in a Git repository', async () => {
    const undo: CommitStep = {
      commit: 'Revert "shop-api: save memory"',
      at: '2026-11-18T09:57:00Z',
      author: 'Sam',
      files: { [SHOP_FILE]: shopManifest() },
    };
    const steps: readonly Step[] = [beginning(), ...neighbours, cutMemory, undo];
    const made = await madeOf(steps);
    const w = await world({ model: null, github: null, env: { GIT_REPOSITORY: made.dir } });
    const cycle = await w.cycle();
    expect(cycle.report.incidents[0]?.suspects).toMatchObject([{ sha: made.sha('shop-api: save memory') }]);
    expectWaiting(cycle, w, made.sha('Revert "shop-api: save memory"'));
  });
});

it('taken back before the first symptom: nobody is blamed with HIGH confidence', async () => {
  const w = await world({ model: null, github: { commits: [...commits(), back('2026-11-18T09:48:00Z')] } });
  const { code, report, stderr } = await w.cycle();
  expect(code, stderr).toBe(0);
  const suspects = report.incidents[0]?.suspects ?? [];
  expect(suspects.filter(({ sha, confidence }) => sha === GUILTY && confidence !== 'LOW')).toEqual([]);
  expect(suspects.map(({ confidence }) => confidence)).not.toContain('HIGH');
});

it('something else after the symptom takes nothing back', async () => {
  const other = back('2026-11-18T09:57:00Z', { subject: 'fix', files: [image(SHOP_FILE, 'a:1', 'a:2')] });
  const w = await world({ model: null, github: { commits: [...commits(), other] } });
  const { report } = await w.cycle();
  expect(report.incidents[0]?.suspects).toMatchObject([
    { sha: GUILTY, confidence: 'HIGH', revertedBy: null, rollback: `git revert ${GUILTY.slice(0, 7)}` },
  ]);
});

it('a major version of a database: the way back comes with its warning', async () => {
  const at = '2026-11-18T09:42:00Z';
  const file = 'base-apps/shop-db/statefulset.yaml';
  const sha = 'd8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8';
  const upgrade: FakeCommit = {
    sha,
    author: 'renovate',
    authorDate: at,
    committerDate: at,
    subject: 'mysql 9',
    files: [image(file, 'mysql:8.4.6', 'mysql:9.1.0')],
  };
  const w = await world({
    model: null,
    api: databaseDown('mysql:9.1.0'),
    github: { commits: [upgrade] },
    env: { SERVICES_FILE: listing([{ name: 'shop-db', tier: 'P0' }]) },
  });
  const { code, report, stderr } = await w.cycle();
  expect(code, stderr).toBe(0);
  const caution = 'MySQL 8.4 cannot open data that MySQL 9.1 has written: a backup or a migration comes first';
  expect(report.incidents).toMatchObject([
    {
      severity: 'SEV-1',
      suspects: [
        {
          sha,
          confidence: 'HIGH',
          fields: ['image mysql:8.4.6 → mysql:9.1.0'],
          rollback: `git revert ${sha.slice(0, 7)}`,
          caution,
        },
      ],
    },
  ]);
  const lines = (report.messages[0]?.text ?? '').split('\n');
  const way = lines.findIndex((line) => line.includes(`git revert ${sha.slice(0, 7)}`));
  expect(way).toBeGreaterThan(0);
  expect(lines.slice(way, way + 2).join('\n')).toContain(caution);
  expect(w.slack.messages[0]?.text).toContain(caution);
});
