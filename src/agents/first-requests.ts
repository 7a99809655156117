import type { Advice } from '../domain/advice.ts';
import type { AgentName } from '../domain/agent.ts';
import type { Brief } from './brief.ts';
import type { Contract } from './contract.ts';
import { LEVELS, shortened } from './shortened.ts';

/** Input tokens of the first requests of all agents about one incident, estimated. The aim is 10,000: models count a little differently. */
const FIRST_TOKENS = 9_500;
/** Tokens of its input an agent gets at least, also where prompts of one's own take all of that. */
const LEAST_INPUT = 900;
/** How the agents share what their prompts, tools and schemas leave; who needs less leaves it to the next. */
const SHARES: Readonly<Record<AgentName, number>> = {
  'k8s-analyzer': 30,
  'github-reviewer': 38,
  'escalation-manager': 18,
  'slack-notifier': 14,
};

/** One agent to be asked; `fixed`: tokens of its prompt, tools and schema. */
export interface Sized {
  readonly name: AgentName;
  readonly fixed: number;
}

interface Share {
  /** Tokens this agent's first request may have. */
  readonly room: number;
  /** Tokens to keep for the first requests of those that come later. */
  readonly reserve: number;
}

/** `spent`: tokens of the first requests so far; `left`: what all requests about the incident may still have. */
export function shareOf(agent: Sized, later: readonly Sized[], spent: number, left: number): Share {
  const all = [agent, ...later];
  const fixedLater = later.reduce((sum, { fixed }) => sum + fixed, 0);
  const free = Math.min(FIRST_TOKENS - spent, left) - agent.fixed - fixedLater;
  const inputs = Math.max(free, LEAST_INPUT * all.length);
  const parts = all.reduce((sum, { name }) => sum + SHARES[name], 0);
  const own = Math.max(LEAST_INPUT, Math.floor((inputs * SHARES[agent.name]) / parts));
  return {
    room: agent.fixed + own,
    reserve: fixedLater + Math.max(inputs - own, LEAST_INPUT * later.length),
  };
}

export interface Fitted {
  readonly text: string;
  /** What the agent was given, for the grounding: facts it was not shown can't be cited. */
  readonly given: Brief;
}

/** What an agent is told, as long as fits: first as it is, then with less of patches, logs and facts, at last with shorter lines. */
export function fitted(contract: Contract, brief: Brief, soFar: Advice, fits: (text: string) => boolean): Fitted {
  let found: Fitted = { text: contract.input(brief, soFar), given: brief };
  for (const level of LEVELS) {
    if (fits(found.text)) break;
    const less = shortened(brief, soFar, level);
    const shown = new Set(less.brief.facts.map(({ id }) => id));
    const given = { ...brief, facts: brief.facts.filter(({ id }) => shown.has(id)) };
    found = { text: contract.input(less.brief, less.soFar), given };
  }
  return found;
}
