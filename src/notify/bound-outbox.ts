import type { OutboxEntry } from '../domain/outbox.ts';
import { compareSeverity } from '../domain/severity.ts';
import { melted, placeOf } from './melt.ts';

/** More entries than this are no longer kept one by one. */
const MOST_ENTRIES = 2000;

/**
 * Beyond the bound the oldest of what matters least becomes a digest of its destination, as many as are needed, so that nothing is
 * dropped. What may have arrived, was refused or belongs to another message is left alone as long as there is something else.
 */
export function bounded(outbox: readonly OutboxEntry[], now: Date, timeZone: string): readonly OutboxEntry[] {
  let kept = outbox;
  while (kept.length > MOST_ENTRIES) {
    const [first, ...others] = expendable(kept).slice(0, kept.length - MOST_ENTRIES + 1);
    if (first === undefined || others.length === 0) return kept;
    const gone = new Set([first, ...others]);
    const digest = melted([first, ...others], now, timeZone);
    kept = [...kept.filter((e) => !gone.has(e)), digest];
  }
  return kept;
}

/** Of one destination, the one that has most of the least severe: its digest so far, and then the oldest first. */
function expendable(outbox: readonly OutboxEntry[]): readonly OutboxEntry[] {
  const groups = [...Map.groupBy(outbox, (e) => `${rank(e)} ${e.severity} ${placeOf(e)}`).values()].filter(
    (g) => g.length > 1,
  );
  const best = groups.sort((a, b) => {
    const [one, other] = [a[0], b[0]];
    if (one === undefined || other === undefined) return 0;
    return rank(one) - rank(other) || compareSeverity(other.severity, one.severity) || b.length - a.length;
  })[0];
  const isDigest = ({ parts }: OutboxEntry): number => (parts === undefined ? 1 : 0);
  return (best ?? []).toSorted((a, b) => isDigest(a) - isDigest(b) || a.createdAt.getTime() - b.createdAt.getTime());
}

function rank({ kind, unsure, refused }: OutboxEntry): number {
  return kind === 'details' ? 2 : unsure || refused ? 1 : 0;
}
