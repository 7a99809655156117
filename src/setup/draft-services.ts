import { matchServices } from '../analyze/match.ts';
import { NO_MEMORY, type Scene, setScene, workloadsIn } from '../analyze/view.ts';
import { parseServices } from '../config/services.ts';
import type { ObjectRef } from '../domain/object-ref.ts';
import { TIERS, type Tier } from '../domain/service.ts';
import type { Snapshot } from '../kinds/snapshot.ts';
import { titlesOf } from './entry-names.ts';
import { type Guess, guessTier } from './guess-tier.ts';
import { type Need, needsOf } from './needs.ts';
import { servicesText } from './services-text.ts';
import { type Entries, type Entry, entriesIn } from './workloads.ts';

/** One entry of the file to be. */
export interface DraftService {
  readonly name: string;
  /** Empty: the name is that of its workloads. */
  readonly aliases: readonly string[];
  readonly entry: Entry;
  readonly guess: Guess;
  /** Names of other services, and what says that it needs the first of them. */
  readonly needs: { readonly names: readonly string[]; readonly sign: string } | null;
}

export interface ServicesDraft {
  readonly text: string;
  readonly services: readonly DraftService[];
  /** Workloads that the file can't name: they stay unlisted. */
  readonly unlisted: readonly ObjectRef[];
}

/**
 * An inventory of everything that runs, with guessed tiers. It is read back by the parser and the matcher of a run before it is
 * handed out: what would not come out as it went in is left out, and told.
 */
export function draftServices(snapshot: Snapshot): ServicesDraft {
  const scene = setScene(snapshot, [], NO_MEMORY);
  const found = entriesIn(scene);
  const services = describe(scene, found);
  const first = readBack(scene, services);
  const holds = ({ name, entry }: DraftService): boolean =>
    !first.unreadable.has(name) && entry.refs.every((ref) => first.serviceOf(ref) === name);
  const listed = services
    .filter(holds)
    .map((service) => (first.misled.has(service.name) ? { ...service, needs: null } : service));
  const lost = services.filter((service) => !holds(service)).flatMap(({ entry }) => entry.refs);
  return { text: servicesText(byTier(listed)), services: listed, unlisted: [...found.unlistable, ...lost] };
}

function describe(scene: Scene, { entries }: Entries): readonly DraftService[] {
  const titles = titlesOf(entries);
  const needs = needsOf(scene, entries);
  const guesses = raise(new Map(entries.map((entry) => [entry, guessTier(entry.traits)])), needs, titles);
  const nameOf = (entry: Entry): string => titles.get(entry)?.name ?? '';
  return entries.flatMap((entry) => {
    const [title, guess] = [titles.get(entry), guesses.get(entry)];
    if (title === undefined || guess === undefined) return [];
    const own = needs.get(entry) ?? [];
    const [need] = own;
    const named = need && { names: own.map((other) => nameOf(other.entry)), sign: need.sign };
    return [{ ...title, entry, guess, needs: named ?? null }];
  });
}

/** What something critical needs is critical, unless what it is says otherwise. */
function raise(
  guesses: Map<Entry, Guess>,
  needs: ReadonlyMap<Entry, readonly Need[]>,
  titles: ReadonlyMap<Entry, { readonly name: string }>,
): ReadonlyMap<Entry, Guess> {
  const open = [...guesses].filter(([, { tier }]) => tier === 'P0').map(([entry]) => entry);
  for (const entry of open) {
    for (const need of needs.get(entry) ?? []) {
      const guess = guesses.get(need.entry);
      if (guess === undefined || guess.settled || guess.tier === 'P0') continue;
      const why = `${titles.get(entry)?.name}, which is P0, needs it`;
      guesses.set(need.entry, { ...guess, tier: 'P0', why });
      open.push(need.entry);
    }
  }
  return guesses;
}

interface ReadBack {
  /** Services whose entry has a fault, or is none. */
  readonly unreadable: ReadonlySet<string>;
  /** Services whose dependencies mean others than they should. */
  readonly misled: ReadonlySet<string>;
  readonly serviceOf: (ref: ObjectRef) => string | null;
}

function readBack(scene: Scene, drafted: readonly DraftService[]): ReadBack {
  const { services } = parseServices(servicesText(byTier(drafted)), 'services.txt');
  const read = new Map(services.map((service) => [service.name, service]));
  const misled = drafted.filter(({ name, needs }) => {
    const understood = new Set(read.get(name)?.dependencies);
    return needs !== null && !needs.names.every((other) => understood.has(other));
  });
  const match = matchServices(services, workloadsIn(scene.snapshot, scene.index));
  return {
    unreadable: namesOf(drafted.filter(({ name }) => read.get(name)?.unreadable ?? true)),
    misled: namesOf(misled),
    serviceOf: (ref) => match.primary(ref)?.name ?? null,
  };
}

function namesOf(services: readonly DraftService[]): ReadonlySet<string> {
  return new Set(services.map(({ name }) => name));
}

function byTier(drafted: readonly DraftService[]): ReadonlyMap<Tier, readonly DraftService[]> {
  return new Map(TIERS.map((tier) => [tier, drafted.filter(({ guess }) => guess.tier === tier)]));
}
