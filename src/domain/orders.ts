import { z } from 'zod';
import { SEVERITIES } from './severity.ts';

/** What people told the monitor about incidents. Kept apart from the ledger: commands write it while a cycle runs. */
export const ORDERS_VERSION = 1;

const Time = z.coerce.date();

export const Silence = z.object({
  id: z.string(),
  /** Exactly one of them. `fingerprint` is an incident's key, or a finding's fingerprint. */
  match: z.union([
    z.object({ fingerprint: z.string() }),
    z.object({ service: z.string() }),
    z.object({ severity: z.enum(SEVERITIES) }),
  ]),
  until: Time,
  reason: z.string(),
  by: z.string(),
  at: Time,
});
export type Silence = z.infer<typeof Silence>;

/** Ends when the incident gets worse than it was then. */
export const Ack = z.object({ incidentId: z.string(), severity: z.enum(SEVERITIES), by: z.string(), at: Time });
export type Ack = z.infer<typeof Ack>;

/** A person says that it is over. Counts in the next cycle, unless that still sees it. */
export const Resolve = z.object({ incidentId: z.string(), reason: z.string(), by: z.string(), at: Time });
export type Resolve = z.infer<typeof Resolve>;

export const Note = z.object({ incidentId: z.string(), text: z.string(), by: z.string(), at: Time });
export type Note = z.infer<typeof Note>;

export const Orders = z.object({
  schemaVersion: z.literal(ORDERS_VERSION),
  silences: z.array(Silence),
  acks: z.array(Ack),
  resolves: z.array(Resolve),
  notes: z.array(Note),
  /** Ids of outbox entries that somebody wants tried again although they were refused. */
  retries: z.array(z.object({ entryId: z.string(), at: Time })).default([]),
});
export type Orders = z.infer<typeof Orders>;

export const NO_ORDERS: Orders = {
  schemaVersion: ORDERS_VERSION,
  silences: [],
  acks: [],
  resolves: [],
  notes: [],
  retries: [],
};
