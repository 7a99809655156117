import { addressesIn, serviceAt } from '../analyze/detectors/lib/network-names.ts';
import { followReference } from '../analyze/follow.ts';
import type { Scene } from '../analyze/view.ts';
import { refText } from '../domain/object-ref.ts';
import { shown, wordsOf } from './words.ts';
import type { Entry } from './workloads.ts';

/** One entry needs another. */
export interface Need {
  readonly entry: Entry;
  /** What says so, as a sentence: `its environment names mysql.shop.svc:3306`. */
  readonly sign: string;
}

/** Who needs whom, as far as the cluster shows it: addresses in environments, and the store behind ExternalSecrets. */
export function needsOf(scene: Scene, entries: readonly Entry[]): ReadonlyMap<Entry, readonly Need[]> {
  const needs = new Map<Entry, Map<Entry, Need>>();
  const note = (user: Entry, entry: Entry, sign: string): void => {
    const own = needs.get(user) ?? new Map<Entry, Need>();
    needs.set(user, own);
    if (entry !== user && !own.has(entry)) own.set(entry, { entry, sign });
  };
  const owner = new Map(entries.flatMap((entry) => entry.refs.map((ref) => [refText(ref), entry] as const)));
  for (const naming of addressesIn(scene.view)) {
    const user = owner.get(refText(naming.user));
    const service = serviceAt(naming);
    if (user === undefined || service === null) continue;
    for (const ref of followReference(scene, { subject: { kind: 'Service', ...service } })) {
      const entry = owner.get(refText(ref));
      if (entry !== undefined) note(user, entry, `its environment names ${shown(naming.value)}`);
    }
  }
  for (const user of entries.filter((entry) => entry.names.includes('external-secrets'))) {
    for (const { store, entry } of storesIn(scene, entries)) note(user, entry, `ExternalSecrets read from ${store}`);
  }
  return new Map([...needs].map(([user, found]) => [user, [...found.values()]]));
}

/** A store in the cluster has the name of what keeps it: `vault-backend` is vault's. */
function storesIn({ snapshot }: Scene, entries: readonly Entry[]): readonly { store: string; entry: Entry }[] {
  const names = new Set(snapshot.objects.ExternalSecret.map(({ spec }) => spec?.secretStoreRef?.name ?? ''));
  return [...names].toSorted().flatMap((name) => {
    const words = wordsOf(name);
    const entry = entries.find((candidate) => candidate.names.some((own) => words.includes(own)));
    return entry === undefined ? [] : [{ store: shown(name), entry }];
  });
}
