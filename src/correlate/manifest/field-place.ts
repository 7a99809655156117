import type { Difference } from './yaml-diff.ts';
import { identityOf } from './yaml-match.ts';
import { childOf, findKey, type Node } from './yaml-node.ts';

/** Where a difference stands, as rules and words look at it. */
export interface Place {
  readonly difference: Difference;
  /** Keys from the top down, as far as they are known; a Helm parameter `image.tag` counts as two. */
  readonly keys: readonly string[];
  /** The last key; '' for a hunk that shows none. */
  readonly last: string;
  /** The key before it, or the name of the item it stands in. */
  readonly owner: string | null;
  /** Name of the nearest list item around it, or of itself. */
  readonly item: string | null;
  /** The list that item is in. */
  readonly list: string | null;
  /** True when the whole item came or went, or it is a plain item. */
  readonly isItem: boolean;
  /** Kind of the object; guessed from the file's name where the hunk does not tell. */
  readonly object: string | null;
  /** The keys were seen down from the top, or from the heading. */
  readonly fromTop: boolean;
  inside(...keys: readonly string[]): boolean;
  /** Whether it stands beside such a key. */
  beside(key: string): boolean;
  /** Whether what differs has such a key, however deep. */
  holds(...keys: readonly string[]): boolean;
}

export function placeOf(difference: Difference, object: string | null): Place {
  const { path, before, after } = difference;
  const items = path.filter(({ type }) => type === 'item');
  const last = path.at(-1);
  const nearest = items.at(-1) ?? null;
  const item = nearest === null ? null : (identityOf(nearest)?.id ?? nearest.value);
  const list = nearest === null ? null : (listOf(path, nearest) ?? guessedList(nearest));
  const keys = keysOf(path, list, item);
  const known = new Set(keys);
  const isItem = last !== undefined && last === nearest;
  return {
    difference,
    keys,
    last: keys.at(-1) ?? '',
    owner: isItem ? null : (ownerOf(path) ?? keys.at(-2) ?? null),
    item,
    list,
    isItem,
    object,
    fromTop: path[0]?.type === 'key' && path[0].indent === 0,
    inside: (...wanted) => wanted.some((key) => known.has(key)),
    beside: (key) => {
      const above = path.at(-2);
      return above !== undefined && childOf(above, key) !== null;
    },
    holds: (...wanted) => {
      const names = new Set(wanted);
      return [before, after].some((node) => node !== null && findKey(node, names) !== null);
    },
  };
}

/** The key right above; null where the hunk does not show it. */
function listOf(path: readonly Node[], item: Node): string | null {
  const above = path[path.indexOf(item) - 1];
  return above?.type === 'key' ? above.key : null;
}

/** What items look like when the hunk does not show which list they are in. */
const LOOKS: readonly (readonly [list: string, keys: readonly string[]])[] = [
  ['volumeMounts', ['mountPath']],
  ['env', ['valueFrom']],
  ['envFrom', ['secretRef']],
  ['envFrom', ['configMapRef']],
  ['data', ['remoteRef']],
  ['containers', ['image', 'name']],
  ['ports', ['containerPort']],
  ['ports', ['targetPort']],
  ['tolerations', ['effect']],
  ['tolerations', ['operator', 'key']],
  ['paths', ['pathType']],
  ['rules', ['host', 'http']],
  ['rules', ['apiGroups']],
  ['volumes', ['configMap', 'name']],
  ['volumes', ['secret', 'name']],
  ['volumes', ['emptyDir']],
  ['volumes', ['persistentVolumeClaim']],
  ['backendRefs', ['port', 'weight']],
];

function guessedList(item: Node): string | null {
  const looks = LOOKS.find(([, keys]) => keys.every((key) => childOf(item, key) !== null));
  if (looks !== undefined) return looks[0];
  if (item.value?.startsWith('--') === true) return 'args';
  const name = childOf(item, 'name')?.value ?? '';
  const isVariable = /^[A-Z][A-Z0-9_]*$/.test(name) && childOf(item, 'value') !== null;
  return isVariable ? 'env' : null;
}

function keysOf(path: readonly Node[], list: string | null, item: string | null): readonly string[] {
  const seen = path.filter(({ type }) => type === 'key').map(({ key }) => key);
  // The key the hunk does not show belongs before those of the item.
  const keys =
    list === null || seen.includes(list) ? seen : [...seen.slice(0, inItem(path)), list, ...seen.slice(inItem(path))];
  const isParameter = list === 'parameters' && item !== null && keys.at(-1) === 'value';
  return isParameter ? [...keys, ...item.split('.')] : keys;
}

/** How many keys stand above the nearest item. */
function inItem(path: readonly Node[]): number {
  const at = path.findLastIndex(({ type }) => type === 'item');
  return path.slice(0, at).filter(({ type }) => type === 'key').length;
}

/** The item or the key right above the last key. */
function ownerOf(path: readonly Node[]): string | null {
  const above = path.slice(0, -1).findLast(({ type }) => type !== 'level');
  if (above === undefined) return null;
  if (above.type !== 'item') return above.key || null;
  const identity = identityOf(above);
  // A thing is not called after itself: `host a → b`.
  return identity === null || identity.by === path.at(-1)?.key ? null : identity.id;
}
