import type { AgentName } from '../../domain/agent.ts';
import type { Contract } from '../contract.ts';
import { escalationManager } from './escalation-manager.ts';
import { githubReviewer } from './github-reviewer.ts';
import { k8sAnalyzer } from './k8s-analyzer.ts';
import { slackNotifier } from './slack-notifier.ts';

/** In the order in which the agents are asked. */
export const CONTRACTS: readonly Contract[] = [k8sAnalyzer, githubReviewer, escalationManager, slackNotifier];

const BY_NAME = {
  'k8s-analyzer': k8sAnalyzer,
  'github-reviewer': githubReviewer,
  'escalation-manager': escalationManager,
  'slack-notifier': slackNotifier,
} as const satisfies Record<AgentName, Contract>;

export function contractFor(name: AgentName): Contract {
  return BY_NAME[name];
}
