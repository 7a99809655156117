import type { Trouble } from '../domain/incident.ts';
import type { CommonCause } from './common-cause.ts';
import { began, near } from './near.ts';
import type { Memory } from './view.ts';

/** What is known of earlier cycles. */
export type Before = Pick<Memory, 'onsets' | 'together'>;

/**
 * Which of those that share a cause are one incident: those that began near each other; those that were one incident before; and of
 * what is seen for the first time now all but P0 and P1. Whoever looks at a cluster for the first time is told of each fault once; an
 * outage that comes later is nobody's footnote. Each trouble is compared with the one before it only.
 */
export function partsOf({ members }: CommonCause, { onsets, together }: Before): readonly (readonly Trouble[])[] {
  const groups: Groups = { of: new Map(), parent: [] };
  const inTime = members.map((member) => ({ member, at: began(member) })).sort((a, b) => a.at - b.at);
  let last: Trouble | undefined;
  for (const { member } of inTime) {
    tie(groups, member, last !== undefined && near(last, member) ? last : member);
    last = member;
  }
  const hosts = new Map<string, Trouble>();
  for (const member of members) {
    const incident = together?.get(member.key);
    const isNew = onsets?.has(member.key) !== true;
    const host = incident ?? (isNew && !isImportant(member) ? 'new' : null);
    if (host === null) continue;
    const first = hosts.get(host);
    if (first === undefined) hosts.set(host, member);
    else tie(groups, member, first);
  }
  const parts = Map.groupBy(members, (member) => find(groups, groups.of.get(member) ?? -1));
  return [...parts.values()].filter((part) => part.length > 1);
}

function isImportant({ service }: Trouble): boolean {
  return service?.tier === 'P0' || service?.tier === 'P1';
}

interface Groups {
  readonly of: Map<Trouble, number>;
  readonly parent: number[];
}

function tie(groups: Groups, one: Trouble, other: Trouble): void {
  const [a, b] = [groupOf(groups, one), groupOf(groups, other)];
  groups.parent[a] = b;
}

function groupOf(groups: Groups, trouble: Trouble): number {
  const known = groups.of.get(trouble);
  if (known !== undefined) return find(groups, known);
  groups.of.set(trouble, groups.parent.length);
  return groups.parent.push(groups.parent.length) - 1;
}

function find({ parent }: Groups, group: number): number {
  let current = group;
  for (let next = parent[current]; next !== undefined && next !== current; next = parent[current]) {
    // Halves the way for whoever asks next.
    parent[current] = parent[next] ?? next;
    current = next;
  }
  return current;
}
