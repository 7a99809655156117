// Whole reports of a night, for whoever shows or sums them up.
import { noAdvice } from '../../src/domain/advice.ts';
import type { Report } from '../../src/domain/report.ts';
import { advice, agentRun, decision, finding, incident, NOT_SENT, report, services } from './report.ts';

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
