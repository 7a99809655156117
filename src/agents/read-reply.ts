import type { AgentStatus } from '../domain/agent.ts';
import { messageOf } from '../platform/errors.ts';
import { redact } from '../platform/redact/redact.ts';
import type { AdvicePart, Contract, Grounds } from './contract.ts';
import { shortReason } from './failure-words.ts';
import { jsonIn } from './json-in.ts';
import { ModelError, type ModelFault, type ModelReply } from './model.ts';
import { GateClosed } from './model-gate.ts';

/** How asking one agent ended. */
export interface Ending {
  readonly status: AgentStatus;
  /** Why there is no answer: all of it, and in a few words for a message. Both '' when there is one. */
  readonly detail: string;
  readonly reason: string;
  readonly part: AdvicePart;
  readonly dropped: readonly string[];
}

/** `mend`: what to tell the model, which may try once more; the ending is for when it may not. */
export interface Read {
  readonly ending: Ending;
  readonly mend: string | null;
}

/** An answer has a page or two; more is none. Characters. */
const LONGEST_ANSWER = 100_000;
const STATUS_OF: Readonly<Partial<Record<ModelFault, AgentStatus>>> = {
  timeout: 'timeout',
  'bad-answer': 'invalid-output',
};

/** What an answer without (allowed) calls is worth. `plain`: the JSON may stand in prose or in a code fence. */
export function readReply(reply: ModelReply, contract: Contract, grounds: Grounds, plain: boolean): Read {
  if (reply.stop === 'refusal') return final(failed('refused', 'the model refused to answer', 'refused to answer'));
  if (reply.stop === 'max-tokens')
    return final(notUsable('its answer was cut at max_tokens; raise maxTokens in its file'));
  if (reply.text.length > LONGEST_ANSWER) return final(notUsable('its answer is far too long'));
  if (reply.text.trim() === '')
    return reply.toolCalls.length > 0
      ? final(failed('budget', 'it went on calling tools when it had to answer', 'called tools without an end'))
      : final(notUsable(`its answer has no text (${reply.stop})`));
  const reading = contract.read(plain ? (jsonIn(reply.text) ?? reply.text) : reply.text, grounds);
  if (reading.status === 'ok')
    return final({ status: 'ok', detail: '', reason: '', part: reading.part, dropped: reading.dropped });
  if (reading.status === 'ungrounded') {
    const detail = 'nothing it said could be tied to what it was given';
    return final({ ...failed('ungrounded', detail, 'said nothing that could be checked'), dropped: reading.dropped });
  }
  const why = redact(reading.why, 1000);
  // A call without its result may not stay in the conversation.
  if (reply.toolCalls.length > 0) return final(notUsable(why));
  const mend = `That answer can't be used: ${why}\nSend the whole answer again, as one JSON object that fits the schema, and nothing else.`;
  return { ending: notUsable(why), mend };
}

/** What an error on the way means; errors nobody expected must not cost the cycle either. */
export function endingOf(error: unknown, model: string, hasAsked: boolean): Ending {
  if (error instanceof GateClosed) {
    const { status, reason } = error.stop;
    return failed(status === 'unavailable' && !hasAsked ? 'skipped' : status, reason, reason);
  }
  if (error instanceof ModelError)
    return failed(STATUS_OF[error.fault] ?? 'unavailable', error.message, shortReason(error, model));
  return failed('unavailable', `k8s-monitor failed: ${redact(messageOf(error), 300)}`, 'failed inside k8s-monitor');
}

function notUsable(detail: string): Ending {
  return failed('invalid-output', detail, 'answered nothing usable');
}

export function failed(status: AgentStatus, detail: string, reason: string): Ending {
  return { status, detail, reason, part: {}, dropped: [] };
}

function final(ending: Ending): Read {
  return { ending, mend: null };
}
