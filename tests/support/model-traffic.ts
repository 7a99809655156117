// What went to the model and came of it, read from the requests that the fake Messages API took.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Received } from '../fakes/messages/fake-messages.ts';
import type { Cycle, World } from './world.ts';

/** Every text that was sent, of all requests. */
export function promptsOf(world: Pick<World, 'messages'>): readonly string[] {
  return world.messages.requests.flatMap(({ body }) => textsIn(body));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  // What the model said comes back in later requests: that is no text of ours.
  if (Reflect.get(value, 'role') === 'assistant') return [];
  return Object.values(value).flatMap(textsIn);
}

/** What was kept of the model's answers: its own words, without the facts they cite. */
export function keptOf({ report }: Cycle): string {
  const kept = report.incidents.map(({ advice, agentSeverity }) => ({ advice, agentSeverity }));
  return JSON.stringify(kept, (key, value: unknown) => (key === 'evidence' ? [] : value));
}

const Call = z.object({ type: z.literal('tool_use'), id: z.string(), name: z.string(), input: z.unknown() });
const Turn = z.object({ content: z.array(z.unknown()) });

/** Calls of tools that were really made, and gave something. */
export function toolRunsOf({ messages }: Pick<World, 'messages'>): readonly { name: string; args: string }[] {
  return messages.requests.flatMap(({ asked }) => {
    const calls = new Map(
      (asked?.messages ?? [])
        .flatMap((message) => Turn.safeParse(message).data?.content ?? [])
        .flatMap((block) => Call.safeParse(block).data ?? [])
        .map((call) => [call.id, call]),
    );
    return (asked?.results ?? [])
      .filter(({ isError }) => !isError)
      .map(({ id, name }) => ({ name, args: JSON.stringify(calls.get(id)?.input ?? null) }));
  });
}

const Front = z.looseObject({ tools: z.array(z.string()), model: z.string(), maxTokens: z.number() });

/** Whether a request offers what the agent's file names, or nothing, and asks the file's model. */
export function isOffered({ asked }: Pick<Received, 'asked'>): boolean {
  if (asked === null) return true;
  if (asked.agent === null) return false;
  const file = readFileSync(join(import.meta.dirname, '..', '..', 'agents', `${asked.agent}.md`), 'utf8');
  const front = Front.parse(parse(file.split('---\n')[1] ?? ''));
  const offered = asked.tools.map(({ name }) => name);
  return asked.model === front.model && (offered.length === 0 || offered.join() === front.tools.join());
}
