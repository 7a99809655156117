import { describe, expect, it } from 'vitest';
import { service } from '../../tests/support/service.ts';
import { draftOf, fault, type TroubleParts, troubleOf, workload } from '../../tests/support/trouble.ts';
import { ago, NOW } from '../../tests/support/view.ts';
import { MINUTE } from '../domain/duration.ts';
import type { IncidentDraft, Trouble } from '../domain/incident.ts';
import type { KnownIssue } from '../domain/service.ts';
import { assess } from './assess.ts';

const unseal: KnownIssue = { kind: 'manual-unseal', upToMs: 15 * MINUTE, text: 'manual unseal after restart' };
const vault = service('vault', { tier: 'P1', knownIssues: [unseal] });
const root = workload('vault', 'StatefulSet');

function rated(draft: IncidentDraft, all: readonly IncidentDraft[] = [draft]) {
  const { severity, rules } = assess(draft, all, { downSince: (t) => t.onset, recentCycles: () => 0 }, NOW);
  return `${severity} ${rules.join(' ')}`;
}

function sealed(since: string, parts: TroubleParts = {}): Trouble {
  return troubleOf(vault, { root, onset: since, findings: [fault('not-ready', root, since)], ...parts });
}

describe('a sealed vault', () => {
  it.each([
    ['8m', 'SEV-4 KNOWN'],
    ['15m', 'SEV-4 KNOWN'],
    ['901s', 'SEV-3 KNOWN-OVERDUE'],
    ['40m', 'SEV-3 KNOWN-OVERDUE'],
  ])('for %s', (since, want) => expect(rated(draftOf(sealed(since)))).toBe(want));

  it('takes what only follows from it along', () => {
    const service_ = { kind: 'Service', namespace: 'vault', name: 'vault' };
    const secret = { kind: 'ExternalSecret', namespace: 'n8n', name: 'n8n' };
    const findings = [
      fault('not-ready', root, '8m'),
      fault('replicas-short', root, '8m', { subject: root }),
      fault('rollout-stuck', root, '8m', { subject: root }),
      fault('endpoints-missing', root, '8m', { subject: service_ }),
      fault('secret-not-syncing', secret, '7m', { subject: secret }),
    ];
    expect(rated(draftOf(sealed('8m', { findings })))).toBe('SEV-4 KNOWN');
  });

  it('is no excuse for another fault of its own', () => {
    const findings = [fault('not-ready', root, '8m'), fault('crash-loop', root, '8m')];
    expect(rated(draftOf(sealed('8m', { findings })))).toBe('SEV-2 P1-DOWN KNOWN');
  });

  it('that was restarted is still the known issue; what killed it is a fault of its own, and no outage', () => {
    const with_ = (code: 'oom-killed' | 'restarts-growing' | 'crash-loop', since: string) =>
      rated(draftOf(sealed('8m', { findings: [fault('not-ready', root, '8m'), fault(code, root, since)] })));
    expect(with_('restarts-growing', '8m')).toBe('SEV-4 KNOWN');
    expect(with_('restarts-growing', '5m')).toBe('SEV-3 P1-WITHIN KNOWN');
    expect(with_('oom-killed', '8m')).toBe('SEV-3 P1-WITHIN KNOWN');
    expect(with_('crash-loop', '8m')).toBe('SEV-2 P1-DOWN KNOWN');
    // Killed just now, it does not run: nothing says that it waits for people.
    const other = { kind: 'Pod', namespace: 'vault', name: 'vault-2' };
    const killed = fault('oom-killed', root, '8m', { subject: other });
    expect(rated(draftOf(sealed('8m', { findings: [fault('not-ready', root, '8m'), killed] })))).toBe(
      'SEV-2 P1-DOWN KNOWN',
    );
  });

  it("is no excuse for a neighbour's fault, not even for the same one", () => {
    const injector = workload('vault-agent-injector');
    for (const code of ['crash-loop', 'not-ready', 'replicas-short'] as const) {
      const findings = [fault('not-ready', root, '8m'), fault(code, injector, '3h')];
      expect(rated(draftOf(sealed('8m', { findings })))).toBe('SEV-3 P1-WITHIN KNOWN');
    }
    const alone = [fault('not-ready', injector, '3h')];
    expect(rated(draftOf(sealed('3h', { findings: alone, state: 'at-risk' })))).toBe('SEV-3 P1-WITHIN');
  });

  it('crashing instead of waiting is not the known issue', () => {
    expect(rated(draftOf(sealed('8m', { findings: [fault('crash-loop', root, '8m')] })))).toBe('SEV-2 P1-DOWN');
  });
});

describe('a P0 hurt by an overdue known issue', () => {
  const hurt = (state: Trouble['state']) => troubleOf(service('n8n'), { state, onset: '20m' });

  it('raises it to SEV-2, in the same incident', () => {
    expect(rated(draftOf(sealed('40m'), hurt('degraded')))).toBe('SEV-2 KNOWN-OVERDUE P0-DEGRADED');
    expect(rated(draftOf(sealed('40m'), hurt('at-risk')))).toBe('SEV-3 KNOWN-OVERDUE P0-WARN');
    expect(rated(draftOf(sealed('8m'), hurt('degraded')))).toBe('SEV-2 P0-DEGRADED KNOWN');
  });

  it('raises it to SEV-2, in an incident of its own', () => {
    const mine = draftOf(sealed('3h'));
    const other = { ...draftOf(hurt('down')), causedBy: 'vault' };
    expect(rated(mine, [mine, other])).toBe('SEV-2 KNOWN-OVERDUE');
    expect(rated(mine, [mine, { ...other, causedBy: null }])).toBe('SEV-3 KNOWN-OVERDUE');
  });

  it('raises it to SEV-2 when the P0 has the known issue itself', () => {
    const api = service('api', {
      knownIssues: [{ kind: 'expected', code: 'not-ready', upToMs: 10 * MINUTE, afterStart: false, text: 'x' }],
    });
    const down = (since: string) =>
      troubleOf(api, { onset: since, findings: [fault('not-ready', workload('api'), since)] });
    expect(rated(draftOf(down('9m')))).toBe('SEV-4 KNOWN');
    expect(rated(draftOf(down('11m')))).toBe('SEV-2 KNOWN-OVERDUE');
  });

  it('does not count a P0 that is inside its own known issue as one of many', () => {
    const api = service('api', {
      knownIssues: [{ kind: 'expected', code: 'not-ready', upToMs: 30 * MINUTE, afterStart: false, text: 'x' }],
    });
    const starting = troubleOf(api, { findings: [fault('not-ready', workload('api'))] });
    expect(rated(draftOf(troubleOf(service('n8n'), { state: 'degraded' }), starting))).toBe('SEV-2 P0-DEGRADED KNOWN');
  });
});

describe('Expected', () => {
  const expecting = (code: string, afterStart = false): KnownIssue => ({
    kind: 'expected',
    code,
    upToMs: 10 * MINUTE,
    afterStart,
    text: `Expected: ${code}`,
  });
  const tool = (...knownIssues: KnownIssue[]) => service('tool', { tier: 'P1', knownIssues });
  const down = (of: ReturnType<typeof tool>, parts: TroubleParts) => draftOf(troubleOf(of, parts));

  it('covers its code only', () => {
    const parts = { onset: '6m', findings: [fault('crash-loop', workload('tool'), '6m')] };
    expect(rated(down(tool(expecting('crash-loop')), parts))).toBe('SEV-4 KNOWN');
    expect(rated(down(tool(expecting('image-pull')), parts))).toBe('SEV-2 P1-DOWN');
  });

  it('two entries cover two faults', () => {
    const findings = [fault('crash-loop', workload('tool'), '6m'), fault('oom-killed', workload('tool'), '6m')];
    expect(rated(down(tool(expecting('crash-loop'), expecting('oom-killed')), { onset: '6m', findings }))).toBe(
      'SEV-4 KNOWN',
    );
    expect(rated(down(tool(expecting('crash-loop')), { onset: '6m', findings }))).toBe('SEV-2 P1-DOWN KNOWN');
  });

  it('after start: measured from the start, and no excuse for what begins long after it', () => {
    const findings = [fault('crash-loop', workload('tool'), '6m')];
    const started = (ago_: string) => ({ onset: '6m', findings, facts: { startedAt: new Date(ago(ago_)) } });
    expect(rated(down(tool(expecting('crash-loop', true)), started('9m')))).toBe('SEV-4 KNOWN');
    expect(rated(down(tool(expecting('crash-loop', true)), started('11m')))).toBe('SEV-3 KNOWN-OVERDUE');
    expect(rated(down(tool(expecting('crash-loop', true)), started('3d')))).toBe('SEV-2 P1-DOWN');
  });

  it('of a slow start or a single replica nothing is taken out', () => {
    const issues: KnownIssue[] = [
      { kind: 'slow-start', upToMs: MINUTE, text: 'x' },
      { kind: 'single-replica', text: 'x' },
    ];
    expect(rated(down(tool(...issues), { onset: '6m', findings: [fault('not-ready', workload('tool'), '6m')] }))).toBe(
      'SEV-2 P1-DOWN',
    );
  });
});
