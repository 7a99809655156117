import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { service } from '../../tests/support/service.ts';
import { draftOf, fault, type TroubleParts, troubleOf, unlisted, workload } from '../../tests/support/trouble.ts';
import { ago, NOW } from '../../tests/support/view.ts';
import type { Trouble } from '../domain/incident.ts';
import type { Tier } from '../domain/service.ts';
import { assess, assessNotice, type History } from './assess.ts';

const NO_HISTORY: History = { downSince: (t) => t.onset, recentCycles: () => 0 };

function rated(trouble: Trouble, history: Partial<History> = {}) {
  const draft = draftOf(trouble);
  const { severity, rules, band } = assess(draft, [draft], { ...NO_HISTORY, ...history }, NOW);
  return `${severity} ${rules.join(' ')} ${band.join('..')}`;
}

function listed(tier: Tier, parts: TroubleParts = {}, more: Parameters<typeof service>[1] = {}): Trouble {
  return troubleOf(service('api', { tier, ...more }), parts);
}

const at = (state: Trouble['state'], facts: TroubleParts['facts'] = {}): TroubleParts => ({ state, facts });

describe('rows about listed services', () => {
  it.each([
    ['P0 down', listed('P0'), 'SEV-1 P0-DOWN SEV-1..SEV-1'],
    [
      'data layer of a P0, itself P1',
      listed('P1', at('down', { dataLayerOfP0: true })),
      'SEV-1 DATA-DOWN P1-DOWN SEV-1..SEV-1',
    ],
    [
      'data layer degraded: not down',
      listed('P1', at('degraded', { dataLayerOfP0: true })),
      'SEV-3 P1-WITHIN SEV-3..SEV-3',
    ],
    ['P0 gone', listed('P0', at('down', { gone: true })), 'SEV-1 P0-DOWN P0-GONE SEV-1..SEV-1'],
    ['P1 gone is only down', listed('P1', at('down', { gone: true })), 'SEV-2 P1-DOWN SEV-2..SEV-2'],
    ['P0 degraded', listed('P0', at('degraded')), 'SEV-2 P0-DEGRADED SEV-2..SEV-2'],
    ['P0 impaired', listed('P0', at('impaired')), 'SEV-2 P0-DEGRADED SEV-2..SEV-2'],
    ['P0 at risk, imminent', listed('P0', at('at-risk', { imminent: true })), 'SEV-2 P0-RISK P0-WARN SEV-2..SEV-3'],
    ['P0 at risk', listed('P0', at('at-risk')), 'SEV-3 P0-WARN SEV-3..SEV-4'],
    ['P0 rollout blocked', listed('P0', at('at-risk', { blockedRollout: true })), 'SEV-3 ROLLOUT-BLOCKED SEV-2..SEV-3'],
    [
      'P0 rollout blocked and about to fail',
      listed('P0', at('at-risk', { blockedRollout: true, imminent: true })),
      'SEV-2 P0-RISK ROLLOUT-BLOCKED SEV-2..SEV-3',
    ],
    [
      'P0 degraded beside a blocked rollout',
      listed('P0', at('degraded', { blockedRollout: true })),
      'SEV-2 P0-DEGRADED SEV-2..SEV-2',
    ],
    ['P1 rollout blocked', listed('P1', at('at-risk', { blockedRollout: true })), 'SEV-3 ROLLOUT-BLOCKED SEV-2..SEV-3'],
    [
      'P2 rollout blocked',
      listed('P2', at('at-risk', { blockedRollout: true })),
      'SEV-4 ROLLOUT-BLOCKED LOW SEV-4..SEV-4',
    ],
    [
      'P1 degraded beside a blocked rollout',
      listed('P1', at('degraded', { blockedRollout: true })),
      'SEV-3 P1-WITHIN SEV-3..SEV-3',
    ],
    [
      'P1 down 20 min beside a blocked rollout',
      listed('P1', at('down', { blockedRollout: true })),
      'SEV-2 P1-DOWN SEV-2..SEV-2',
    ],
    ['P1 down longer than 5 min', listed('P1', { onset: '301s' }), 'SEV-2 P1-DOWN SEV-2..SEV-2'],
    ['P1 down exactly 5 min', listed('P1', { onset: '5m' }), 'SEV-3 P1-WITHIN SEV-3..SEV-3'],
    ['P1 that may be down 12 h', listed('P1', {}, { toleranceMs: 12 * 3_600_000 }), 'SEV-3 P1-WITHIN SEV-3..SEV-3'],
    [
      'P1 without a limit',
      listed('P1', { onset: '9d' }, { toleranceMs: Number.POSITIVE_INFINITY }),
      'SEV-3 P1-WITHIN SEV-3..SEV-3',
    ],
    ['P1 degraded', listed('P1', at('degraded')), 'SEV-3 P1-WITHIN SEV-3..SEV-3'],
    ['P1 at risk', listed('P1', at('at-risk')), 'SEV-3 P1-WITHIN SEV-3..SEV-3'],
    ['P2 down 5 h', listed('P2', { onset: '5h' }), 'SEV-3 P2-DOWN SEV-3..SEV-4'],
    ['P2 down 4 h', listed('P2', { onset: '4h' }), 'SEV-4 LOW SEV-4..SEV-4'],
    ['P2 degraded', listed('P2', at('degraded')), 'SEV-4 LOW SEV-4..SEV-4'],
    ['P3 down for days', listed('P3', { onset: '9d' }), 'SEV-4 LOW SEV-4..SEV-4'],
    [
      'P3 that holds the ingress',
      listed('P3', at('down', { ingressController: true })),
      'SEV-1 INGRESS-DOWN LOW SEV-1..SEV-1',
    ],
  ])('%s', (_name, trouble, want) => expect(rated(trouble)).toBe(want));

  it('P0 not ready in 3 of the last 5 cycles is about to fail; in 2 it is not', () => {
    const trouble = listed('P0', at('at-risk'));
    expect(rated(trouble, { recentCycles: () => 3 })).toBe('SEV-2 P0-RISK P0-WARN SEV-2..SEV-3');
    expect(rated(trouble, { recentCycles: () => 2 })).toBe('SEV-3 P0-WARN SEV-3..SEV-4');
  });

  it('scaled to zero and never seen running is drift, not an outage', () => {
    const findings = [fault('workload-scaled-to-zero', workload('api'))];
    expect(rated(listed('P1', { state: 'at-risk', findings }))).toBe('SEV-3 P1-WITHIN DRIFT SEV-3..SEV-3');
    expect(rated(listed('P2', { state: 'at-risk', findings }))).toBe('SEV-4 LOW DRIFT SEV-4..SEV-4');
  });
});

describe('rows about what nobody listed', () => {
  const config = [fault('hpa-blocked', workload('tool'))];
  const node = { kind: 'Node', namespace: null, name: 'a' };
  it.each([
    ['a crash', unlisted(workload('tool')), 'SEV-3 UNLISTED SEV-2..SEV-4'],
    [
      'a wrong setting',
      unlisted(workload('tool'), { findings: config, state: 'at-risk' }),
      'SEV-4 UNLISTED-MINOR SEV-3..SEV-4',
    ],
    [
      'a wrong setting that stops traffic',
      unlisted(workload('tool'), { findings: config, facts: { stopsTraffic: true } }),
      'SEV-3 UNLISTED SEV-2..SEV-4',
    ],
    [
      'a blocked rollout',
      unlisted(workload('tool'), at('at-risk', { blockedRollout: true })),
      'SEV-3 ROLLOUT-BLOCKED SEV-2..SEV-3',
    ],
    [
      'down though its pods are there',
      unlisted(workload('tool'), at('down', { blockedRollout: true })),
      'SEV-3 UNLISTED SEV-2..SEV-4',
    ],
    ['the DNS, down long', unlisted(workload('coredns'), at('down', { ratedAs: 'P1' })), 'SEV-2 P1-DOWN SEV-2..SEV-2'],
    [
      'the DNS, down 4 min',
      unlisted(workload('coredns'), { facts: { ratedAs: 'P1' }, onset: '4m' }),
      'SEV-3 P1-WITHIN SEV-3..SEV-3',
    ],
    [
      'an ingress controller',
      unlisted(workload('traefik'), at('down', { ingressController: true })),
      'SEV-1 INGRESS-DOWN UNLISTED SEV-1..SEV-1',
    ],
    [
      'an ingress controller that is degraded',
      unlisted(workload('traefik'), at('degraded', { ingressController: true })),
      'SEV-3 UNLISTED SEV-2..SEV-4',
    ],
    ['a node with P0', unlisted(node, at('at-risk', { hosts: 'P0' })), 'SEV-2 NODE SEV-2..SEV-2'],
    ['a node with P1', unlisted(node, at('at-risk', { hosts: 'P1' })), 'SEV-2 NODE SEV-2..SEV-2'],
    ['a node with P2', unlisted(node, at('at-risk', { hosts: 'P2' })), 'SEV-3 NODE SEV-3..SEV-3'],
    ['an empty node', unlisted(node, at('at-risk')), 'SEV-3 NODE SEV-3..SEV-3'],
    ['the only node', unlisted(node, at('at-risk', { onlyNode: true })), 'SEV-2 NODE SEV-2..SEV-2'],
    [
      'a node that is only closed to new pods, whoever runs there',
      unlisted(node, { ...at('at-risk', { hosts: 'P0' }), findings: [fault('node-cordoned', node)] }),
      'SEV-4 NODE SEV-4..SEV-4',
    ],
    [
      'a cluster-scoped object',
      unlisted({ kind: 'PersistentVolume', namespace: null, name: 'v' }),
      'SEV-4 CLUSTER SEV-4..SEV-4',
    ],
  ])('%s', (_name, trouble, want) => expect(rated(trouble)).toBe(want));
});

describe('what the API server needs', () => {
  const configuration = { kind: 'ValidatingWebhookConfiguration', namespace: null, name: 'guard' };
  const part = { kind: 'APIService', namespace: null, name: 'v1beta1.metrics.k8s.io' };
  const webhook = (owner: Trouble['root']) => ({ findings: [fault('webhook-down', owner)], ...at('at-risk') });
  it.each([
    ['a webhook with nothing behind it', unlisted(configuration, webhook(configuration)), 'SEV-2 CLUSTER SEV-2..SEV-2'],
    [
      'a webhook whose workload is down',
      unlisted(workload('guard'), {
        findings: [fault('crash-loop', workload('guard')), fault('webhook-down', workload('guard'))],
      }),
      'SEV-2 CLUSTER UNLISTED SEV-2..SEV-2',
    ],
    ['a webhook of a P3', listed('P3', webhook(workload('api'))), 'SEV-2 CLUSTER LOW SEV-2..SEV-2'],
    [
      'a webhook of a P0 that is down',
      listed('P0', { ...webhook(workload('api')), state: 'down' }),
      'SEV-1 P0-DOWN CLUSTER SEV-1..SEV-1',
    ],
    [
      'a part of the API',
      unlisted(part, { findings: [fault('api-service-down', part)] }),
      'SEV-3 CLUSTER SEV-3..SEV-3',
    ],
    [
      'a gateway class nobody takes',
      unlisted({ ...part, kind: 'GatewayClass' }, { findings: [fault('gateway-not-ready', part)], ...at('at-risk') }),
      'SEV-4 CLUSTER SEV-4..SEV-4',
    ],
  ])('%s', (_name, trouble, want) => expect(rated(trouble)).toBe(want));
});

describe('rows about several', () => {
  const one = troubleOf(service('one'));
  const two = (state: Trouble['state']) => troubleOf(service('two'), { state });
  const both = (a: Trouble, b: Trouble) => {
    const draft = draftOf(a, b);
    const { severity, rules, rationale } = assess(draft, [draft], NO_HISTORY, NOW);
    return `${severity} ${rules.join(' ')} | ${rationale}`;
  };

  it('P0-MANY: two down, or one down and one degraded', () => {
    expect(both(one, two('down'))).toContain('SEV-1 P0-DOWN P0-MANY');
    expect(both(one, two('degraded'))).toContain('P0-MANY');
  });

  it('not P0-MANY: two degraded (a drain), or one only impaired', () => {
    expect(both(troubleOf(service('one'), { state: 'degraded' }), two('degraded'))).toBe(
      'SEV-2 P0-DEGRADED | one is business critical (P0) and degraded, still serving (0 of 1)',
    );
    expect(both(one, two('impaired'))).not.toContain('P0-MANY');
  });

  it('a node that takes a P0 down is SEV-1; one that leaves it degraded is not', () => {
    const node = unlisted({ kind: 'Node', namespace: null, name: 'a' }, at('at-risk', { hosts: 'P0' }));
    expect(both(node, one)).toContain('SEV-1 P0-DOWN NODE');
    expect(both(node, two('degraded'))).toMatch(/^SEV-2 (NODE P0-DEGRADED|P0-DEGRADED NODE)/);
  });
});

describe('rows about the monitoring', () => {
  const services = [service('p0'), service('p1', { tier: 'P1' }), service('p2', { tier: 'P2' })];
  const notice = (kind: 'BLIND' | 'GAP' | 'DRIFT' | 'SELF', names: readonly string[], hidesNodes = false) =>
    ({ kind, key: 'k', title: 't', detail: 'd', services: names, hidesNodes }) as const;
  it.each([
    ['blind', notice('BLIND', []), false, 'SEV-2'],
    ['blind again', notice('BLIND', []), true, 'SEV-1'],
    ['a gap that hides a P0', notice('GAP', ['p0']), false, 'SEV-2'],
    ['a gap that hides all nodes', notice('GAP', [], true), false, 'SEV-2'],
    ['a gap that hides a P1', notice('GAP', ['p1']), false, 'SEV-3'],
    ['drift of a P0', notice('DRIFT', ['p0']), false, 'SEV-3'],
    ['drift of a P1', notice('DRIFT', ['p1']), false, 'SEV-3'],
    ['drift of a P2', notice('DRIFT', ['p2']), false, 'SEV-4'],
    ['its own trouble', notice('SELF', []), true, 'SEV-3'],
  ])('%s', (_name, about, before, want) => expect(assessNotice(about, services, before).severity).toBe(want));
});

describe('every case', () => {
  it('has a row: nothing falls through to SEV-4 unseen', () => {
    const tiers = fc.constantFrom<Tier | null>('P0', 'P1', 'P2', 'P3', null);
    const states = fc.constantFrom<Trouble['state']>('down', 'degraded', 'impaired', 'at-risk');
    const facts = fc.record({
      blockedRollout: fc.boolean(),
      gone: fc.boolean(),
      imminent: fc.boolean(),
      stopsTraffic: fc.boolean(),
    });
    const codes = fc.constantFrom('crash-loop' as const, 'hpa-blocked' as const, 'secret-not-syncing' as const);
    fc.assert(
      fc.property(tiers, states, facts, codes, (tier, state, some, code) => {
        const findings = [fault(code, workload('api'))];
        const trouble =
          tier === null
            ? unlisted(workload('api'), { state, facts: some, findings })
            : listed(tier, { state, facts: some, findings });
        const draft = draftOf(trouble);
        const { severity, band, rules } = assess(draft, [draft], NO_HISTORY, NOW);
        expect(rules[0]).not.toBe('KNOWN');
        expect([band[0] <= severity, severity <= band[1]]).toEqual([true, true]);
        if (tier === 'P0' && state === 'down') expect(severity).toBe('SEV-1');
        if (tier === 'P3') expect(severity).toBe('SEV-4');
      }),
    );
  });

  it('measures the tolerance from when it is down, not from an older warning', () => {
    const trouble = listed('P1', { onset: '5d' });
    expect(rated(trouble, { downSince: () => new Date(ago('2m')) })).toBe('SEV-3 P1-WITHIN SEV-3..SEV-3');
  });
});
