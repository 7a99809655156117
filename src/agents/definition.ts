import type { AgentName } from '../domain/agent.ts';

/** One agent, as its markdown file says. */
export interface AgentDefinition {
  readonly name: AgentName;
  readonly description: string;
  readonly model: string;
  /** `mcp__<server>__<tool>`; only read tools of the catalogue. */
  readonly tools: readonly string[];
  /** Requests to the model for one incident, tool turns and the answer together. */
  readonly maxTurns: number;
  /** Output tokens of one request. */
  readonly maxTokens: number;
  /** The system prompt: the body of the file. */
  readonly prompt: string;
  /** Absolute path, and the place of each key, for messages. */
  readonly file: string;
  readonly lines: Readonly<Record<string, number>>;
}

export interface AgentFault {
  readonly agent: AgentName;
  readonly file: string;
  /** 1 for the first; 0 when it is about the file as a whole. */
  readonly line: number;
  readonly column: number;
  /** What is wrong, what was expected, and the mend. */
  readonly message: string;
}

/** The folder of agents as it is now. An agent without a definition works by the rules alone; its fault says why. */
export interface AgentFiles {
  readonly folder: string;
  readonly agents: Readonly<Partial<Record<AgentName, AgentDefinition>>>;
  readonly faults: readonly AgentFault[];
}
