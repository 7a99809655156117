import { Buffer } from 'node:buffer';
import { z } from 'zod';
import type { AgentName } from '../../domain/agent.ts';
import type { AdvicePart, Grounds, Reading } from '../contract.ts';
import { oneLine } from '../fence.ts';
import { type Sieve, sieve } from '../grounding/grounding.ts';

const MOST_BYTES = 64 * 1024;
const LONGEST_WHY = 240;

/** JSON Schema as structured outputs take it: no lengths, no bounds, every key required, nothing beside them. */
export function schemaOf(answer: z.ZodObject): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(answer);
  return schema;
}

/** Parses an answer, and lets `keep` sort out what is kept of it; null: nothing. */
export function readAnswer<S extends z.ZodObject>(
  agent: AgentName,
  answer: S,
  text: string,
  grounds: Grounds,
  keep: (given: z.output<S>, sieve: Sieve) => AdvicePart | null,
): Reading {
  const bytes = Buffer.byteLength(text);
  if (bytes > MOST_BYTES) return invalid(`the answer has ${bytes} bytes, at most ${MOST_BYTES} are read`);
  const json = parsed(text);
  if (json === undefined) return invalid(text.trim() === '' ? 'the answer is empty' : 'the answer is not JSON');
  const checked = answer.safeParse(json);
  if (!checked.success) return invalid(whyNot(checked.error));
  const through = sieve(agent, grounds);
  const part = keep(checked.data, through);
  const { dropped } = through;
  if (part === null && dropped.length > 0) return { status: 'ungrounded', dropped };
  // To say nothing is an answer too: no cause is known, no change is to blame.
  return { status: 'ok', part: part ?? {}, dropped };
}

function invalid(why: string): Reading {
  return { status: 'invalid-output', why };
}

/** Small models wrap their JSON into a block of Markdown. */
function parsed(text: string): unknown {
  const whole = text.trim();
  const isWrapped = whole.startsWith('```') && whole.endsWith('```') && whole.includes('\n');
  try {
    return JSON.parse(isWrapped ? whole.slice(whole.indexOf('\n'), -'```'.length) : whole);
  } catch {
    return undefined;
  }
}

function whyNot({ issues }: z.ZodError): string {
  const [first, ...rest] = issues;
  if (first === undefined) return 'the answer has another shape';
  const path = first.path.map(String).join('.') || 'the answer';
  return oneLine(`${path}: ${first.message}${rest.length > 0 ? ` (and ${rest.length} more)` : ''}`, LONGEST_WHY);
}
