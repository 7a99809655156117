import type Anthropic from '@anthropic-ai/sdk';
import type { TranscriptStep } from '../domain/agent.ts';
import { redact } from '../platform/redact/redact.ts';
import type { ModelReply } from './model.ts';
import { callText } from './tool-turns.ts';

/** Characters of one step of the transcript. */
const MAX_STEP = 4000;

/** What is said between us and the model. It only grows. */
export interface Conversation {
  readonly system: string;
  readonly messages: readonly Anthropic.MessageParam[];
  /** The same for people, redacted and cut. */
  readonly steps: readonly TranscriptStep[];
  user(text: string): void;
  /** As the model said it, untouched. */
  assistant(reply: ModelReply): void;
  /** Results of its calls, and a word from us where there is one. */
  results(results: readonly Anthropic.ToolResultBlockParam[], word: string | null): void;
  /** For the transcript only. */
  note(role: TranscriptStep['role'], text: string): void;
}

/** `scrub` takes our own tokens out of all that leaves. */
export function conversation(systemText: string, scrub: (text: string) => string): Conversation {
  const system = scrub(systemText);
  const messages: Anthropic.MessageParam[] = [];
  const steps: TranscriptStep[] = [];
  const note: Conversation['note'] = (role, text) => {
    steps.push({ role, text: redact(scrub(text), MAX_STEP) });
  };
  note('system', system);
  return {
    system,
    messages,
    steps,
    note,
    user(text) {
      const clean = scrub(text);
      messages.push({ role: 'user', content: clean });
      note('user', clean);
    },
    assistant(reply) {
      if (reply.content.length > 0) messages.push({ role: 'assistant', content: [...reply.content] });
      const calls = reply.toolCalls.map((call) => `calls ${callText(call)}`);
      note('assistant', [reply.text.trim(), ...calls].filter((line) => line !== '').join('\n') || `(${reply.stop})`);
    },
    results(results, word) {
      const text: Anthropic.TextBlockParam[] = word === null ? [] : [{ type: 'text', text: word }];
      messages.push({ role: 'user', content: [...results, ...text] });
      if (word !== null) note('user', word);
    },
  };
}
