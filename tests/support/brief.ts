import type { Brief, BriefChange } from '../../src/agents/brief.ts';
import type { Fetched, Grounds } from '../../src/agents/contract.ts';
import { type Advice, noAdvice } from '../../src/domain/advice.ts';

const NOW = new Date('2026-02-07T20:00:00Z');
const ONSET = new Date('2026-02-07T19:48:00Z');
const POD = { kind: 'Pod', namespace: 'shop', name: 'shop-api-7d9f8c6b5-x2k4p' };
const OTHER = { ...POD, name: 'shop-api-7d9f8c6b5-q8w2z' };

export const SHA = '4c1d2e9a7b3f5c8d9e0f1a2b3c4d5e6f7a8b9c0d';

/** A business-critical service whose two pods crash since a commit cut their memory. Say only what matters to the test. */
export function aBrief(parts: Partial<Brief> = {}): Brief {
  return {
    incidentId: 'INC-20260207-001',
    reason: 'new',
    notify: true,
    title: 'shop-api: app is killed again and again for using more memory than 64Mi',
    severity: 'SEV-1',
    band: ['SEV-1', 'SEV-1'],
    rules: ['P0-DOWN'],
    rationale: 'shop-api is business critical (P0) and down for 12 min',
    onset: ONSET,
    now: NOW,
    namespaces: ['shop'],
    service: {
      name: 'shop-api',
      tier: 'P0',
      tolerance: 'may not be down at all',
      purpose: 'API of the shop (Python, FastAPI)',
      healthCheck: 'HTTP GET /health on port 8000',
      knownIssues: ['Slow startup: takes 5-6 minutes until it is ready. Do not restart it meanwhile.'],
      dependencies: ['mysql', 'vault (secrets)'],
      dependents: ['shop-web'],
    },
    affected: ['shop-web'],
    findings: [POD, OTHER].map((object) => ({
      object,
      code: 'oom-crash-loop',
      message: 'app is killed again and again for using more memory than 64Mi (9 restarts)',
    })),
    facts: [
      ...[
        'status.containerStatuses[app].lastState.terminated.reason = OOMKilled (2026-02-07T19:58:40Z)',
        'status.containerStatuses[app].lastState.terminated.exitCode = 137',
        'spec.containers[app].resources.limits.memory = 64Mi',
        'status.containerStatuses[app].restartCount = 9',
        'status.containerStatuses[app].state.waiting.reason = CrashLoopBackOff',
        'status.containerStatuses[app].imageID = registry.example/shop@sha256:9f86d081884c7d659a2feaa0c55ad015',
      ].map((text, i) => ({ id: `E${i + 1}`, object: POD, text: `Pod/shop/${POD.name} ${text}` })),
      { id: 'P1', object: POD, text: 'the probe last said: connect to 10.42.0.17:8000: connection refused' },
      {
        id: 'L1',
        object: POD,
        text: `log of Pod/shop/${POD.name} container app, the run before, its end:\n${logLines(40)}`,
      },
    ],
    commands: [
      { id: 'C1', command: 'kubectl -n shop get pods -o wide' },
      { id: 'C2', command: `kubectl -n shop describe pod ${POD.name}` },
      { id: 'C3', command: `kubectl -n shop logs ${POD.name} --previous --tail=50` },
    ],
    rollback: `git revert ${SHA}`,
    changes: [
      aChange(),
      aChange({ sha: `b07aa31${'0'.repeat(33)}`, subject: 'shop-api: log as JSON', minutesBeforeOnset: 50 }),
      aChange({ sha: `c9e4410${'1'.repeat(33)}`, subject: 'mysql: raise max connections', minutesBeforeOnset: 95 }),
    ],
    changesText: '3 candidate changes',
    notChecked: ['metrics of the nodes'],
    ...parts,
  };
}

export function aChange(parts: Partial<BriefChange> = {}): BriefChange {
  const { sha = SHA, minutesBeforeOnset: minutes = 12 } = parts;
  return {
    sha,
    shortSha: sha.slice(0, 7),
    author: 'Kim',
    committedAt: new Date(ONSET.getTime() - minutes * 60_000),
    minutesBeforeOnset: minutes,
    subject: 'shop-api: trim resources',
    confidence: 'HIGH',
    reasons: ['touches base-apps/shop-api/ of the service, 12 min before the first symptom'],
    files: [{ path: 'base-apps/shop-api/deployments.yaml', status: 'modified', patch: patch(1500) }],
    ...parts,
  };
}

export function grounds(parts: Partial<Brief> = {}, fetched: readonly Fetched[] = []): Grounds {
  return { brief: aBrief(parts), fetched };
}

/** What the tools gave: `fetchedLog` of an init container, as T1. */
export const fetchedLog: Fetched = {
  id: 'T1',
  call: 'get_logs {"namespace":"shop","pod":"shop-api-7d9f8c6b5-x2k4p","container":"migrate"}',
  text: 'log of container migrate, 2 lines\nwaiting for mysql-0.mysql at 10.43.7.9',
};

/** What the agents before said, after grounding. */
export function soFar(parts: Partial<Advice> = {}): Advice {
  return {
    ...noAdvice('INC-20260207-001', null),
    cause: {
      text: 'The container is killed as soon as it passes its limit of 64Mi.',
      confidence: 'high',
      evidence: ['Pod/shop/shop-api-7d9f8c6b5-x2k4p spec.containers[app].resources.limits.memory = 64Mi'],
    },
    changes: [{ sha: SHA, why: 'It cuts the memory limit from 512Mi to 64Mi.', rollBack: true }],
    ...parts,
  };
}

function logLines(count: number): string {
  return Array.from(
    { length: count },
    (_, i) => `2026-02-07T19:58:${String(i).padStart(2, '0')}Z INFO loading catalogue part ${i}`,
  ).join('\n');
}

function patch(length: number): string {
  const head =
    '@@ -41,7 +41,7 @@ spec:\n           resources:\n             limits:\n-              memory: 512Mi\n+              memory: 64Mi\n';
  return head + '             requests:\n'.repeat(Math.ceil(length / 23)).slice(0, length - head.length);
}
