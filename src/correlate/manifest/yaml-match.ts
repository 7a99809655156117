import { contentOf, type Node, valueAt } from './yaml-node.ts';

/** Two nodes that stand for one thing before and after; null: it came, or it went. */
export type Pair = readonly [before: Node | null, after: Node | null];

/** What tells list items apart, the surest first. */
const NAMES = ['mountPath', 'secretKey', 'name', 'key', 'containerPort', 'port', 'host', 'hostname', 'path'] as const;
const REFERENCES = ['secretRef', 'configMapRef'] as const;
/** An item that has another one of these is another item: nobody renames a variable. */
const OWN_NAMES: ReadonlySet<string> = new Set(['mountPath', 'secretKey', 'name', ...REFERENCES]);

interface Identity {
  readonly by: string;
  readonly id: string;
}

/** `env: - name: FOO` is FOO, `--flag=x` is --flag; null for an item without a name. */
export function identityOf(item: Node): Identity | null {
  if (item.value !== null) {
    const [, flag] = /^(--?[\w.-]+|[A-Za-z_][\w.-]*)=/.exec(item.value) ?? [];
    return flag === undefined ? null : { by: 'flag', id: flag };
  }
  for (const by of NAMES) {
    const id = valueAt(item, by);
    if (id !== null) return { by, id };
  }
  for (const by of REFERENCES) {
    const id = valueAt(item, by, 'name');
    if (id !== null) return { by, id };
  }
  return null;
}

/** Pairs what has the same name; of the rest what says the same; and the only one left on both sides, if it may be renamed. */
export function pairsOf(before: readonly Node[], after: readonly Node[]): readonly Pair[] {
  const named = pairBy(before, after, nameOf);
  const equal = pairBy(named.before, named.after, contentOf);
  const [old, now] = [equal.before, equal.after];
  const [gone, came] = [old[0], now[0]];
  const isRenamed = old.length === 1 && now.length === 1 && gone !== undefined && came !== undefined;
  const rest: readonly Pair[] =
    isRenamed && mayBeOne(gone, came)
      ? [[gone, came]]
      : [...old.map((node): Pair => [node, null]), ...now.map((node): Pair => [null, node])];
  return [...named.pairs, ...equal.pairs, ...rest];
}

function nameOf(node: Node): string | null {
  if (node.type === 'key') return `key ${node.key}`;
  if (node.type === 'level') return `level ${node.indent}`;
  const identity = identityOf(node);
  return identity === null ? null : `item ${identity.by} ${identity.id}`;
}

function mayBeOne(gone: Node, came: Node): boolean {
  if (gone.type !== came.type || gone.type === 'key') return false;
  if (gone.type === 'level') return true;
  const [old, now] = [identityOf(gone), identityOf(came)];
  if ((gone.value === null) !== (came.value === null)) return false;
  return old === null || now === null ? old === now : old.by === now.by && old.by !== 'flag' && !OWN_NAMES.has(old.by);
}

interface Paired {
  readonly pairs: readonly Pair[];
  readonly before: readonly Node[];
  readonly after: readonly Node[];
}

/** The first of a name on one side with the first of that name on the other, and so on. */
function pairBy(before: readonly Node[], after: readonly Node[], name: (node: Node) => string | null): Paired {
  const waiting = new Map<string, Node[]>();
  for (const node of after) {
    const key = name(node);
    if (key === null) continue;
    const same = waiting.get(key);
    if (same === undefined) waiting.set(key, [node]);
    else same.push(node);
  }
  for (const same of waiting.values()) same.reverse();
  const pairs = before.flatMap((node): Pair[] => {
    const other = waiting.get(name(node) ?? '')?.pop();
    return other === undefined ? [] : [[node, other]];
  });
  const taken = new Set(pairs.flat());
  return { pairs, before: before.filter((n) => !taken.has(n)), after: after.filter((n) => !taken.has(n)) };
}
