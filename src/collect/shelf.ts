import { NO_OBJECT } from '../kinds/left-out.ts';
import { objectsByKind, project } from '../kinds/project.ts';
import { ALL_KINDS, type Kind, type ObjectOf } from '../kinds/registry.ts';
import type { ObjectsByKind, SkippedObject } from '../kinds/snapshot.ts';
import { isTellingEvent, newestEvents } from './events.ts';
import { inOrder, whereIs } from './order.ts';
import type { Intake } from './reader.ts';
import { type SkipList, skipList } from './skipped.ts';

/** Takes the objects of one scope; of each it keeps what the program reads, and drops the rest. */
export interface Writer extends Intake {
  /** Adds what was taken since the last page; `first`: it replaces what the scope held. */
  commit(first: boolean): void;
}

/** Where the objects of one kind are put while they are read. A scope is a namespace, or null for the whole cluster. */
export interface Shelf {
  writer(scope: string | null): Writer;
  clear(scope: string | null): void;
  count(): number;
  /** Of what is in it now, without namespaces. */
  names(): readonly string[];
  /** True once anything was read, even if there was nothing in it. */
  touched(): boolean;
  /** Hands the objects over, sorted. What `complete` namespaces hold is taken from their own scope. */
  finish(complete: ReadonlySet<string>): void;
}

export interface Shelves {
  readonly of: (kind: Kind) => Shelf;
  /** Filled when the shelves are finished. */
  readonly objects: ObjectsByKind;
  skipped(): readonly SkippedObject[];
}

/** How long a kind may get; only events grow without bound. */
export interface Keep {
  /** Events not seen since are history. */
  readonly eventsSince: Date | null;
  readonly maxEvents: number;
}

interface Bound<T> {
  /** False: not worth keeping at all. */
  wanted(object: T, keep: Keep): boolean;
  newest(objects: readonly T[], keep: Keep): T[];
}
const BOUNDS: { readonly [K in Kind]?: Bound<ObjectOf<K>> } = {
  Event: { wanted: isTellingEvent, newest: newestEvents },
};

/** Large, and in no schema. */
const UNREAD_OF_ALL: ReadonlySet<string> = new Set(['managedFields']);
const UNREAD: { readonly [K in Kind]?: ReadonlySet<string> } = { Node: new Set([...UNREAD_OF_ALL, 'images']) };

export function newShelves(keep: Keep): Shelves {
  const skips = skipList();
  const shelves = new Map<Kind, Shelf>();
  const objects = objectsByKind(<K extends Kind>(kind: K) => {
    const list: ObjectOf<K>[] = [];
    shelves.set(kind, newShelf(kind, list, skips, keep));
    return list;
  });
  return {
    objects,
    of: (kind) => {
      const shelf = shelves.get(kind);
      if (shelf === undefined) throw new RangeError(`no shelf for ${kind}; there are ${ALL_KINDS.length} kinds`);
      return shelf;
    },
    skipped: skips.list,
  };
}

function newShelf<K extends Kind>(kind: K, list: ObjectOf<K>[], skips: SkipList, keep: Keep): Shelf {
  const scopes = new Map<string | null, ObjectOf<K>[]>();
  const bound: Bound<ObjectOf<K>> | undefined = BOUNDS[kind];
  let touched = false;
  let dropped = 0;

  const bounded = (objects: ObjectOf<K>[], most: number): ObjectOf<K>[] => {
    if (bound === undefined || objects.length <= most) return objects;
    const kept = bound.newest(objects, keep);
    dropped += objects.length - kept.length;
    return kept;
  };
  const writer = (scope: string | null): Writer => {
    let objects: ObjectOf<K>[] = [];
    let odd: SkippedObject[] = [];
    const restart = () => {
      objects = [];
      odd = [];
    };
    return {
      unread: UNREAD[kind] ?? UNREAD_OF_ALL,
      restart,
      take: (item) => {
        const result = project(kind, named(kind, item));
        if (!result.ok) odd.push({ kind, ...whereIs(item), why: result.why });
        else if (bound?.wanted(result.object, keep) ?? true) objects.push(result.object);
      },
      commit: (first) => {
        touched = true;
        const before = first ? [] : (scopes.get(scope) ?? []);
        for (const object of objects) before.push(object);
        // Twice the bound, so that not every page is sorted.
        scopes.set(scope, bounded(before, 2 * keep.maxEvents));
        for (const skipped of odd) skips.add(skipped);
        restart();
      },
    };
  };
  return {
    writer,
    clear: (scope) => scopes.delete(scope),
    count: () => [...scopes.values()].reduce((sum, objects) => sum + objects.length, 0),
    names: () => [...scopes.values()].flatMap((objects) => objects.map((object) => object.metadata.name)),
    touched: () => touched,
    finish: (complete) => {
      let all = (scopes.get(null) ?? []).filter((object) => !complete.has(object.metadata.namespace ?? ''));
      for (const [scope, objects] of scopes) if (scope !== null) all = all.concat(objects);
      for (const object of inOrder(bounded(all, keep.maxEvents))) list.push(object);
      scopes.clear();
      if (dropped === 0) return;
      const why = `${dropped} older ones were left out: the newest ${keep.maxEvents} are kept`;
      skips.add({ kind: NO_OBJECT.olderEvents, namespace: null, name: null, why });
    },
  };
}

/** Items of a list of built-in kinds don't say what they are. */
function named(kind: Kind, item: unknown): unknown {
  return typeof item === 'object' && item !== null && !Array.isArray(item) ? { ...item, kind } : item;
}
