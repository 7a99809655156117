// No repository is configured: what the cluster itself remembers is the change behind it.
import { describe, expect, it } from 'vitest';
import { blockedRollout } from '../../support/blocked-rollout.ts';
import { unchanged, withBefore } from '../../support/shop-revisions.ts';
import { type Listed, listing } from '../../support/shops.ts';
import { type Cycle, type World, type WorldOptions, world } from '../../support/world.ts';

const UNDO = 'kubectl -n shop-api rollout undo deployment/shop-api --to-revision=';
const NONE_SET = 'commits were not read: no Git repository is configured (GITHUB_REPOSITORY or GIT_REPOSITORY)';
const BY_HAND: Listed = { name: 'shop-api', tier: 'P0', gitops: false };

function without(api: WorldOptions['api'], service: Listed = BY_HAND): Promise<World> {
  return world({ model: null, github: null, api: api ?? {}, env: { SERVICES_FILE: listing([service]) } });
}

function expectBlamed({ code, report, stderr }: Cycle, w: World, field: string, revision: number): void {
  expect(code, stderr).toBe(0);
  expect(report.incidents[0]?.suspects[0]).toMatchObject({
    kind: 'rollout',
    sha: null,
    confidence: 'HIGH',
    fields: [field],
    rollback: `${UNDO}${revision}`,
  });
  expect(report.incidents[0]?.changes).toMatchObject({ status: 'found', text: expect.stringContaining(NONE_SET) });
  const [text = ''] = report.messages.map((message) => message.text);
  for (const part of ['Change behind it: Deployment/shop-api/shop-api', field, `${UNDO}${revision}`, NONE_SET])
    expect(text).toContain(part);
  expect(text).not.toContain('git revert');
  expect(w.slack.messages[0]?.text).toContain(`${UNDO}${revision}`);
  expect(w.github.requests).toEqual([]);
}

describe('a new revision minutes before the fault', () => {
  it('that cut the memory limit is named, with the way back', async () => {
    const w = await without(withBefore({ memory: '512Mi' }));
    const cycle = await w.cycle();
    expectBlamed(cycle, w, 'api: memory limit 512Mi → 64Mi', 1);
    expect(cycle.report.incidents).toMatchObject([{ severity: 'SEV-1' }]);
  });

  it('that brought an image nobody can pull', async () => {
    const w = await without(blockedRollout());
    const cycle = await w.cycle();
    expectBlamed(cycle, w, 'image shop-api:5.8.0 → shop-api:5.9.0', 6);
    expect(cycle.report.incidents).toMatchObject([{ severity: 'SEV-2', rules: ['BAD-ROLLOUT', 'ROLLOUT-BLOCKED'] }]);
  });

  it('of what is synced from Git, as the inventory says, is not undone by hand', async () => {
    const w = await without(withBefore({ memory: '512Mi' }), { name: 'shop-api', tier: 'P0' });
    const { report } = await w.cycle();
    expect(report.incidents[0]?.suspects[0]).toMatchObject({ kind: 'rollout', confidence: 'HIGH', rollback: null });
    expect(report.messages[0]?.text).not.toContain('rollout undo');
    expect(report.messages[0]?.text).toContain('git revert <sha>');
  });
});

describe('nothing in the cluster is to blame', () => {
  it('that nothing matches and that no commit was read are both said', async () => {
    const w = await without(unchanged());
    const { code, report, stderr } = await w.cycle();
    expect(code, stderr).toBe(0);
    expect(report.incidents).toMatchObject([{ severity: 'SEV-1', suspects: [] }]);
    for (const text of [report.messages[0]?.text ?? '', w.slack.messages[0]?.text ?? '']) {
      expect(text).toContain('no matching change found');
      expect(text).toContain(NONE_SET);
    }
  });
});
