import { pairsOf } from './yaml-match.ts';
import { contentOf, type Node } from './yaml-node.ts';

/** One value, text or list item that differs. Never both null. */
export interface Difference {
  /** From the top of what the hunk shows down to the node itself. */
  readonly path: readonly Node[];
  readonly before: Node | null;
  readonly after: Node | null;
}

/**
 * What differs between two documents: of each part first what stands on both sides, then what went, then what came. `masked`: values
 * were taken out before, so that another secret looks the same.
 */
export function differences(before: Node, after: Node, masked = false): readonly Difference[] {
  return compare(before, after, [], masked);
}

/** What is one thing to people, however many lines it has. */
const WHOLE: ReadonlySet<string> = new Set([
  ...['readinessProbe', 'livenessProbe', 'startupProbe', 'affinity', 'lifecycle', 'httpGet', 'exec', 'tcpSocket'],
  ...['strategy', 'updateStrategy', 'persistence', 'autoscaling', 'tls', 'valueFrom', 'backend', 'emptyDir'],
]);
const MOST_ITEMS = 6;

function compare(before: Node, after: Node, path: readonly Node[], masked: boolean): readonly Difference[] {
  if (!before.touched && !after.touched) return [];
  const isValue = before.value !== after.value || (masked && isHidden(before, after));
  const isText = before.text?.join('\n') !== after.text?.join('\n');
  // A value that became a mapping is another value, too.
  const own = isValue || isText ? [{ path, before, after }] : [];
  const inside = pairsOf(before.children, after.children).flatMap(([old, now]) => {
    const node = now ?? old;
    if (node === null) return [];
    const here = [...path, node];
    if (old !== null && now !== null) return compare(old, now, here, masked);
    return split(node).map((parts) => {
      const whole = [...here, ...parts];
      const end = whole.at(-1) ?? node;
      return { path: whole, before: old === null ? null : end, after: old === null ? end : null };
    });
  });
  return [...own, ...inside];
}

/** A value that was taken out on both sides looks the same; its line came and went, so it is another one. Also a line of a text. */
function isHidden(before: Node, after: Node): boolean {
  const isLeaf = before.children.length === 0 && after.children.length === 0;
  const said = before.value ?? before.text?.join('\n') ?? '';
  return isLeaf && before.touched && after.touched && /\[(?:masked|redacted)/.test(said);
}

/** The parts of what came or went that are told one by one, as the ways down to them. */
function split(node: Node): readonly (readonly Node[])[] {
  const { type, key, children, value, text } = node;
  const isOne = value !== null || text !== null || type === 'item' || children.length === 0 || WHOLE.has(key);
  if (isOne || children.filter((child) => child.type === 'item').length > MOST_ITEMS) return [[]];
  return children.flatMap((child) => split(child).map((rest) => [child, ...rest]));
}

/** The same thing gone in one place and there again in another has only moved. */
export function withoutMoved(all: readonly Difference[]): readonly Difference[] {
  const idOf = ({ path, before, after }: Difference) => {
    const node = before ?? after;
    const keys = path.filter(({ type }) => type === 'key').map(({ key }) => key);
    return `${keys.join('/')} ${node === null ? '' : contentOf(node)}`;
  };
  const left = new Map<string, number>();
  const oneSided = all.filter(({ before, after }) => (before === null) !== (after === null));
  for (const one of oneSided) left.set(idOf(one), (left.get(idOf(one)) ?? 0) + (one.before === null ? 1 : -1));
  return all.filter((one) => {
    if (one.before !== null && one.after !== null) return true;
    const id = idOf(one);
    const balance = left.get(id) ?? 0;
    const step = one.before === null ? 1 : -1;
    if (balance * step <= 0) return false;
    left.set(id, balance - step);
    return true;
  });
}
