import type { Ack, Note, Orders, Resolve, Silence } from './orders.ts';

// What a command changes. Each gives the same result when it is applied again to what somebody else has written meanwhile.

type Change = (orders: Orders) => Orders;

/** Several silences may share an id: what was silenced together ends together. */
export function addSilences(silences: readonly Silence[]): Change {
  return (orders) => ({ ...orders, silences: [...orders.silences, ...silences] });
}

/** It is gone at once, whatever the clock of the machine that runs the cycles says. */
export function endSilence(id: string): Change {
  return (orders) => ({ ...orders, silences: orders.silences.filter((silence) => silence.id !== id) });
}

/** The last one who acknowledges it counts. */
export function addAck(ack: Ack): Change {
  return (orders) => ({
    ...orders,
    acks: [...orders.acks.filter(({ incidentId }) => incidentId !== ack.incidentId), ack],
  });
}

export function addResolve(resolve: Resolve): Change {
  return (orders) => ({
    ...orders,
    resolves: [...orders.resolves.filter(({ incidentId }) => incidentId !== resolve.incidentId), resolve],
  });
}

export function addNote(note: Note): Change {
  return (orders) => ({ ...orders, notes: [...orders.notes, note] });
}

export function addRetries(entryIds: readonly string[], now: Date): Change {
  return (orders) => ({
    ...orders,
    retries: [
      ...orders.retries.filter(({ entryId }) => !entryIds.includes(entryId)),
      ...entryIds.map((entryId) => ({ entryId, at: now })),
    ],
  });
}
