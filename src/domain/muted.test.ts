import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from './duration.ts';
import { type Mutable, mutedBy, prune, silencedUntil, uncovered } from './muted.ts';
import { NO_ORDERS, type Orders, type Silence } from './orders.ts';

const NOW = new Date('2026-11-21T03:00:00Z');
const at = (ms: number): Date => new Date(NOW.getTime() + ms);
const mysql = { key: 'service:mysql', service: 'mysql' };
const vault = { key: 'service:vault', service: 'vault' };
const node = { key: 'object:Node//worker-1', service: null };
const job = { key: 'object:Job/tools/sync', service: null };

function incident(parts: Partial<Mutable> = {}): Mutable {
  const firstSeenAt = at(-HOUR);
  const usual = { id: 'INC-20261121-001', key: mysql.key, severity: 'SEV-2', firstSeenAt } as const;
  return { ...usual, members: [mysql], fingerprints: [], ...parts };
}

function silence(match: Silence['match'], until = at(HOUR)): Silence {
  return { id: 'S-1', match, until, reason: 'a move', by: 'ana', at: at(-HOUR) };
}

const silenced = (...silences: readonly Silence[]): Orders => ({ ...NO_ORDERS, silences: [...silences] });
const muted = (what: Mutable, ...silences: readonly Silence[]) => mutedBy(what, silenced(...silences), NOW);

describe('a silence', () => {
  it('ends at its end, exactly', () => {
    const orders = silenced(silence({ service: 'mysql' }));
    expect(mutedBy(incident(), orders, at(HOUR - 1))).toBe('silenced');
    expect(mutedBy(incident(), orders, at(HOUR))).toBeNull();
  });

  it('of a severity covers that severity alone', () => {
    expect(muted(incident(), silence({ severity: 'SEV-2' }))).toBe('silenced');
    expect(muted(incident({ severity: 'SEV-1' }), silence({ severity: 'SEV-2' }))).toBeNull();
    expect(muted(incident({ severity: 'SEV-3' }), silence({ severity: 'SEV-2' }))).toBeNull();
  });

  it('of one service leaves another one that joins, and a node that takes it down, to be told', () => {
    const one = silence({ service: 'mysql' });
    expect(muted(incident({ members: [mysql, vault] }), one)).toBeNull();
    expect(muted(incident({ members: [mysql, vault] }), one, silence({ service: 'vault' }))).toBe('silenced');
    expect(muted(incident({ key: node.key, members: [node, mysql] }), one)).toBeNull();
    expect(uncovered(incident({ members: [mysql, vault] }), [one], NOW)).toEqual([vault]);
  });

  it('of a key covers what nobody listed beside it, and no listed service', () => {
    const byKey = silence({ fingerprint: node.key });
    expect(muted(incident({ key: node.key, members: [node, job] }), byKey)).toBe('silenced');
    expect(muted(incident({ key: node.key, members: [node, mysql] }), byKey)).toBeNull();
    expect(muted(incident(), silence({ fingerprint: mysql.key }))).toBe('silenced');
  });

  it('of findings covers an incident only when everything found in it is silenced', () => {
    const [killed, late] = ['oom-killed|Deployment|shop|api|app', 'rollout-stuck|Deployment|shop|api|'];
    const both = incident({ fingerprints: [killed, late] });
    expect(muted(both, silence({ fingerprint: killed }))).toBeNull();
    expect(muted(both, silence({ fingerprint: killed }), silence({ fingerprint: late }))).toBe('silenced');
    // Nothing was found: nothing is covered.
    expect(muted(incident(), silence({ fingerprint: killed }))).toBeNull();
  });

  it('lasts as long as every member of the incident is covered by one', () => {
    const silences = [
      silence({ service: 'mysql' }, at(5 * HOUR)),
      silence({ service: 'vault' }, at(2 * HOUR)),
      silence({ service: 'vault' }, at(3 * HOUR)),
    ];
    expect(silencedUntil(incident({ members: [mysql, vault] }), silences, NOW)).toEqual(at(3 * HOUR));
    const longer = [...silences, silence({ severity: 'SEV-2' }, at(4 * HOUR))];
    expect(silencedUntil(incident({ members: [mysql, vault] }), longer, NOW)).toEqual(at(4 * HOUR));
  });

  it('covers no incident without members but by its severity', () => {
    expect(muted(incident({ members: [] }), silence({ service: 'mysql' }))).toBeNull();
    expect(muted(incident({ members: [] }), silence({ severity: 'SEV-2' }))).toBe('silenced');
  });
});

describe('an ack', () => {
  const ack = { incidentId: 'INC-20261121-001', severity: 'SEV-2', by: 'ana', at: NOW } as const;
  const orders: Orders = { ...NO_ORDERS, acks: [ack] };

  it('ends when the incident is worse than it was then, and is of that incident alone', () => {
    expect(mutedBy(incident(), orders, NOW)).toBe('acknowledged');
    expect(mutedBy(incident({ severity: 'SEV-3' }), orders, NOW)).toBe('acknowledged');
    expect(mutedBy(incident({ severity: 'SEV-1' }), orders, NOW)).toBeNull();
    expect(mutedBy(incident({ id: 'INC-20261121-002' }), orders, NOW)).toBeNull();
  });

  it('goes behind a silence', () => {
    const both = { ...orders, silences: [silence({ service: 'mysql' })] };
    expect(mutedBy(incident(), both, NOW)).toBe('silenced');
  });

  it('that has ended does not come back when the incident gets better, or after it was over', () => {
    const open = { id: ack.incidentId, status: 'open', severity: 'SEV-2', firstSeenAt: at(-HOUR) } as const;
    expect(prune(orders, NOW, [open]).acks).toEqual([ack]);
    expect(prune(orders, NOW, [{ ...open, severity: 'SEV-1' }]).acks).toEqual([]);
    expect(prune(orders, NOW, [{ ...open, status: 'resolved' }]).acks).toEqual([]);
    expect(prune(orders, NOW, [{ ...open, reopenedAt: at(1) }]).acks).toEqual([]);
    expect(prune(orders, NOW, [{ ...open, firstSeenAt: at(1) }]).acks).toEqual([]);
  });

  it('says nothing of an outage that began after it, under the same id', () => {
    expect(mutedBy(incident({ firstSeenAt: NOW, reopenedAt: NOW }), orders, NOW)).toBe('acknowledged');
    expect(mutedBy(incident({ reopenedAt: at(1) }), orders, NOW)).toBeNull();
    expect(mutedBy(incident({ firstSeenAt: at(1) }), orders, NOW)).toBeNull();
  });
});

it('what is over for 30 days goes; what belongs to an open incident stays', () => {
  const old = at(-30 * DAY);
  const young = at(-30 * DAY + 1);
  const note = (incidentId: string, when: Date) => ({ incidentId, text: 'x', by: 'ana', at: when });
  const orders: Orders = {
    ...NO_ORDERS,
    silences: [silence({ service: 'mysql' }, old), silence({ service: 'vault' }, young)],
    acks: [{ incidentId: 'open', severity: 'SEV-2', by: 'ana', at: old }],
    resolves: [{ incidentId: 'gone', reason: 'x', by: 'ana', at: old }],
    notes: [note('open', old), note('gone', old), note('gone', young)],
    retries: [
      { entryId: 'a', at: old },
      { entryId: 'b', at: young },
    ],
  };
  const open = { id: 'open', status: 'open', severity: 'SEV-2', firstSeenAt: at(-31 * DAY) } as const;
  expect(prune(orders, NOW, [open])).toEqual({
    ...orders,
    silences: [orders.silences[1]],
    resolves: [],
    notes: [note('open', old), note('gone', young)],
    retries: [{ entryId: 'b', at: young }],
  });
});
