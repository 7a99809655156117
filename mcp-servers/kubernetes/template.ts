import { z } from 'zod';
import { Bag, shownField } from './shown.ts';

const LONGEST = 120;

const Amounts = z
  .record(z.string(), z.union([z.string(), z.number()]))
  .nullish()
  .catch(null);
const Container = z.object({
  name: z.string(),
  image: z.string().nullish().catch(null),
  command: z.unknown().optional(),
  args: z.unknown().optional(),
  env: z
    .array(z.looseObject({ name: z.string() }))
    .nullish()
    .catch(null),
  envFrom: z.unknown().optional(),
  resources: z.object({ requests: Amounts, limits: Amounts }).nullish().catch(null),
  startupProbe: z.unknown().optional(),
  readinessProbe: z.unknown().optional(),
  livenessProbe: z.unknown().optional(),
});
type Container = z.infer<typeof Container>;

const PodSpec = z.object({
  initContainers: z.array(Container).nullish().catch(null),
  containers: z.array(Container).nullish().catch(null),
  volumes: z
    .array(z.looseObject({ name: z.string() }))
    .nullish()
    .catch(null),
});
export type PodSpec = z.infer<typeof PodSpec>;

/** What matters of the spec of a pod or of a template, as served or as a recording kept it; null when it is none. */
export function podSpecIn(spec: unknown): PodSpec | null {
  return PodSpec.safeParse(spec).data ?? null;
}

export function imagesIn({ initContainers, containers }: PodSpec): string[] {
  return [...(containers ?? []), ...(initContainers ?? [])].flatMap(({ image }) => image ?? []);
}

/** False where values of variables were not kept: then only their names can be compared. */
export function knowsValues({ containers }: PodSpec): boolean {
  return !(containers ?? []).some(({ env }) => (env ?? []).some((one) => !('value' in one) && !one['valueFrom']));
}

/** What changed from one template to the next, in words; never the value of a variable. */
export function changesBetween(before: PodSpec, after: PodSpec): string[] {
  const init = (spec: PodSpec) => spec.initContainers ?? [];
  const main = (spec: PodSpec) => spec.containers ?? [];
  return [
    ...named(main(before), main(after), 'container', containerChanges),
    ...named(init(before), init(after), 'init container', containerChanges),
    ...named(volumesOf(before), volumesOf(after), 'volume', () => ['changed']),
  ];
}

/** The service account's own volume has another name in each pod. */
function volumesOf({ volumes }: PodSpec) {
  return (volumes ?? []).filter(({ name }) => !name.startsWith('kube-api-access-'));
}

function named<T extends { readonly name: string }>(
  before: readonly T[],
  after: readonly T[],
  what: string,
  compare: (a: T, b: T) => readonly string[],
): string[] {
  const old = new Map(before.map((one) => [one.name, one]));
  const now = new Set(after.map(({ name }) => name));
  const kept = after.flatMap((one) => {
    const was = old.get(one.name);
    if (was === undefined) return [`${what} ${one.name} added`];
    return same(was, one) ? [] : compare(was, one).map((change) => `${one.name}: ${change}`);
  });
  return [...kept, ...before.filter(({ name }) => !now.has(name)).map(({ name }) => `${what} ${name} removed`)];
}

function containerChanges(a: Container, b: Container): string[] {
  return [
    ...(a.image === b.image ? [] : [`image ${a.image ?? 'none'} → ${b.image ?? 'none'}`]),
    ...amountChanges('requests', a.resources?.requests, b.resources?.requests),
    ...amountChanges('limits', a.resources?.limits, b.resources?.limits),
    ...named(a.env ?? [], b.env ?? [], 'variable', () => ['changed']).map((one) =>
      one.startsWith('variable') ? one : `variable ${one.replace(': ', ' ')}`,
    ),
    ...probeChanges('startupProbe', a.startupProbe, b.startupProbe),
    ...probeChanges('readinessProbe', a.readinessProbe, b.readinessProbe),
    ...probeChanges('livenessProbe', a.livenessProbe, b.livenessProbe),
    ...(same(a.command, b.command) ? [] : ['command changed']),
    ...(same(a.args, b.args) ? [] : ['arguments changed']),
    ...(same(a.envFrom, b.envFrom) ? [] : ['sources of variables (envFrom) changed']),
  ];
}

function amountChanges(what: string, before: z.infer<typeof Amounts>, after: z.infer<typeof Amounts>): string[] {
  return fieldChanges(before ?? {}, after ?? {}).map((change) => `${what}.${change}`);
}

function probeChanges(what: string, before: unknown, after: unknown): string[] {
  if (same(before, after)) return [];
  if (isNone(before)) return [`${what} added`];
  if (isNone(after)) return [`${what} removed`];
  return fieldChanges(Bag.catch({}).parse(before), Bag.catch({}).parse(after)).map((change) => `${what}.${change}`);
}

/** Both as they may be shown; where that hides the difference, that there is one. */
function fieldChanges(before: Bag, after: Bag): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => !same(before[key], after[key]))
    .map((key) => {
      const [was, is] = [shown(key, before), shown(key, after)];
      return was === is ? `${key} changed` : `${key} ${was.slice(0, LONGEST)} → ${is.slice(0, LONGEST)}`;
    });
}

function shown(key: string, bag: Bag): string {
  const value = bag[key];
  if (isNone(value)) return 'none';
  const masked = shownField(key, value, 0, bag);
  return typeof masked === 'object' ? JSON.stringify(masked) : String(masked);
}

function isNone(value: unknown): boolean {
  return value === undefined || value === null;
}

function same(a: unknown, b: unknown): boolean {
  return isNone(a) ? isNone(b) : JSON.stringify(a) === JSON.stringify(b);
}
