import type { OutboxEntry } from '../domain/outbox.ts';
import { mostSevere } from '../domain/severity.ts';
import { gist, linesOf } from './message-lines.ts';
import { fitted } from './render/fitted.ts';
import { asOf } from './render/when.ts';

/** Stands before each headline that people should have seen earlier. */
export const EARLIER = 'Earlier, not told: ';
/** Stands in the first line of what was over before anybody could be told; the times follow. */
export const NEVER_TOLD = 'was never told in time';
const MORE = /^Earlier, not told: \+(\d+) more$/;
/** The first one, and the newest. */
const MOST_EARLIER = 5;
const GIST = ['Why ', 'Hit:', 'Impact', 'Probable cause'] as const;
const MOST_GIST = 6;

/**
 * What never arrived and what goes on with it, as one message in the place and under the id of the first: it says what is so now, and
 * what should have been told before.
 */
export function coalesced(entry: OutboxEntry, next: OutboxEntry, timeZone: string): OutboxEntry {
  const opensStory = entry.kind === 'incident' && next.open;
  const { kind, thread } = opensStory ? entry : next;
  return {
    ...entry,
    kind,
    thread,
    severity: mostSevere([entry.severity, next.severity]),
    open: next.open,
    incidentIds: [...new Set([...entry.incidentIds, ...next.incidentIds])],
    text: fitted(textOf(entry, next, timeZone), next.cycleId),
    broadcast: entry.broadcast || next.broadcast,
    opens: [...new Set([...(opensStory ? entry.opens : []), ...next.opens])],
    cycleId: next.cycleId,
    ...(next.fallback === undefined ? {} : { fallback: next.fallback }),
  };
}

function textOf(entry: OutboxEntry, next: OutboxEntry, timeZone: string): string {
  const before = linesOf(entry.text);
  const now = linesOf(next.text);
  const found = asOf(entry.createdAt, timeZone, next.createdAt);
  const over = asOf(next.createdAt, timeZone, entry.createdAt);
  const isNeverTold = entry.kind === 'incident' && !next.open;
  const note = isNeverTold ? ` (${NEVER_TOLD}: found ${found}, over ${over})` : '';
  const calls = next.open && next.severity === 'SEV-1' && (before.calls || now.calls);
  const told = before.body.filter((line) => line.startsWith(EARLIER));
  const known = before.body.filter((line) => !line.startsWith(EARLIER));
  return [
    `${calls ? '@here ' : ''}${now.headline}${note}`,
    ...fewer([...told, `${EARLIER}${found} ${before.headline}`]),
    ...now.body,
    ...(next.open ? [] : gist(known, GIST, MOST_GIST)),
    ...(now.footer === null ? [] : [now.footer]),
  ].join('\n');
}

/** What is left out is counted. */
function fewer(lines: readonly string[]): readonly string[] {
  const counted = lines.reduce((sum, line) => sum + Number(MORE.exec(line)?.[1] ?? 0), 0);
  const [first, ...rest] = lines.filter((line) => !MORE.test(line));
  const last = rest.slice(1 - MOST_EARLIER);
  const left = counted + rest.length - last.length;
  return [...(first === undefined ? [] : [first]), ...(left === 0 ? [] : [`${EARLIER}+${left} more`]), ...last];
}
