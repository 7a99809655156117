import { z } from 'zod';
import type { Deadline } from '../platform/deadline.ts';
import { type ApiCalls, JSON_TYPE, parsed, parsedJson } from './api-calls.ts';
import { scanItems } from './item-scanner.ts';
import type { Intake } from './reader.ts';

const List = z.object({
  metadata: z.object({ continue: z.string().nullish(), remainingItemCount: z.number().nullish() }).nullish(),
  items: z.array(z.unknown()).nullable(),
});

export interface ListPage {
  /** The token of the next page, '' at the end. */
  readonly next: string;
  /** How many objects follow, where the server says so. */
  readonly remaining: number | null;
}

/** Reads one page of a list into the intake. `onBytes` hears of each piece of the body and may throw; `accept`: plain JSON when not said. */
export async function readPage(
  calls: ApiCalls,
  path: string,
  intake: Intake,
  deadline: Deadline,
  onBytes: (count: number) => void = () => undefined,
  accept = JSON_TYPE,
): Promise<ListPage> {
  let head = () => '';
  await calls.get(path, deadline, accept, () => {
    intake.restart();
    const scanner = scanItems((json) => intake.take(parsedJson(json, path)), intake.unread);
    head = scanner.head;
    return (chunk) => {
      onBytes(chunk.length);
      scanner.push(chunk);
    };
  });
  const { metadata } = parsed(head(), path, List);
  return { next: metadata?.continue ?? '', remaining: metadata?.remainingItemCount ?? null };
}
