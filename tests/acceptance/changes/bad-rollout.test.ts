// BAD-ROLLOUT: a P0 or P1 that would wait for the morning does not, when a change very likely broke it.
import { describe, expect, it } from 'vitest';
import type { Severity } from '../../../src/domain/severity.ts';
import { image } from '../../fakes/github/made.ts';
import type { FakeCommit } from '../../fakes/github/types.ts';
import { byAgent, type Script } from '../../fakes/messages/script.ts';
import { ANALYSIS, OPINION, REVIEW, WORDS } from '../../support/answers.ts';
import { blockedRollout } from '../../support/blocked-rollout.ts';
import { commits, GUILTY, outage } from '../../support/outage.ts';
import { SHOP_FILE } from '../../support/shop-manifests.ts';
import { type Listed, listing } from '../../support/shops.ts';
import { type WorldOptions, world } from '../../support/world.ts';

/** All cycles are outside of these. */
const AT_NIGHT = { BUSINESS_HOURS: '18:00-20:00' };
const P1: Listed = { name: 'shop-api', tier: 'P1', minutes: 300 };

function night(services: readonly Listed[], options: Partial<WorldOptions> = {}) {
  const env = { SERVICES_FILE: listing(services), ...AT_NIGHT, ...options.env };
  return world({ model: null, ...options, env });
}

describe('a P1 that is down inside its tolerance', () => {
  it('is SEV-2 with the commit, told at once, and stays so', async () => {
    const w = await night([P1]);
    const { code, report, stderr } = await w.cycle();
    expect(code, stderr).toBe(0);
    expect(report.incidents).toMatchObject([
      {
        severity: 'SEV-2',
        band: ['SEV-2', 'SEV-2'],
        rules: ['BAD-ROLLOUT', 'P1-WITHIN'],
        rationale: expect.stringContaining(`commit ${GUILTY.slice(0, 7)} very likely broke it`),
        suspects: [{ sha: GUILTY, confidence: 'HIGH' }],
      },
    ]);
    expect(report.decisions).toMatchObject([{ verdict: 'notify', reason: 'new', severity: 'SEV-2' }]);
    expect(w.slack.messages).toHaveLength(1);
    const text = w.slack.messages[0]?.text ?? '';
    for (const part of ['[SEV-2]', 'BAD-ROLLOUT', GUILTY.slice(0, 7), `git revert ${GUILTY.slice(0, 7)}`])
      expect(text).toContain(part);

    const looked = w.github.requests.length;
    const again = await w.cycle({ at: '2026-11-18T10:30:00Z' });
    expect(again.report.incidents).toMatchObject([{ severity: 'SEV-2', rules: ['BAD-ROLLOUT', 'P1-WITHIN'] }]);
    expect(again.report.decisions).toMatchObject([{ verdict: 'hold', reason: 'unchanged' }]);
    expect([w.slack.messages.length, w.github.requests.length]).toEqual([1, looked]);
  });

  it.each<[string, readonly FakeCommit[]]>([
    ['without any commit', []],
    ['with a commit of another service', commits().slice(0, 1)],
    ['with one that is hours old', moved('2026-11-18T05:30:00Z')],
    ['with one after the first symptom', moved('2026-11-18T09:58:00Z')],
  ])('%s it waits for the opening', async (_, list) => {
    const w = await night([P1], { github: { commits: list } });
    const { code, report, stderr } = await w.cycle();
    expect(code, stderr).toBe(0);
    expect(report.incidents).toMatchObject([{ severity: 'SEV-3', rules: ['P1-WITHIN'] }]);
    expect(report.decisions).toMatchObject([
      { verdict: 'hold', reason: 'outside-hours', until: '2026-11-18T18:00:00.000Z' },
    ]);
    expect(w.slack.messages).toEqual([]);
    const opened = await w.cycle({ at: '2026-11-18T18:05:00Z' });
    expect(opened.report.decisions.map(({ verdict }) => verdict)).toContain('notify');
  });

  it('when the changes could not be read it waits too', async () => {
    const fault = { kind: 'status', status: 500, message: 'no' } as const;
    const w = await night([P1], { github: { script: () => fault } });
    const { code, report, stderr } = await w.cycle();
    expect(code, stderr).toBe(0);
    expect(report.incidents).toMatchObject([{ severity: 'SEV-3', changes: { status: 'unread' } }]);
    expect(w.slack.messages).toEqual([]);
  });
});

function moved(at: string): readonly FakeCommit[] {
  return commits().map((one) => (one.sha === GUILTY ? { ...one, authorDate: at, committerDate: at } : one));
}

describe('a P0 that works, while its new version does not start', () => {
  const P0: Listed = { name: 'shop-api', tier: 'P0' };
  const base = commits().slice(0, 1);
  const bump: FakeCommit = {
    sha: 'abad1deaabad1deaabad1deaabad1deaabad1dea',
    author: 'Robin',
    authorDate: '2026-11-18T09:42:00Z',
    committerDate: '2026-11-18T09:42:00Z',
    subject: 'shop-api 5.9.0',
    files: [image(SHOP_FILE, 'shop-api:5.8.0', 'shop-api:5.9.0')],
  };

  it('is SEV-2 with the commit', async () => {
    const w = await night([P0], { api: blockedRollout(), github: { commits: [...base, bump] } });
    const { code, report, stderr } = await w.cycle();
    expect(code, stderr).toBe(0);
    expect(report.incidents).toMatchObject([
      {
        severity: 'SEV-2',
        rules: ['BAD-ROLLOUT', 'ROLLOUT-BLOCKED'],
        suspects: [{ sha: bump.sha, confidence: 'HIGH', fields: ['image shop-api:5.8.0 → shop-api:5.9.0'] }],
      },
    ]);
    expect(w.slack.messages).toHaveLength(1);
    expect(w.slack.messages[0]?.text).toContain('[SEV-2]');
  });

  it('is SEV-2 also where only the cluster tells of the change', async () => {
    const w = await night([P0], { api: blockedRollout(), github: { commits: base } });
    const { report } = await w.cycle();
    expect(report.incidents).toMatchObject([
      {
        severity: 'SEV-2',
        rules: ['BAD-ROLLOUT', 'ROLLOUT-BLOCKED'],
        rationale: expect.stringContaining('a change of Deployment/shop-api/shop-api (revision 7: image'),
        suspects: [{ kind: 'rollout', sha: null, confidence: 'HIGH' }],
      },
    ]);
  });

  it('is SEV-3 when nothing changed for hours, and waits', async () => {
    const w = await night([P0], { api: blockedRollout('2026-11-18T05:00:00Z'), github: { commits: base } });
    const { report } = await w.cycle();
    expect(report.incidents).toMatchObject([{ severity: 'SEV-3', rules: ['ROLLOUT-BLOCKED'] }]);
    expect(report.decisions).toMatchObject([{ verdict: 'hold', reason: 'outside-hours' }]);
    expect(w.slack.messages).toEqual([]);
  });
});

describe('what a model says changes nothing', () => {
  const saying = (severity: Severity, ranking: readonly object[]): Script =>
    byAgent({
      'k8s-analyzer': { json: ANALYSIS },
      'github-reviewer': { json: { ranking } },
      'escalation-manager': { json: { ...OPINION, severity } },
      'slack-notifier': { json: WORDS },
    });
  const innocent = [{ ...REVIEW.ranking[0], why: 'It changes nothing that matters here.', rollBack: false }];

  it.each(['advise', 'decide'] as const)('ESCALATION=%s: it does not take the raise away', async (ESCALATION) => {
    const w = await night([P1], { model: saying('SEV-4', innocent), env: { ESCALATION } });
    const { report } = await w.cycle();
    expect(report.incidents).toMatchObject([{ severity: 'SEV-2', rules: ['BAD-ROLLOUT', 'P1-WITHIN'] }]);
    expect(report.incidents[0]?.suspects).toMatchObject([{ sha: GUILTY, confidence: 'HIGH' }]);
    expect(w.slack.messages).toHaveLength(1);
    expect(w.slack.messages[0]?.text).toContain(`git revert ${GUILTY.slice(0, 7)}`);
  });

  it('a model that blames a commit of yesterday does not raise it', async () => {
    const guilty = [{ ...REVIEW.ranking[0], why: 'It cuts the memory limit, and surely broke it.' }];
    const old = moved('2026-11-17T20:00:00Z');
    const w = await night([P1], {
      model: saying('SEV-2', guilty),
      api: outage(),
      github: { commits: old },
      env: { ESCALATION: 'decide' },
    });
    const { report } = await w.cycle();
    expect(report.incidents).toMatchObject([{ severity: 'SEV-3', rules: ['P1-WITHIN'] }]);
    expect(w.slack.messages).toEqual([]);
  });
});
