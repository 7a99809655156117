import type { SkippedObject } from '../kinds/snapshot.ts';

const MOST = 1000;

export interface SkipList {
  add(skipped: SkippedObject): void;
  list(): readonly SkippedObject[];
}

/** What was left out and why; a thousand by name, the rest as one count. */
export function skipList(): SkipList {
  const named: SkippedObject[] = [];
  let more = 0;
  return {
    add: (skipped) => {
      if (named.length < MOST) named.push({ ...skipped, why: skipped.why.slice(0, 500) });
      else more += 1;
    },
    list: () => {
      if (more === 0) return named;
      return [...named, { kind: 'any', namespace: null, name: null, why: `${more} more were left out` }];
    },
  };
}
