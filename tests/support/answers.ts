// What well-behaved agents say of the outage in outage.ts.
import { byAgent, type Script } from '../fakes/messages/script.ts';
import { GUILTY } from './outage.ts';

const pod = { namespace: 'shop-api', pod: 'shop-api-7d9f6b5c4-aaaaa' };

/** Looks into the log of the init container first, and cites it. */
export const READ_INIT_LOG = {
  name: 'mcp__kubernetes__get_logs',
  input: { ...pod, container: 'migrate', previous: false, tailLines: 20, contains: null },
};
export const READ_COMMIT = { name: 'mcp__github__get_commit', input: { sha: GUILTY.slice(0, 7) } };

export const ANALYSIS = {
  cause: {
    text: 'The container is killed while it loads the orders, because its memory limit of 64Mi is too small for them.',
    confidence: 'high',
    evidence: ['E1', 'L1'],
  },
  notChecked: ['how much memory it needed before'],
  checks: [{ command: 'C1', why: 'the last state should show OOMKilled' }],
};
export const REVIEW = {
  ranking: [
    {
      sha: GUILTY.slice(0, 7),
      why: 'It cuts the memory limit from 512Mi to 64Mi, which the load at start exceeds.',
      rollBack: true,
    },
  ],
};
export const OPINION = {
  severity: 'SEV-1',
  reason: 'No pod serves, and orders cannot be taken.',
  evidence: ['E1'],
  impact: 'Nobody can place an order in the shop.',
};
export const WORDS = {
  headline: 'Orders cannot be taken, probably too little memory',
  summary: 'Both pods are killed at start. The memory limit was probably cut too far.',
  impact: 'Customers cannot order.',
  nextSteps: [
    { text: 'Look at the last state of a pod.', command: 'C1' },
    { text: 'After a mend allow 5-6 minutes to start.', command: null },
  ],
};

/** Four agents that need no tools. */
export const goodAgents: Script = byAgent({
  'k8s-analyzer': { json: ANALYSIS },
  'github-reviewer': { json: REVIEW },
  'escalation-manager': { json: OPINION },
  'slack-notifier': { json: WORDS },
});
