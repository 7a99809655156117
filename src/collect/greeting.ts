import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import { JSON_TYPE, parsed } from './api-calls.ts';
import type { Link } from './http.ts';
import { statusError } from './http-errors.ts';

/** The first thing an API server says. */
export interface Greeting {
  /** `v1.34.2`; null where it doesn't tell us. */
  readonly version: string | null;
  /** Milliseconds its clock is ahead of ours, to about a second; null where it doesn't tell the time. */
  readonly aheadMs: number | null;
}

const Version = z.object({ gitVersion: z.string() });
const MAX_BYTES = 64 << 10;

/** Asks for the version, and compares clocks. Rejects with a ReadError; whoever may not know the version is not refused. */
export async function greet(link: Link, clock: Clock, signal: AbortSignal): Promise<Greeting> {
  const before = clock.now().getTime();
  const answer = await link.get({ path: 'version', accept: JSON_TYPE, maxBytes: MAX_BYTES, signal });
  const after = clock.now().getTime();
  if (answer.status !== 200 && answer.status !== 403) throw statusError(answer, 'version');
  const date = Date.parse(answer.headers.date ?? '');
  // Whole seconds, cut off; and it was written somewhere between question and answer.
  const aheadMs = Number.isFinite(date) ? date + 500 - (before + after) / 2 : null;
  if (answer.status === 403) return { version: null, aheadMs };
  return { version: parsed(answer.body.toString('utf8'), 'version', Version).gitVersion, aheadMs };
}
