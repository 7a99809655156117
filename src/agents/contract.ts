import type { Advice } from '../domain/advice.ts';
import type { AgentName } from '../domain/agent.ts';
import type { Brief } from './brief.ts';

/** What a tool gave an agent during its turn; the agent cites it as `T1`, `T2`, … */
export interface Fetched {
  readonly id: string;
  /** `get_logs {"namespace":"api",…}`. */
  readonly call: string;
  /** As the agent saw it: redacted, fenced text only in the prompt, here without the fence. */
  readonly text: string;
  /** The strings of the call's arguments: that a result repeats them proves nothing. */
  readonly asked?: readonly string[];
  /** The structured answer of the tool, never shown: SHAs come from its fields only. */
  readonly data?: Readonly<Record<string, unknown>> | null;
}

/** All that an answer may name. */
export interface Grounds {
  readonly brief: Brief;
  readonly fetched: readonly Fetched[];
  /** The agent's instructions, which its answer must not hand on. Left out: nothing is compared. */
  readonly prompt?: string;
}

/** The part of the advice that one agent gives. */
export type AdvicePart = Partial<Omit<Advice, 'incidentId' | 'without'>>;

export type Reading =
  | { readonly status: 'ok'; readonly part: AdvicePart; readonly dropped: readonly string[] }
  /** Not what the schema wants; `why` is told to the model once, to mend it. */
  | { readonly status: 'invalid-output'; readonly why: string }
  /** Nothing is left of it. */
  | { readonly status: 'ungrounded'; readonly dropped: readonly string[] };

/** What one agent is told, what it may answer, and what is kept of that. */
export interface Contract {
  readonly name: AgentName;
  /** JSON Schema of the answer, as structured outputs take it. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** False: there is nothing to ask it about this incident. */
  applies(brief: Brief): boolean;
  /** The user's message: facts as data, whatever others wrote inside the fence. `soFar` is what the agents before it said. */
  input(brief: Brief, soFar: Advice): string;
  /** Parses, checks and grounds an answer. Never throws. */
  read(text: string, grounds: Grounds): Reading;
}
