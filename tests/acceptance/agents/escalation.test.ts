// Who has the last word on the severity: the rules, or the escalation-manager inside the band they give.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Severity } from '../../../src/domain/severity.ts';
import { byAgent, type Script } from '../../fakes/messages/script.ts';
import { ANALYSIS, OPINION, REVIEW, WORDS } from '../../support/answers.ts';
import { scratch } from '../../support/cli.ts';
import { type World, world } from '../../support/world.ts';

const NIGHT = '2026-11-18T22:00:00Z';

function choosing(severity: Severity): Script {
  return byAgent({
    'k8s-analyzer': { json: ANALYSIS },
    'github-reviewer': { json: REVIEW },
    'escalation-manager': { json: { ...OPINION, severity } },
    'slack-notifier': { json: WORDS },
  });
}

/** Nobody listed what is broken: SEV-3 by the rules, and the band is SEV-2 to SEV-4. */
function unlisted(escalation: 'advise' | 'decide', model: Script | null): Promise<World> {
  const file = join(scratch(), 'services.txt');
  writeFileSync(file, '4. Test Services (P3 - Low)\n\n  4.1 whoami-test\n  - Namespace: whoami-test\n');
  return world({ model, env: { SERVICES_FILE: file, ESCALATION: escalation } });
}

const shop = (incidents: readonly { title: string }[]) => incidents.filter(({ title }) => title.includes('shop-api'));

describe('ESCALATION=decide', () => {
  it('lets its choice inside the band be the severity, and says so', async () => {
    const w = await unlisted('decide', choosing('SEV-2'));
    const { code, report, stderr } = await w.cycle();
    expect(code, stderr).toBe(0);
    expect(shop(report.incidents)).toMatchObject([
      {
        severity: 'SEV-2',
        agentSeverity: 'SEV-2',
        band: ['SEV-2', 'SEV-4'],
        rationale: expect.stringContaining('SEV-2 instead of SEV-3 by choice of the escalation-manager'),
      },
    ]);
    expect(w.slack.messages).toHaveLength(1);
    expect(w.slack.messages[0]?.text).toContain('[SEV-2]');
    expect(w.slack.messages[0]?.text).not.toContain('Second opinion');
  });

  it('holds in the next cycle, without being asked again', async () => {
    const w = await unlisted('decide', choosing('SEV-2'));
    await w.cycle();
    const asked = w.messages.requests.length;
    const { report } = await w.cycle({ at: '2026-11-18T11:00:00Z' });
    expect(shop(report.incidents)).toMatchObject([{ severity: 'SEV-2' }]);
    expect(report.decisions.map(({ reason }) => reason)).toContain('unchanged');
    expect([w.messages.requests.length, w.slack.messages.length]).toEqual([asked, 1]);
  });

  it('lets it rest what need not be told, and wake people at night', async () => {
    const rests = await unlisted('decide', choosing('SEV-4'));
    const { report } = await rests.cycle();
    expect(shop(report.incidents)).toMatchObject([{ severity: 'SEV-4' }]);
    expect(rests.slack.messages).toEqual([]);

    const wakes = await unlisted('decide', choosing('SEV-2'));
    await wakes.cycle({ at: NIGHT });
    expect(wakes.slack.messages).toHaveLength(1);
    // The rules alone keep it for the morning.
    const rules = await unlisted('decide', null);
    const night = await rules.cycle({ at: NIGHT });
    expect(night.report.decisions.map(({ reason }) => reason)).toContain('outside-hours');
    expect(rules.slack.messages).toEqual([]);
  });

  it('never past the band, up or down', async () => {
    const up = await unlisted('decide', choosing('SEV-1'));
    const higher = await up.cycle();
    expect(shop(higher.report.incidents)).toMatchObject([{ severity: 'SEV-3', agentSeverity: null }]);
    expect(higher.report.agents.flatMap(({ dropped }) => dropped).join()).toContain('outside the band');
    expect(up.slack.messages.map(({ channel }) => channel)).toEqual(['C0STANDARD1']);

    const down = await world({ model: choosing('SEV-4'), env: { ESCALATION: 'decide' } });
    const lower = await down.cycle();
    expect(lower.report.incidents).toMatchObject([{ severity: 'SEV-1', agentSeverity: null }]);
    expect(down.slack.messages.map(({ channel }) => channel)).toEqual(['C0CRITICAL1']);
  });
});

describe('ESCALATION=advise', () => {
  it.each<[Severity, string]>([
    ['SEV-2', 'looks worse: SEV-2'],
    ['SEV-4', 'could wait: SEV-4'],
  ])('shows its %s beside the severity of the rules, and tells as they say', async (choice, words) => {
    const w = await unlisted('advise', choosing(choice));
    const { report } = await w.cycle();
    expect(shop(report.incidents)).toMatchObject([{ severity: 'SEV-3', agentSeverity: choice }]);
    expect(w.slack.messages).toHaveLength(1);
    expect(w.slack.messages[0]?.text).toContain('[SEV-3]');
    expect(report.messages[0]?.text).toContain(`Second opinion (model), ${words}`);
  });

  it('wakes nobody at night, and asks nobody either', async () => {
    const w = await unlisted('advise', choosing('SEV-2'));
    await w.cycle({ at: NIGHT });
    expect([w.slack.messages, w.messages.requests]).toEqual([[], []]);
  });
});
