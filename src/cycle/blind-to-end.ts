import { destinationName } from '../domain/destination.ts';
import type { Ledger, LedgerIncident } from '../domain/ledger.ts';
import type { Thread } from '../domain/outbox.ts';
import { newIds } from '../escalate/identity.ts';
import { blindNotice } from '../escalate/notices.ts';
import { type BlindTold, blindTold, hasForgotten } from './amnesia.ts';
import type { Parts } from './parts.ts';

/**
 * With the state in the cluster, a slot that could not read it could keep nothing either, and may have told just that. Whoever was told
 * has to hear the end of it: it is open in this ledger, so that this cycle ends it or goes on with it.
 */
export async function withBlindToEnd(parts: Parts, ledger: Ledger, slot: number): Promise<Ledger> {
  const { lastCycle, incidents, cluster } = ledger;
  const { key } = blindNotice(cluster, '', []);
  const isKnown = incidents.some((incident) => incident.status === 'open' && incident.key === key);
  if (parts.dryRun || lastCycle === null || isKnown || !hasForgotten(ledger, slot, parts.slotMs)) return ledger;
  const slots = [slot, slot - 1, slot - 2].filter((one) => one * parts.slotMs > lastCycle.at.getTime());
  const told = await Promise.all(slots.map((one) => blindTold(parts, cluster, one)));
  const lastAt = new Map(told.toReversed().flatMap((places) => places.map((place) => [place.to, place] as const)));
  const [first, ...others] = [...lastAt.values()];
  const last = slots.find((_, i) => (told[i] ?? []).length > 0);
  if (first === undefined || last === undefined) return ledger;
  const at = new Date(last * parts.slotMs);
  const incident = blindIncident(parts, ledger, [first, ...others], at);
  const threads = [first, ...others].flatMap(({ to, ref }): readonly Thread[] =>
    ref === null ? [] : [{ key: incident.id, to, ref, text: null, shown: '', at }],
  );
  const blindSlots = [...ledger.blindSlots, last].slice(-2);
  return { ...ledger, incidents: [...incidents, incident], threads: [...ledger.threads, ...threads], blindSlots };
}

function blindIncident(
  { services }: Parts,
  { cluster, incidents }: Ledger,
  places: readonly [BlindTold, ...BlindTold[]],
  at: Date,
): LedgerIncident {
  const { key, title } = blindNotice(cluster, '', services);
  const newId = newIds(
    incidents.map(({ id }) => id),
    at,
  );
  const [{ to: first }] = places;
  const told = { severity: 'SEV-2', worst: 'SEV-2', services: [], firstAt: at, lastAt: at } as const;
  return {
    id: newId(),
    key,
    members: [{ key, service: null, onset: at, lastSeenAt: at, downSince: null, places: [] }],
    status: 'open',
    ...{ service: null, tier: null, state: 'unknown', title, rationale: 'told by a cycle that could keep nothing' },
    ...{ severity: 'SEV-2', band: ['SEV-2', 'SEV-1'], rules: ['BLIND'], affected: services.map(({ name }) => name) },
    ...{ onset: at, firstSeenAt: at, lastSeenAt: at, resolvedAt: null },
    ...{ choice: null, culprit: null, changesUnread: false, waiting: false, resolvedUntold: false },
    told: { ...told, services: [], channel: destinationName(first), to: places.map(({ to }) => to) },
  };
}
