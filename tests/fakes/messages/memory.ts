// What the model has said, to see whether it comes back untouched.
import { canonical, type Json, recordsOf } from './json.ts';
import { invalid } from './refusal.ts';

export interface Memory {
  keep(content: readonly Json[]): void;
  /** Throws a Refusal for an assistant turn that this server never said. A last one is a prefill, and anybody's. */
  check(body: Json): void;
}

export function memory(): Memory {
  const whole = new Set<string>();
  const withoutThoughts = new Set<string>();
  return {
    keep(content) {
      whole.add(keyOf(content));
      withoutThoughts.add(keyOf(withoutThinking(content)));
    },
    check(body) {
      const messages = recordsOf(body['messages']);
      for (const [index, { role, content }] of messages.entries()) {
        if (role !== 'assistant' || index === messages.length - 1 || whole.has(keyOf(content))) continue;
        if (withoutThoughts.has(keyOf(withoutThinking(recordsOf(content))))) {
          throw invalid(
            `messages.${index}.content.0: \`thinking\` or \`redacted_thinking\` blocks in the latest assistant message cannot be modified. These blocks must remain as they were in the original response.`,
          );
        }
        throw invalid(
          `messages.${index}: this assistant turn is not what the model said; earlier turns have to come back unchanged`,
        );
      }
    },
  };
}

function withoutThinking(content: readonly Json[]): readonly Json[] {
  return content.filter(({ type }) => type !== 'thinking' && type !== 'redacted_thinking');
}

/** A mark for the cache is the only thing that may be added later. */
function keyOf(content: unknown): string {
  return canonical(content, ['cache_control']);
}
