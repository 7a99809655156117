import type { Right, RightsRule } from '../domain/rights.ts';

/** Of its own objects; a Lease may be made by its name. */
const OWN: ReadonlySet<string> = new Set(['update', 'create']);
const READING: ReadonlySet<string> = new Set(['get', 'list', 'watch']);
/** Everybody may ask about themselves. */
const ASKING: ReadonlySet<string> = new Set(['authorization.k8s.io', 'authentication.k8s.io']);
/** Not even to be read. */
const SECRET: ReadonlySet<string> = new Set([
  '*',
  'secrets',
  'pods/exec',
  'pods/attach',
  'pods/portforward',
  'nodes/proxy',
]);

/** What may be done in a namespace. */
export interface RightsThere {
  readonly namespace: string;
  readonly rules: readonly RightsRule[];
  /** ConfigMaps and Leases there that are its own. */
  readonly own: readonly string[];
}

const MOST_NAMES = 5;

/**
 * What these rules allow beyond reading, and beyond writing one's own state, a line each: `update, patch configmaps in k8s-monitor`. What
 * is `known` to be allowed everywhere is left out.
 */
export function extraRights(all: readonly RightsThere[], known: readonly Right[]): readonly string[] {
  const where = new Map<string, string[]>();
  for (const { namespace, rules, own } of all) {
    const lines = rules.flatMap((rule) => rule.resources.flatMap((resource) => lineOf(rule, resource, own, known)));
    for (const line of new Set(lines)) where.set(line, [...(where.get(line) ?? []), namespace]);
  }
  return [...where].map(([line, namespaces]) => `${line} in ${namesOf(namespaces, all.length)}`);
}

/** A role that holds everywhere shows in each namespace. */
function namesOf(namespaces: readonly string[], all: number): string {
  if (all > 1 && namespaces.length === all) return `each of the ${all} namespaces looked at`;
  const more = namespaces.length - MOST_NAMES;
  return `${namespaces.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function lineOf(
  rule: RightsRule,
  resource: string,
  own: readonly string[],
  known: readonly Right[],
): readonly string[] {
  const { verbs, groups, names } = rule;
  if (groups.every((group) => ASKING.has(group))) return [];
  const isSecret = SECRET.has(resource);
  const isOwn = !isSecret && names.length > 0 && names.every((name) => own.includes(name));
  const isKnown = (verb: string): boolean =>
    known.some((right) => right.verb === verb && right.resource === resource && groups.includes(right.group));
  const extra = verbs.filter((verb) => (isSecret || !READING.has(verb)) && !(isOwn && OWN.has(verb)) && !isKnown(verb));
  if (extra.length === 0) return [];
  const group = groups.find((one) => one !== '');
  const named = names.length > 0 ? ` ${names.join(', ')}` : '';
  return [`${extra.join(', ')} ${resource}${group === undefined ? '' : `.${group}`}${named}`];
}
