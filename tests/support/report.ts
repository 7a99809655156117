import { type Advice, noAdvice } from '../../src/domain/advice.ts';
import type { AgentRun } from '../../src/domain/agent.ts';
import type { DecisionRow, FindingRow, GapRow, IncidentRow, Report } from '../../src/domain/report.ts';

const NOW = '2026-11-21T03:14:00.000Z';
const NOT_SENT = { status: 'not-sent', detail: '' } as const;

/** A healthy cycle of a small homelab; every part can be replaced. */
export function report(parts: Partial<Omit<Report, 'cycle'>> & { cycle?: Partial<Report['cycle']> } = {}): Report {
  const { cycle, ...rest } = parts;
  return {
    schemaVersion: 1,
    cycle: {
      id: '20261121T031400Z-7f3a',
      runId: 'run-1',
      startedAt: '2026-11-21T03:13:58.200Z',
      finishedAt: NOW,
      outcome: 'ok',
      cluster: { uid: 'c0ffee', name: 'homelab', version: 'v1.34.1' },
      source: 'live',
      dryRun: false,
      ...cycle,
    },
    services: SERVICES.map(([name, tier]) => ({ name, tier, state: 'ok', since: null })),
    incidents: [],
    findings: [],
    decisions: [],
    messages: [],
    gaps: [],
    warnings: [],
    leftOut: 0,
    logs: [],
    agents: [],
    usage: { inputTokens: 0, outputTokens: 0, usd: 0, byAgent: {} },
    timings: { collect: 1700, judge: 100 },
    ...rest,
  };
}

const SERVICES = [
  ['chores-tracker-backend', 'P0'],
  ['chores-tracker-frontend', 'P0'],
  ['mysql', 'P0'],
  ['nginx-ingress', 'P0'],
  ['vault', 'P1'],
  ['cert-manager', 'P1'],
  ['loki-aws-infrastructure', 'P2'],
  ['whoami-test', 'P3'],
] as const satisfies readonly (readonly [string, Report['services'][number]['tier']])[];

/** The healthy services, some of them in another state. */
export function services(states: Readonly<Record<string, Report['services'][number]['state']>>): Report['services'] {
  return report().services.map((service) => {
    const state = states[service.name] ?? 'ok';
    return { ...service, state, since: state === 'ok' ? null : '2026-11-21T02:36:00.000Z' };
  });
}

export function finding(parts: Partial<FindingRow> = {}): FindingRow {
  const subject = { kind: 'Pod', namespace: 'chores-tracker-backend', name: 'chores-tracker-backend-6f7d8c9b5-x2x4z' };
  const field = 'status.containerStatuses[app].lastState.terminated.reason';
  return {
    code: 'oom-crash-loop',
    reason: 'OOMKilled',
    subject,
    owner: { kind: 'Deployment', namespace: 'chores-tracker-backend', name: 'chores-tracker-backend' },
    container: 'app',
    since: '2026-11-21T02:36:00.000Z',
    message: 'container app is killed again and again for using more memory than its limit 512Mi, 12 restarts',
    evidence: [
      { object: subject, field, value: 'OOMKilled', at: '2026-11-21T03:11:00.000Z' },
      { object: subject, field: 'status.containerStatuses[app].restartCount', value: '12', at: null },
    ],
    ...parts,
  };
}

export function incident(parts: Partial<IncidentRow> = {}): IncidentRow {
  return {
    id: 'INC-20261121-001',
    key: 'service:chores-tracker-backend',
    status: 'open',
    severity: 'SEV-1',
    band: ['SEV-1', 'SEV-1'],
    agentSeverity: null,
    rules: ['P0-DOWN'],
    service: 'chores-tracker-backend',
    tier: 'P0',
    state: 'down',
    title: `chores-tracker-backend is down, 0 of 2 ready: ${finding().message}`,
    rationale: 'chores-tracker-backend (P0) is down; P0 may not be down at all',
    onset: '2026-11-21T02:36:00.000Z',
    resolvedAt: null,
    findings: [finding()],
    omittedFindings: 0,
    affected: [],
    suspects: [],
    changes: { status: 'not-asked', text: '' },
    advice: null,
    ...parts,
  };
}

export function decision(parts: Partial<DecisionRow> = {}): DecisionRow {
  return {
    incidentId: 'INC-20261121-001',
    severity: 'SEV-1',
    verdict: 'notify',
    reason: 'new',
    channel: '#critical-alerts',
    until: null,
    ...parts,
  };
}

export function gap(parts: Partial<GapRow> = {}): GapRow {
  return {
    verb: 'list',
    resource: 'pods',
    namespace: 'mysql',
    cause: 'forbidden',
    detail: 'HTTP 403',
    hides: ['mysql'],
    ...parts,
  };
}

/** A night worth waking up for: a crash loop with a dependent, and a known issue past its bound. */
export function badNight(): Report {
  const vault = incident({
    id: 'INC-20261120-004',
    key: 'service:vault',
    severity: 'SEV-3',
    band: ['SEV-3', 'SEV-3'],
    rules: ['KNOWN-OVERDUE', 'P1-WITHIN'],
    service: 'vault',
    tier: 'P1',
    title: 'vault is down: container vault runs but is not ready, past its startup allowance of 15 min: sealed',
    rationale: 'vault (P1) waits for its manual unseal for 40 min, longer than the 15 min it is known for',
    onset: '2026-11-21T02:34:00.000Z',
    findings: [
      finding({
        code: 'not-ready',
        reason: 'ContainersNotReady',
        subject: { kind: 'Pod', namespace: 'vault', name: 'vault-0' },
        owner: { kind: 'StatefulSet', namespace: 'vault', name: 'vault' },
        container: 'vault',
        message: 'container vault runs but is not ready, past its startup allowance of 15 min: sealed',
        evidence: [],
      }),
    ],
    affected: ['external-secrets-operator'],
  });
  const test = incident({
    id: 'INC-20261119-002',
    key: 'service:whoami-test',
    severity: 'SEV-4',
    rules: ['LOW'],
    service: 'whoami-test',
    tier: 'P3',
    title: 'whoami-test is down: image whoami:9 of container whoami cannot be pulled: not found',
    rationale: 'whoami-test is P3',
    onset: '2026-11-19T09:00:00.000Z',
    findings: [],
  });
  const over = incident({
    id: 'INC-20261121-000',
    status: 'resolved',
    title: 'cert-manager is degraded, 1 of 2 ready: 1 of 2 replicas are ready',
    resolvedAt: '2026-11-21T03:10:00.000Z',
  });
  const log = Array.from({ length: 9 }, (_, i) => `2026-11-21T03:10:5${i}Z INFO loading chunk ${i}`);
  return report({
    services: services({ 'chores-tracker-backend': 'down', vault: 'down', 'whoami-test': 'down', mysql: 'at-risk' }),
    incidents: [
      test,
      vault,
      incident({
        affected: ['chores-tracker-frontend'],
        suspects: [
          {
            kind: 'commit',
            sha: '1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d',
            what: 'backend: smaller pods',
            url: null,
            author: 'Ada',
            committedAt: '2026-11-21T02:24:00.000Z',
            minutesBeforeOnset: 12,
            files: ['base-apps/chores-tracker-backend/deployment.yaml'],
            fields: ['resources.limits.memory'],
            confidence: 'HIGH',
            reasons: ['the memory limit was lowered'],
            rollback: 'git revert 1a2b3c4',
            caution: null,
            revertedBy: null,
          },
        ],
      }),
      over,
    ],
    decisions: [
      decision(),
      decision({
        incidentId: vault.id,
        severity: 'SEV-3',
        verdict: 'hold',
        reason: 'outside-hours',
        channel: '#infrastructure-alerts',
        until: '2026-11-23T09:00:00.000Z',
      }),
      decision({ incidentId: test.id, severity: 'SEV-4', verdict: 'hold', reason: 'log-only', channel: null }),
      decision({ incidentId: over.id, severity: 'SEV-2', reason: 'resolved', channel: '#infrastructure-alerts' }),
    ],
    messages: [
      {
        channel: '#critical-alerts',
        kind: 'incident',
        incidentIds: ['INC-20261121-001'],
        text: 'down',
        delivery: NOT_SENT,
      },
      { channel: '#infrastructure-alerts', kind: 'resolved', incidentIds: [over.id], text: 'over', delivery: NOT_SENT },
    ],
    warnings: ['2 objects in dump.yaml are malformed and were skipped'],
    logs: [
      { pod: finding().subject, container: 'app', previous: true, text: [...log, 'Killed'].join('\n'), cut: false },
    ],
  });
}

/** What the agents said about the worst incident. */
export function advice(parts: Partial<Advice> = {}): Advice {
  return {
    ...noAdvice('INC-20261121-001', null),
    cause: {
      text: 'the limit was cut below what the import of the chores needs',
      confidence: 'high',
      evidence: ['status.containerStatuses[app].restartCount = 12', 'Killed'],
    },
    changes: [{ sha: '1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d', why: 'it halves the memory limit', rollBack: true }],
    severity: { choice: 'SEV-2', reason: 'the frontend still answers from its cache', evidence: [] },
    ...parts,
  };
}

export function agentRun(parts: Partial<AgentRun> = {}): AgentRun {
  return {
    agent: 'k8s-analyzer',
    incidentId: 'INC-20261121-001',
    model: 'claude-haiku-4-5-20251001',
    status: 'ok',
    detail: '',
    requests: 2,
    toolCalls: 1,
    inputTokens: 2100,
    outputTokens: 312,
    usd: 0.0036,
    ms: 4200,
    dropped: [],
    ...parts,
  };
}

/** The same night with agents, one message that left and one that didn't. */
export function advisedNight(): Report {
  const night = badNight();
  const used = { inputTokens: 2100, outputTokens: 312, usd: 0.0036 };
  const reviewed = { inputTokens: 1400, outputTokens: 90, usd: 0.0019 };
  return {
    ...night,
    incidents: night.incidents.map((one) => {
      if (one.id === 'INC-20261121-001') return { ...one, advice: advice() };
      if (one.severity !== 'SEV-3') return one;
      const changes = { status: 'none', text: '12 commits of the last 24 h looked at' } as const;
      return { ...one, changes, advice: noAdvice(one.id, 'overloaded (529)') };
    }),
    messages: night.messages.map((message, index) => ({
      ...message,
      delivery:
        index === 0
          ? { status: 'failed', detail: 'Slack says is_archived: the channel is archived' }
          : { status: 'sent', detail: 'C0ALERTS 1.2' },
    })),
    agents: [
      agentRun({ dropped: ['cause: cites E9, which was not given'] }),
      agentRun({ agent: 'github-reviewer', ...reviewed, requests: 1, toolCalls: 0 }),
      agentRun({
        incidentId: 'INC-20261120-004',
        status: 'unavailable',
        detail: 'overloaded (529)',
        inputTokens: 0,
        outputTokens: 0,
        usd: 0,
      }),
    ],
    usage: {
      inputTokens: 3500,
      outputTokens: 402,
      usd: 0.0055,
      byAgent: { 'k8s-analyzer': used, 'github-reviewer': reviewed },
    },
  };
}
