import { z } from 'zod';

/** The four agents, in the order they are asked. Each is a markdown file of this name in the folder of the agents. */
export const AGENT_NAMES = ['k8s-analyzer', 'github-reviewer', 'escalation-manager', 'slack-notifier'] as const;
export type AgentName = (typeof AGENT_NAMES)[number];

/**
 * How asking one agent about one incident ended. `ok`: there is an answer, and at least part of it is grounded. Everything else leaves
 * the rules' words in place. `skipped`: it was not asked (no candidate changes to review, an earlier failure, no time left).
 */
export const AGENT_STATUSES = [
  'ok',
  'refused',
  'timeout',
  'budget',
  'invalid-output',
  'ungrounded',
  'unavailable',
  'skipped',
] as const;
export type AgentStatus = (typeof AGENT_STATUSES)[number];

/** Tokens and dollars. `usd` follows the price table in docs/reference/models.json; 0 for a model without a price. */
export const TokenUse = z.object({ inputTokens: z.number(), outputTokens: z.number(), usd: z.number() });
export type TokenUse = z.infer<typeof TokenUse>;

/** One agent asked about one incident. */
export const AgentRun = TokenUse.extend({
  agent: z.enum(AGENT_NAMES),
  incidentId: z.string(),
  /** The model that answered, or would have. */
  model: z.string(),
  status: z.enum(AGENT_STATUSES),
  detail: z.string().describe('why there is no answer, or "" when there is one'),
  /** Requests to the Messages API, and calls of tools. */
  requests: z.number(),
  toolCalls: z.number(),
  ms: z.number(),
  dropped: z.array(z.string()).describe('claims that named something the agent was not given and did not fetch'),
});
export type AgentRun = z.infer<typeof AgentRun>;

/** One step of the conversation with an agent, redacted and cut: for people who want to know what was said. */
export const TranscriptStep = z.object({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  text: z.string(),
});
export type TranscriptStep = z.infer<typeof TranscriptStep>;

export const Transcript = z.object({
  agent: z.enum(AGENT_NAMES),
  incidentId: z.string(),
  steps: z.array(TranscriptStep),
});
export type Transcript = z.infer<typeof Transcript>;
