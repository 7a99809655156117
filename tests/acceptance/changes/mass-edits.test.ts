// Commits that touch everything: switching off applications is to blame for what is gone, documents never are.
import { describe, expect, it } from 'vitest';
import type { CommitStep, Step } from '../../fakes/git/history.ts';
import { madeOf } from '../../fakes/git/source.ts';
import { commit, modified, renamed } from '../../fakes/github/made.ts';
import type { FakeCommit } from '../../fakes/github/types.ts';
import { commits, outage } from '../../support/outage.ts';
import { beginning, shopManifest } from '../../support/shop-manifests.ts';
import { CLUSTER, listing, wellOf } from '../../support/shops.ts';
import { type WorldOptions, world } from '../../support/world.ts';

const OTHERS = Array.from({ length: 69 }, (_, i) => `app-${i}`);
const APPS = [...OTHERS, 'shop-api'];
const application = (name: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: ${name}\n`;
/** The shop is there at 10:00, and gone at 10:20. */
const OFF_AT = '2026-11-18T10:08:00Z';
const SUBJECT = 'switch off everything while the network is mended';

async function gone(options: Partial<WorldOptions>) {
  const objects: object[] = [CLUSTER, ...wellOf('shop-api')];
  const services = listing([{ name: 'shop-api', tier: 'P0' }]);
  const w = await world({
    model: null,
    api: { objects },
    ...options,
    env: { SERVICES_FILE: services, ...options.env },
  });
  const before = await w.cycle();
  expect(before.report.incidents).toEqual([]);
  objects.splice(0, objects.length, CLUSTER, { kind: 'Namespace', metadata: { name: 'shop-api' } });
  const cycle = await w.cycle({ at: '2026-11-18T10:20:00Z' });
  expect(cycle.code, cycle.stderr).toBe(0);
  expect(cycle.report.incidents).toMatchObject([{ severity: 'SEV-1', service: 'shop-api' }]);
  expect(w.slack.messages).toHaveLength(1);
  return { w, report: cycle.report };
}

describe('70 applications renamed to .disabled', () => {
  it('on GitHub: what is gone is blamed on it', async () => {
    const off = commit({
      at: OFF_AT,
      subject: SUBJECT,
      files: APPS.map((name) => renamed(`base-apps/${name}.yaml`, `base-apps/${name}.yaml.disabled`)),
    });
    const { w, report } = await gone({ github: { commits: [...commits().slice(0, 1), off] } });
    expect(report.incidents[0]?.suspects[0]).toMatchObject({
      sha: off.sha,
      confidence: 'HIGH',
      minutesBeforeOnset: 12,
      rollback: `git revert ${off.sha.slice(0, 7)}`,
    });
    const text = w.slack.messages[0]?.text ?? '';
    expect(text).toContain(`git revert ${off.sha.slice(0, 7)}`);
    expect(text).toContain('base-apps/shop-api.yaml.disabled');
    expect(text).not.toContain('app-7');
  });

  it('in a Git repository', async () => {
    const all = Object.fromEntries(APPS.map((name) => [`base-apps/${name}.yaml`, application(name)]));
    const off: CommitStep = {
      commit: SUBJECT,
      at: OFF_AT,
      renames: Object.fromEntries(APPS.map((name) => [`base-apps/${name}.yaml`, `base-apps/${name}.yaml.disabled`])),
    };
    const made = await madeOf([beginning(all), off]);
    const { report } = await gone({ github: null, env: { GIT_REPOSITORY: made.dir } });
    expect(report.incidents[0]?.suspects[0]).toMatchObject({
      sha: made.sha(SUBJECT),
      confidence: 'HIGH',
      minutesBeforeOnset: 12,
      rollback: `git revert ${made.sha(SUBJECT).slice(0, 7)}`,
    });
  });
});

describe('documents of everybody, a few minutes before the first symptom', () => {
  const at = '2026-11-18T09:44:00Z';
  const paths = APPS.flatMap((name) =>
    ['README.md', 'docs/runbook.md', 'docs/a.png'].map((file) => `base-apps/${name}/${file}`),
  );
  const documents: FakeCommit = commit({
    at,
    subject: 'docs: this broke shop-api',
    files: paths.map((path) => modified(path, '-old', '+memory: 64Mi')),
  });

  it('on GitHub: not blamed', async () => {
    const w = await world({ model: null, github: { commits: [...commits().slice(0, 1), documents] } });
    const { code, report, stderr } = await w.cycle();
    expect(code, stderr).toBe(0);
    expect(report.incidents).toMatchObject([{ severity: 'SEV-1', suspects: [], changes: { status: 'none' } }]);
    expect(w.slack.messages[0]?.text).not.toContain(documents.sha.slice(0, 7));
  });

  it('in a Git repository: not blamed, nor is a mass edit of labels', async () => {
    const labelled = (name: string) => shopManifest().replaceAll('shop-api', name);
    const file = (name: string) => `base-apps/${name}/deployment.yaml`;
    const before = Object.fromEntries(APPS.map((name) => [file(name), labelled(name)]));
    const steps: readonly Step[] = [
      beginning(before),
      { commit: 'docs', at, files: Object.fromEntries(paths.map((path) => [path, 'memory: 64Mi\n'])) },
      {
        commit: 'a label for everybody',
        at: '2026-11-18T09:46:00Z',
        files: Object.fromEntries(
          APPS.map((name) => [file(name), labelled(name).replace('spec:', '  labels:\n    team: shop\nspec:')]),
        ),
      },
    ];
    const made = await madeOf(steps);
    const w = await world({ model: null, api: outage(), github: null, env: { GIT_REPOSITORY: made.dir } });
    const { code, report, stderr } = await w.cycle();
    expect(code, stderr).toBe(0);
    expect(report.incidents).toMatchObject([{ severity: 'SEV-1', suspects: [], changes: { status: 'none' } }]);
  });
});
