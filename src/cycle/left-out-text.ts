import { NO_OBJECT, unjudged } from '../kinds/left-out.ts';
import { isKind } from '../kinds/registry.ts';
import type { SkippedObject } from '../kinds/snapshot.ts';

/** What was left out of the judgement, one counted line per kind, each with an example. */
export function leftOutText(skipped: readonly SkippedObject[]): readonly string[] {
  return [...Map.groupBy(skipped, ({ kind }) => kind)].flatMap(([kind, alike]) => {
    const [first] = alike;
    if (first === undefined) return [];
    if (kind === NO_OBJECT.olderEvents) return alike.map(({ why }) => `Events: ${why}`);
    if (kind === 'any') return alike.map(({ why }) => why);
    const example = `${place(first)}${first.why}`;
    const such = alike.length === 1 ? '' : 'for example ';
    return [`${what(kind, alike.length)}${such === '' && place(first) === '' ? ': ' : `, ${such}`}${example}`];
  });
}

/** How many objects nobody could judge. */
export function leftOutCount(skipped: readonly SkippedObject[]): number {
  return unjudged(skipped).length;
}

function place({ namespace, name }: SkippedObject): string {
  const where = [namespace, name].filter((part) => part !== null && part !== '').join('/');
  return where === '' ? '' : `${where}: `;
}

function what(kind: string, n: number): string {
  const many = n === 1 ? '' : 's';
  if (kind === NO_OBJECT.log) return `could not read ${n} log${many}`;
  if (kind === 'document') return `left out ${n} document${many} that could not be read`;
  if (!isKind(kind)) return `left out ${n} malformed object${many}`;
  return `left out ${n} malformed ${n === 1 ? kind : plural(kind)}`;
}

function plural(kind: string): string {
  if (kind === 'PodMetrics') return kind;
  if (kind.endsWith('y')) return `${kind.slice(0, -1)}ies`;
  return /(s|ss)$/.test(kind) ? `${kind}es` : `${kind}s`;
}
