import { randomUUID } from 'node:crypto';
import type { Values } from '../config/settings.ts';
import { type Heartbeat, heartbeat } from '../notify/heartbeat.ts';
import { systemClock } from '../platform/clock.ts';

/** The outside check of HEARTBEAT_URL; null: none is set. */
export function heartbeatOf(values: Values, signal: AbortSignal): Heartbeat | null {
  const { HEARTBEAT_URL: url, HEARTBEAT_DEADLINE_SECONDS: deadlineMs } = values;
  return url === null
    ? null
    : heartbeat(url.reveal(), { deadlineMs, clock: systemClock, runUuid: randomUUID(), signal });
}
