import { CATALOGUE } from '../domain/catalogue.ts';
import { dependsOn } from '../domain/dependencies.ts';
import { MINUTE } from '../domain/duration.ts';
import type { IncidentDraft, Trouble } from '../domain/incident.ts';
import { outageStart } from '../domain/outage-start.ts';
import type { Service } from '../domain/service.ts';
import { onLostNode } from './lost-node.ts';
import type { Scene } from './view.ts';

/** B may be noticed this much later than A and still be A's cause. */
const SLACK = 2 * MINUTE;
/** Troubles further apart than this are incidents of their own, even when one explains the other. */
const JOIN = 30 * MINUTE;

interface Link {
  readonly cause: Trouble;
  readonly effect: Trouble;
  readonly why: string;
}

/** Ties troubles that are one story into one incident; each trouble ends up in exactly one. */
export function linkTroubles(scene: Scene, troubles: readonly Trouble[]): readonly IncidentDraft[] {
  // Only nodes and listed services bring trouble to others: of thousands of unlisted faults none is a candidate.
  const candidates = troubles.filter((t) => t.root.kind === 'Node' || (t.service !== null && failed(t)));
  const links = troubles.flatMap((effect) => causesOf(scene, effect, candidates));
  const near = links.filter((l) => close(l.cause, l.effect));
  const groups = new Map<string, string>(troubles.map((t) => [t.key, t.key]));
  for (const link of near) join(groups, link.cause.key, link.effect.key);
  for (const [down, ...others] of manyP0(troubles)) {
    if (down !== undefined) for (const other of others) join(groups, down.key, other.key);
  }

  const byGroup = new Map<string, Trouble[]>();
  for (const trouble of troubles) {
    const group = find(groups, trouble.key);
    byGroup.set(group, [...(byGroup.get(group) ?? []), trouble]);
  }
  return [...byGroup.values()].map((members) => draft(members, links, near));
}

function draft(members: readonly Trouble[], links: readonly Link[], near: readonly Link[]): IncidentDraft {
  const effects = new Set(near.map((l) => l.effect.key));
  const sorted = [...members].sort((a, b) => Number(effects.has(a.key)) - Number(effects.has(b.key)) || earlier(a, b));
  const root = sorted[0];
  if (root === undefined) throw new Error('an incident without members cannot be');
  const inside = near.find((l) => members.includes(l.effect));
  const outside = links.find((l) => members.includes(l.effect) && !members.includes(l.cause));
  return {
    root,
    members: sorted,
    onset: new Date(Math.min(...members.map((m) => m.onset.getTime()))),
    link: members.length === 1 ? null : (inside?.why ?? 'several business-critical services failed together'),
    causedBy: outside?.cause.service?.name ?? outside?.cause.root.name ?? null,
  };
}

/** What may have brought this trouble about: a lost node under it, or a service it needs that failed first. */
function causesOf(scene: Scene, effect: Trouble, candidates: readonly Trouble[]): readonly Link[] {
  const causes: Link[] = [];
  for (const cause of candidates) {
    if (cause === effect || began(cause) > began(effect) + SLACK) continue;
    if (cause.root.kind === 'Node' && onLostNode(scene, cause.root, effect)) {
      causes.push({ cause, effect, why: `they ran on node ${cause.root.name}` });
    } else if (failed(cause) && needs(scene, effect.service, cause.service) && couldFollow(effect)) {
      causes.push({ cause, effect, why: `${effect.service?.name ?? ''} needs ${cause.service?.name ?? ''}` });
    }
  }
  return causes;
}

function failed(trouble: Trouble): boolean {
  return trouble.state === 'down' || trouble.state === 'degraded';
}

/** False when one of its causes is a fault no missing dependency brings about: memory, image, scheduling. */
function couldFollow(trouble: Trouble): boolean {
  return trouble.findings.every((f) => CATALOGUE[f.code].fromDependency);
}

/** Directly or through others. */
export function needs(scene: Scene, service: Service | null, other: Service | null): boolean {
  if (service === null || other === null || service.name === other.name) return false;
  const seen = new Set<Service>();
  const queue = [service];
  for (let current = queue.pop(); current !== undefined; current = queue.pop()) {
    const user = current;
    if (seen.has(user)) continue;
    seen.add(user);
    if (dependsOn(user, other)) return true;
    queue.push(...scene.view.services.filter((s) => dependsOn(user, s)));
  }
  return false;
}

/** Two or more P0 down, or one down and another degraded, inside half an hour: each group is one incident. */
function manyP0(troubles: readonly Trouble[]): readonly (readonly Trouble[])[] {
  const p0 = troubles.filter((t) => t.service?.tier === 'P0' && failed(t)).sort(earlier);
  return p0.filter((t) => t.state === 'down').map((down) => [down, ...p0.filter((t) => t !== down && close(t, down))]);
}

/** A warning that stood before the outage doesn't date it. What is gone has no time but the first sight of its absence. */
function began(trouble: Trouble): number {
  return (failed(trouble) && !trouble.facts.gone ? outageStart(trouble) : trouble.onset).getTime();
}

function close(a: Trouble, b: Trouble): boolean {
  return Math.abs(began(a) - began(b)) <= JOIN;
}

function earlier(a: Trouble, b: Trouble): number {
  return began(a) - began(b) || (a.key < b.key ? -1 : 1);
}

function find(groups: Map<string, string>, key: string): string {
  let current = key;
  for (let next = groups.get(current); next !== undefined && next !== current; next = groups.get(current))
    current = next;
  return current;
}

function join(groups: Map<string, string>, a: string, b: string): void {
  groups.set(find(groups, b), find(groups, a));
}
