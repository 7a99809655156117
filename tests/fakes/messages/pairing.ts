// Every tool call is answered in the very next message, before anything else that message says.
import { type Json, recordsOf } from './json.ts';
import { invalid } from './refusal.ts';

export function checkPairing(messages: readonly Json[]): void {
  const seen = new Set<string>();
  for (const [index, message] of messages.entries()) {
    checkResults(messages[index - 1], message, index);
    const calls = callsOf(message);
    for (const id of calls) {
      if (seen.has(id)) throw invalid('messages: `tool_use` ids must be unique');
      seen.add(id);
    }
    const missing = calls.filter((id) => !leadingResults(messages[index + 1]).includes(id));
    if (missing.length > 0) {
      throw invalid(
        `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
      );
    }
  }
}

function checkResults(before: Json | undefined, message: Json, index: number): void {
  const known = before === undefined ? [] : callsOf(before);
  const answered = new Set<string>();
  for (const [place, block] of recordsOf(message['content']).entries()) {
    if (block['type'] !== 'tool_result') continue;
    const id = String(block['tool_use_id']);
    const at = `messages.${index}.content.${place}`;
    if (!known.includes(id)) {
      throw invalid(
        `${at}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
      );
    }
    if (answered.has(id)) {
      throw invalid(
        `${at}: each tool_use must have a single result. Found multiple \`tool_result\` blocks with id: ${id}`,
      );
    }
    answered.add(id);
  }
}

function callsOf({ content }: Json): readonly string[] {
  return recordsOf(content)
    .filter(({ type }) => type === 'tool_use')
    .map(({ id }) => String(id));
}

/** Results that stand before other content; one behind a text is as good as none. */
function leadingResults(message: Json | undefined): readonly string[] {
  const blocks = recordsOf(message?.['content']);
  const end = blocks.findIndex(({ type }) => type !== 'tool_result');
  return blocks.slice(0, end === -1 ? blocks.length : end).map((block) => String(block['tool_use_id']));
}
