import { LOG_BYTES, LOG_LINES } from './log-text.ts';
import type { LogRequest, LogTail } from './reader.ts';

/** `limitBytes` counts from the first of the lines asked for: with long lines it would cut the end, which matters most. */
const ASKED_BYTES = 8 * LOG_BYTES;
/** Asked for instead when the lines are longer than that. */
const FEW_LINES = 5;

/** The last `lines` lines or 64 KiB of a container's log, whichever is less. `get` reads no further than `mostBytes`, also of a server that goes on. */
export async function readTail(
  request: LogRequest,
  get: (path: string, mostBytes: number) => Promise<Uint8Array>,
  lines = LOG_LINES,
): Promise<LogTail> {
  const whole = await get(path(request, lines), ASKED_BYTES);
  const fewer = [LOG_LINES, FEW_LINES].filter((count) => count < lines);
  let body = whole;
  for (const count of fewer) if (body.length >= ASKED_BYTES) body = await get(path(request, count), ASKED_BYTES);
  const cut = body !== whole || body.length > LOG_BYTES || countLines(body) >= lines;
  return { bytes: body.subarray(-LOG_BYTES), cut };
}

function path({ namespace, pod, container, previous }: LogRequest, lines: number): string {
  const query = new URLSearchParams({ container, tailLines: String(lines), limitBytes: String(ASKED_BYTES) });
  if (previous) query.set('previous', 'true');
  return `api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log?${query}`;
}

function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte === 10) count += 1;
  return count;
}
