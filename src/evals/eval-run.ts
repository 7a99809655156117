import { z } from 'zod';
import type { AdvicePart } from '../agents/contract.ts';
import type { Advice } from '../domain/advice.ts';
import {
  AGENT_NAMES,
  AGENT_STATUSES,
  type AgentName,
  type AgentRun,
  type AgentStatus,
  TokenUse,
} from '../domain/agent.ts';
import type { EvalFile } from './eval-file.ts';
import { type Grade, grade } from './grade.ts';

/** How one agent did on one eval, once. */
export const Outcome = TokenUse.extend({
  slug: z.string(),
  agent: z.enum(AGENT_NAMES),
  /** 1 for the first of `--repeat`. */
  attempt: z.number(),
  model: z.string(),
  status: z.enum(AGENT_STATUSES),
  right: z.boolean(),
  reasons: z.array(z.string()).describe('why it is wrong'),
  dropped: z.array(z.string()),
  ms: z.number(),
});
export type Outcome = z.infer<typeof Outcome>;

const NOT_REACHED: readonly AgentStatus[] = ['unavailable', 'timeout', 'budget', 'skipped'];

/** False: nobody answered, which says nothing about the agent. */
export function isReached({ status }: Pick<Outcome, 'status'>): boolean {
  return !NOT_REACHED.includes(status);
}

/** The outcome of one agent's run; null for an agent of whom the eval expects nothing. */
export function outcomeOf(
  one: { readonly slug: string; readonly agents: EvalFile['agents'] },
  run: AgentRun,
  advice: Advice,
  attempt: number,
): Outcome | null {
  const graded = gradeRun(one.agents, run, advice);
  if (graded === null) return null;
  const { agent, model, status, dropped, ms, inputTokens, outputTokens, usd } = run;
  const { right, reasons } = graded;
  const measured = { dropped, ms, inputTokens, outputTokens, usd };
  return { slug: one.slug, agent, attempt, model, status, right, reasons: [...reasons], ...measured };
}

function gradeRun(expected: EvalFile['agents'], run: AgentRun, advice: Advice): Grade | null {
  const graded = grade(expected, run.agent, partOf(advice, run.agent));
  if (graded === null || run.status === 'ok' || isSilence(run)) return graded;
  return { right: false, reasons: [run.detail === '' ? run.status : `${run.status}: ${run.detail}`] };
}

/** It had nothing to say, which is an answer too: no change is to blame. */
function isSilence({ status, dropped }: AgentRun): boolean {
  return status === 'ungrounded' && dropped.length === 0;
}

/** What is this agent's own in the advice of all. */
function partOf(advice: Advice, agent: AgentName): AdvicePart {
  const { cause, notChecked, checks, changes, severity, impact, words } = advice;
  switch (agent) {
    case 'k8s-analyzer':
      return { cause, notChecked, checks };
    case 'github-reviewer':
      return { changes };
    case 'escalation-manager':
      return { severity, impact };
    case 'slack-notifier':
      return { words };
  }
}
