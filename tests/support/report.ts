import { type Advice, noAdvice } from '../../src/domain/advice.ts';
import type { AgentRun } from '../../src/domain/agent.ts';
import type { DecisionRow, FindingRow, GapRow, IncidentRow, Report } from '../../src/domain/report.ts';

const NOW = '2026-11-21T03:14:00.000Z';
export const NOT_SENT = { status: 'not-sent', detail: '' } as const;

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
    notChecked: [],
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
    trends: [],
    link: null,
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
