// A cycle without its memory must not tell everything again each hour: what it has to say gets a delivery id that another such cycle
// would give it too, and is looked for where it would have been told.
import { createHash } from 'node:crypto';
import type { Destination } from '../domain/destination.ts';
import { sinkName } from '../domain/destination.ts';
import type { Ledger } from '../domain/ledger.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { SEVERITIES } from '../domain/severity.ts';
import { destinationsFor } from '../escalate/route.ts';
import type { Judgement } from './judge.ts';
import type { Parts } from './parts.ts';

/**
 * New entries under ids that need no memory: what it is about, how bad it is, and the day; of a blind cycle the slot; and which part of
 * it. What is `stored` is met again under its own id.
 */
export function lookedUp(
  outbox: readonly OutboxEntry[],
  stored: readonly OutboxEntry[],
  judgement: Judgement,
  of: Ledger['cluster'],
): readonly OutboxEntry[] {
  const cluster = nameOf(of);
  const incidents = new Map(judgement.decided.map((d) => [d.incident.id, d]));
  const day = judgement.now.toISOString().slice(0, 10);
  const known = new Set(stored.map(({ id }) => id));
  const parts = new Map<string, number>();
  return outbox.map((entry) => {
    if (known.has(entry.id)) return entry;
    const { to, kind, severity } = entry;
    const about = entry.incidentIds.flatMap((id) => incidents.get(id) ?? []);
    const isBlind = about.some(({ notice }) => notice?.kind === 'BLIND');
    const keys = about.map(({ incident }) => incident.key).sort();
    const whole = isBlind
      ? blindId(cluster, to, judgement.slot, kind === 'details' ? [kind] : [])
      : idOf([cluster, to, kind, severity, day, ...keys]);
    const part = (parts.get(whole) ?? 0) + 1;
    parts.set(whole, part);
    return { ...entry, id: part === 1 ? whole : idOf([whole, `part ${part}`]), unsure: true };
  });
}

/** The slot before left nothing: nobody ran then, or what was told could not be kept. */
export function hasForgotten({ lastCycle }: Pick<Ledger, 'lastCycle'>, slot: number, slotMs: number): boolean {
  return lastCycle === null || Math.floor(lastCycle.at.getTime() / slotMs) < slot - 1;
}

/** Where the slot before was told to be blind, as far as the places tell. */
export interface BlindTold {
  readonly to: Destination;
  /** Null where it can't be answered. */
  readonly ref: string | null;
}

/** Whether the slot before was told to be blind, for a cycle that knows nothing itself. */
export async function withBlindBefore(parts: Parts, ledger: Ledger, slot: number): Promise<Ledger> {
  const told = await blindTold(parts, ledger.cluster, slot - 1);
  return told.length > 0 ? { ...ledger, blindSlots: [slot - 1] } : ledger;
}

export async function blindTold(parts: Parts, cluster: Ledger['cluster'], slot: number): Promise<readonly BlindTold[]> {
  const { sinks, messageDeadlineMs } = parts.sending;
  if (sinks === null) return [];
  const signal = AbortSignal.any([parts.signal, AbortSignal.timeout(messageDeadlineMs)]);
  const told = await Promise.all(
    blindDestinations(parts).map(async (to): Promise<readonly BlindTold[]> => {
      const deliveryId = blindId(nameOf(cluster), to, slot);
      const found = await sinks.get(sinkName(to))?.find(to, { deliveryId, thread: null }, signal);
      return found?.status === 'there' ? [{ to, ref: found.ref }] : [];
    }),
  );
  return told.flat();
}

/** Its uid may not be known. */
function nameOf({ name, server }: Ledger['cluster']): string {
  return server === undefined ? name : `${name} ${server}`;
}

function blindDestinations({ policy }: Parts): readonly Destination[] {
  const all = SEVERITIES.flatMap((severity) =>
    destinationsFor({ severity, tier: null, services: [], namespaces: [] }, policy.routing),
  );
  return [...new Set(all)];
}

function blindId(cluster: string, to: Destination, slot: number, part: readonly string[] = []): string {
  return idOf([cluster, to, 'blind', `${slot}`, ...part]);
}

function idOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}
