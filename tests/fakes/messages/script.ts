// How a test says what the model answers.
import type { AgentName } from '../../../src/domain/agent.ts';
import type { Json } from './json.ts';
import type { ErrorType } from './refusal.ts';

/** One request to the Messages API that the server took. */
export interface Asked {
  /** 1 for the first request that reached the script. */
  readonly n: number;
  /** From the system prompt, which begins `You are <agent>`; null for anybody else. */
  readonly agent: AgentName | null;
  readonly model: string;
  readonly system: string;
  readonly messages: readonly Json[];
  readonly tools: readonly { readonly name: string; readonly inputSchema: Json; readonly strict: boolean }[];
  /** False: `tool_choice` is none, or there are no tools. */
  readonly mayCallTools: boolean;
  /** Of `output_config.format`; null when any text will do. */
  readonly schema: Json | null;
  readonly maxTokens: number;
  /** How often the model has spoken in this conversation: 0 for the first request of it. */
  readonly turn: number;
  /** Results in the last user turn, by the id of the call. */
  readonly toolResults: Readonly<Record<string, string>>;
  /** The same with the name of the tool, in their order. */
  readonly results: readonly {
    readonly id: string;
    readonly name: string;
    readonly text: string;
    readonly isError: boolean;
  }[];
  /** The first user message. */
  readonly text: string;
  readonly body: Json;
}

/** The server breaks off: `start` before a byte is sent, `headers` behind the headers, `body` in the middle of the answer. */
export type Break = 'start' | 'headers' | 'body';

export type Answer = 'hang' | 'reset' | AnswerObject;

type AnswerObject =
  /** The final answer, as JSON text. It has to fit the schema of the request, unless `unchecked`. */
  (
    | { readonly json: unknown; readonly unchecked?: boolean }
    | { readonly text: string; readonly unchecked?: boolean }
    /** Calls of tools that were offered, with arguments that a strict schema allows, unless `unchecked`. */
    | {
        readonly tools: readonly { readonly name: string; readonly input: Json }[];
        readonly text?: string;
        readonly unchecked?: boolean;
      }
    /** stop_reason refusal, with what was said until then. */
    | { readonly refusal: true; readonly text?: string }
    /** stop_reason max_tokens: the text, cut where the test cut it. */
    | { readonly maxTokens: string }
    | { readonly empty: true }
    /** An error of the API. `errorCode` goes into its details, `retryAfter` (seconds) into a header. */
    | {
        readonly fail: number;
        readonly errorType?: ErrorType;
        readonly errorCode?: string;
        readonly message?: string;
        readonly retryAfter?: number;
        /** In a stream, behind its start: status 200, then an event `error`. */
        readonly inStream?: boolean;
      }
    | { readonly hang: Break }
    | { readonly reset: Break }
    /** Status 200 and a body that is no message. */
    | { readonly garbage: string | Buffer; readonly contentType?: string }
    /** A text of so many megabytes. */
    | { readonly megabytes: number }
  ) & { readonly delayMs?: number };

export type Script = (asked: Asked) => Answer | Promise<Answer>;

/** Failures of the API, ready for use. */
export const FAIL = {
  rateLimited: { fail: 429, message: 'This request would exceed your organization’s rate limit.' },
  tierSpendCap: {
    fail: 429,
    errorCode: 'enforced_spend_limit_reached',
    message: 'You have reached the monthly spend limit of your tier.',
  },
  ownSpendLimit: {
    fail: 400,
    message: 'You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC.',
  },
  credit: { fail: 402, message: 'Your credit balance is too low to access the Anthropic API.' },
  overloaded: { fail: 529, message: 'Overloaded' },
  internal: { fail: 500, message: 'Internal server error' },
} as const satisfies Record<string, Answer>;

/** The script asks for something that the real model can't do, or has nothing to say: the fault of the test. */
export class ScriptFault extends Error {
  override readonly name = 'ScriptFault';
}

export function always(answer: Answer): Script {
  return () => answer;
}

/** An answer for each agent; `otherwise` for the rest and for whoever is no agent. */
export function byAgent(answers: Readonly<Partial<Record<AgentName | 'otherwise', Answer | Script>>>): Script {
  return (asked) => {
    const answer = (asked.agent === null ? undefined : answers[asked.agent]) ?? answers.otherwise;
    if (answer === undefined)
      throw new ScriptFault(`the script has no answer for ${asked.agent ?? 'this system prompt'}`);
    return answerOf(answer, asked);
  };
}

/**
 * One after the other in each conversation (same agent, same first message), however many of them run at the same time. A request that
 * failed counts: `inTurn([FAIL.overloaded, { text: 'now' }])` answers the second try.
 */
export function inTurn(answers: readonly (Answer | Script)[]): Script {
  const times = new Map<string, number>();
  return (asked) => {
    const key = `${asked.agent} ${asked.text}`;
    const time = times.get(key) ?? 0;
    times.set(key, time + 1);
    return nth(answers, time, asked);
  };
}

/** One after the other over all requests, whoever asks. */
export function inOrder(answers: readonly (Answer | Script)[]): Script {
  let time = 0;
  return (asked) => nth(answers, time++, asked);
}

function nth(answers: readonly (Answer | Script)[], index: number, asked: Asked): Answer | Promise<Answer> {
  const answer = answers[index];
  if (answer === undefined) {
    throw new ScriptFault(
      `asked ${index + 1} times by ${asked.agent ?? 'nobody known'}, and the script has ${answers.length} answers`,
    );
  }
  return answerOf(answer, asked);
}

function answerOf(answer: Answer | Script, asked: Asked): Answer | Promise<Answer> {
  return typeof answer === 'function' ? answer(asked) : answer;
}
