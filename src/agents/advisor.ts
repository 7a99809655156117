import type { Advice } from '../domain/advice.ts';
import type { AgentName, AgentRun, Transcript } from '../domain/agent.ts';
import type { ToolClient } from '../mcp/client.ts';
import type { Clock } from '../platform/clock.ts';
import type { RetryPolicy } from '../platform/retry.ts';
import type { Brief } from './brief.ts';
import type { AgentFiles } from './definition.ts';
import type { ModelPort } from './model.ts';

/** Trouble with the model that somebody has to mend: told once a day as the monitor's own trouble. */
export interface ModelTrouble {
  /** `budget`: our own, spent. `settings`: the key, the account, or the models that are asked. */
  readonly cause: 'budget' | 'settings';
  /** Why no model is asked, or another one, in a few words: `API key refused (401)`. */
  readonly reason: string;
  /** What happened, and the mend. */
  readonly detail: string;
}

export interface Counsel {
  /** One for each brief, in their order. */
  readonly advice: readonly Advice[];
  readonly runs: readonly AgentRun[];
  readonly transcripts: readonly Transcript[];
  /** For the report: a model that was retired and which one answered instead. */
  readonly warnings: readonly string[];
  readonly trouble: ModelTrouble | null;
}

/** The four agents, asked in order about each incident. Never rejects, but for the signal of the caller. */
export interface Advisor {
  counsel(briefs: readonly Brief[], signal: AbortSignal): Promise<Counsel>;
}

export interface AdvisorOptions {
  readonly port: ModelPort;
  readonly agents: AgentFiles;
  /** Instead of the model of the file: the *_MODEL settings. */
  readonly models: Readonly<Partial<Record<AgentName, string>>>;
  /** Anthropic's own endpoint: Haiku only, with its prices. False for one's own: any model id goes. */
  readonly anthropic: boolean;
  /** plain: no tools and no structured outputs, everything in the prompt. */
  readonly mode: 'full' | 'plain';
  /** Connected tool servers; an agent gets the read tools that its file names. */
  readonly tools: readonly ToolClient[];
  readonly callTimeoutMs: number;
  /** For all agents of all incidents of a cycle together. */
  readonly deadlineMs: number;
  /** What is left of the month's budget; null: no budget. */
  readonly budgetLeftUsd: number | null;
  /** The whole month's budget, for the words: `budget of $5.00 for November is spent`. */
  readonly budgetUsd?: number | null;
  /** Takes our own tokens out of every text that goes to the model or into a transcript. */
  readonly scrub: (text: string) => string;
  readonly clock: Clock;
  readonly onProgress: (line: string) => void;
  /** Waits between tries of one request; tests shrink them. */
  readonly retry?: RetryPolicy;
}
