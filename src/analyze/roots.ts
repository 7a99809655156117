import { CATALOGUE, type FindingCode } from '../domain/catalogue.ts';
import { dependsOn } from '../domain/dependencies.ts';
import { MINUTE } from '../domain/duration.ts';
import type { IncidentDraft, Trouble } from '../domain/incident.ts';
import type { Service } from '../domain/service.ts';
import { type CommonCause, commonCauses } from './common-cause.ts';
import { onLostNode } from './lost-node.ts';
import { mostImportantFirst } from './managed.ts';
import { namedServices } from './named-services.ts';
import { began, near as close, maySince } from './near.ts';
import { type Before, partsOf } from './parts-of-cause.ts';
import { NO_MEMORY, type Scene } from './view.ts';
import { withoutWarnings } from './warnings.ts';

/** B may be noticed this much later than A and still be A's cause. */
const SLACK = 2 * MINUTE;

interface Link {
  readonly cause: Trouble;
  readonly effect: Trouble;
  readonly why: string;
  /** The cause is only the first of those that share something. */
  readonly equals?: boolean;
  /** When the cause began is not known. */
  readonly undated?: boolean;
}

function isNear({ cause, effect, undated }: Link): boolean {
  return undated === true ? maySince(cause, effect) : close(cause, effect);
}

/**
 * Ties troubles that are one story into one incident; each trouble ends up in exactly one. Troubles that began far apart are incidents of
 * their own, even when one explains the other.
 */
export function linkTroubles(
  scene: Scene,
  troubles: readonly Trouble[],
  before: Before = NO_MEMORY,
): readonly IncidentDraft[] {
  // Only nodes and listed services are looked at one by one: of thousands of unlisted faults only those that are named.
  const candidates = troubles.filter((t) => isLost(t) || (t.service !== null && failed(t)));
  const links: readonly Link[] = [
    ...troubles.flatMap((effect) => causesOf(scene, effect, candidates)),
    ...namedServices(scene, troubles).filter(
      ({ cause, effect, undated }) => (undated || failedFirst(cause, effect)) && couldFollow(effect),
    ),
  ];
  const common = commonCauses(scene, troubles);
  const parts = common.flatMap((cause) => partsOf(cause, before).map((members) => ({ ...cause, members })));
  const near = [...parts.flatMap(linksOf), ...links.filter(isNear)];
  const groups = new Map<string, string>(troubles.map((t) => [t.key, t.key]));
  for (const link of near) join(groups, link.cause.key, link.effect.key);
  for (const [down, ...others] of manyP0(troubles)) {
    if (down !== undefined) for (const other of others) join(groups, down.key, other.key);
  }

  const byGroup = Map.groupBy(troubles, (trouble) => find(groups, trouble.key));
  const ties: Ties = {
    why: firstOf(near),
    effects: new Set(near.filter((l) => !l.equals).map((l) => l.effect.key)),
    named: new Set(parts.flatMap(({ members }) => members.map((m) => m.key))),
    outside: Map.groupBy([...links, ...common.flatMap(fromRoot)], (l) => l.effect.key),
  };
  return [...byGroup.values()].map((members) => draft(members, ties));
}

/** What ties the members of incidents, by the key of the trouble that is tied. */
interface Ties {
  readonly why: ReadonlyMap<string, Link>;
  readonly effects: ReadonlySet<string>;
  /** Of a cause that has a name: who is hit most is told first, not who was hit first. */
  readonly named: ReadonlySet<string>;
  readonly outside: ReadonlyMap<string, readonly Link[]>;
}

function firstOf(links: readonly Link[]): ReadonlyMap<string, Link> {
  return new Map([...links].reverse().map((link) => [link.effect.key, link]));
}

function draft(members: readonly Trouble[], ties: Ties): IncidentDraft {
  const order = members.some((m) => ties.named.has(m.key)) ? mostImportantFirst : earlier;
  const sorted = [...members].sort(
    (a, b) => Number(ties.effects.has(a.key)) - Number(ties.effects.has(b.key)) || order(a, b),
  );
  const root = sorted[0];
  if (root === undefined) throw new Error('an incident without members cannot be');
  const keys = new Set(members.map((m) => m.key));
  const inside = sorted.flatMap((m) => ties.why.get(m.key) ?? [])[0];
  const outside = members.flatMap((m) => ties.outside.get(m.key) ?? []).find((l) => !keys.has(l.cause.key));
  return {
    root,
    members: sorted,
    onset: new Date(Math.min(...members.map((m) => m.onset.getTime()))),
    link: members.length === 1 ? null : (inside?.why ?? 'several business-critical services failed together'),
    causedBy: outside?.cause.service?.name ?? outside?.cause.root.name ?? null,
  };
}

/** From the cause to all that share it; where the cause is no trouble itself, from the most important of them, as equals. */
function linksOf({ why, root, members }: CommonCause): readonly Link[] {
  const isHere = root !== null && members.includes(root);
  const cause = isHere ? root : members[0];
  if (cause === undefined) return [];
  return members.filter((m) => m !== cause).map((effect) => ({ cause, effect, why, equals: !isHere }));
}

/** What is behind the trouble of others, near or not. */
function fromRoot({ why, root, members }: CommonCause): readonly Link[] {
  if (root === null) return [];
  return members.filter((m) => m !== root && failedFirst(root, m)).map((effect) => ({ cause: root, effect, why }));
}

const STAYS: ReadonlySet<FindingCode> = new Set<FindingCode>(['node-cordoned', 'node-pods-full']);

/** A node that may take down what runs on it: one that is only closed to new pods does not. */
function isLost({ root, findings }: Trouble): boolean {
  return root.kind === 'Node' && !findings.every((f) => STAYS.has(f.code));
}

/** What may have brought this trouble about: a lost node under it, or a service it needs that failed first. */
function causesOf(scene: Scene, effect: Trouble, candidates: readonly Trouble[]): readonly Link[] {
  const causes: Link[] = [];
  for (const cause of candidates) {
    if (cause === effect || !failedFirst(cause, effect)) continue;
    if (cause.root.kind === 'Node' && onLostNode(scene, cause.root, effect)) {
      causes.push({ cause, effect, why: `they ran on node ${cause.root.name}` });
    } else if (failed(cause) && needs(scene, effect.service, cause.service) && couldFollow(effect)) {
      causes.push({ cause, effect, why: `${effect.service?.name ?? ''} needs ${cause.service?.name ?? ''}` });
    }
  }
  return causes;
}

function failedFirst(cause: Trouble, effect: Trouble): boolean {
  return began(cause) <= began(effect) + SLACK;
}

function failed(trouble: Trouble): boolean {
  return trouble.state === 'down' || trouble.state === 'degraded';
}

/** False when one of its causes is a fault no missing dependency brings about: memory, image, scheduling. */
function couldFollow(trouble: Trouble): boolean {
  return withoutWarnings(trouble.findings).every((f) => CATALOGUE[f.code].fromDependency);
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
