import type { SkippedObject } from '../kinds/snapshot.ts';

const MOST = 1000;

export interface SkipList {
  add(skipped: SkippedObject): void;
  list(): readonly SkippedObject[];
}

/** What was left out and why; a thousand by name, the rest as one count. */
export function skipList(): SkipList {
  const named: SkippedObject[] = [];
  // A namespace that is read on its own first comes again with the whole list.
  const known = new Set<string>();
  let more = 0;
  return {
    add: (skipped) => {
      const key = skipped.name === null ? null : `${skipped.kind} ${skipped.namespace} ${skipped.name}`;
      if (key !== null && known.has(key)) return;
      if (key !== null && named.length < MOST) known.add(key);
      if (named.length < MOST) named.push({ ...skipped, why: skipped.why.slice(0, 500) });
      else more += 1;
    },
    list: () => {
      if (more === 0) return named;
      return [...named, { kind: 'any', namespace: null, name: null, why: `${more} more were left out` }];
    },
  };
}
