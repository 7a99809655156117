import { stringify } from 'yaml';
import { z } from 'zod';
import { COPIES } from '../../src/collect/access-slim.ts';
import type { RawObject } from '../../src/collect/cluster-access.ts';
import { redact } from '../../src/platform/redact/redact.ts';
import { shownCommand, shownValue } from './mask.ts';

/** What fills the page and tells nothing of a fault. */
const NOISE: ReadonlySet<string> = new Set([
  'managedFields',
  'resourceVersion',
  'uid',
  'selfLink',
  'generateName',
  'blockOwnerDeletion',
  'terminationMessagePath',
  'terminationMessagePolicy',
  'enableServiceLinks',
  'preemptionPolicy',
  'schedulerName',
  'imageID',
  'containerID',
  'hostIPs',
  'podIPs',
]);
const DEEPEST = 24;

const Bag = z.record(z.string(), z.unknown());
const Texts = z.array(z.string());
const Pair = z.looseObject({ name: z.string(), value: z.string() });
const Variable = z.looseObject({
  name: z.string(),
  value: z.string().nullish(),
  address: z.string().nullish(),
  valueFrom: z.record(z.string(), z.unknown()).nullish(),
});

/** An object as YAML for reading: its status before its spec, without noise, secrets and copies of itself. */
export function manifestOf(object: RawObject): string {
  const { kind, metadata, status, spec, apiVersion: _, ...rest } = object;
  const shown = shownBag({ kind, metadata, status, spec, ...rest }, 0);
  return redact(stringify(shown, { lineWidth: 0, aliasDuplicateObjects: false }), MOST);
}

const MOST = 128 << 10;

function shownBag(bag: Readonly<Record<string, unknown>>, depth: number): Record<string, unknown> {
  const kept = Object.entries(bag).flatMap(([key, value]): [string, unknown][] => {
    if (NOISE.has(key)) return [];
    const shown = shownField(key, value, depth + 1);
    return isEmpty(shown) ? [] : [[redact(key, 200), shown]];
  });
  return Object.fromEntries(kept);
}

function shownField(key: string, value: unknown, depth: number): unknown {
  if (key === 'annotations') return shownAnnotations(value);
  const texts = key === 'command' || key === 'args' ? Texts.safeParse(value) : null;
  if (texts?.success) return shownCommand(texts.data);
  if (key === 'env' && Array.isArray(value)) return value.map(shownVariable);
  if (typeof value === 'string') return shownText(key, value);
  return shown(value, depth);
}

function shown(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redact(value, 1000);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return '…';
  if (Array.isArray(value))
    return value.filter((item) => !isServiceAccountMount(item)).map((item) => shown(item, depth + 1));
  const pair = Pair.safeParse(value);
  // Parameters of a chart, headers of a probe: pairs like variables, and as often a password.
  if (pair.success) return { ...shownBag(pair.data, depth), value: shownValue(pair.data.name, pair.data.value) };
  const bag = Bag.safeParse(value);
  return bag.success ? shownBag(bag.data, depth) : null;
}

/** A field may be named like a secret: seen together with its name, as it would stand in YAML. */
function shownText(key: string, value: string): string {
  const alone = redact(value, 1000);
  const line = redact(`${key}: ${alone}`, key.length + 1002);
  return line.startsWith(`${key}: `) ? line.slice(key.length + 2) : alone;
}

/** `LOG_LEVEL=debug`, `DB_PASSWORD from secretKeyRef mysql/password`. */
function shownVariable(item: unknown): string {
  const variable = Variable.safeParse(item);
  if (!variable.success) return '?';
  const { name, value, address, valueFrom } = variable.data;
  if (value !== null && value !== undefined) return `${redact(name, 200)}=${shownValue(name, value)}`;
  const [source, ref] = Object.entries(valueFrom ?? {}).find(([, one]) => one !== null && one !== undefined) ?? [];
  if (source !== undefined) return redact(`${name} from ${source} ${referred(ref)}`, 300);
  // A recording keeps of a value only the address in it.
  return redact(address === null || address === undefined ? name : `${name} → ${address}`, 300);
}

function referred(ref: unknown): string {
  const { name, key, optional, ...rest } = Bag.catch({}).parse(ref);
  const path = [name, key].filter((part) => typeof part === 'string').join('/');
  return `${
    path ||
    Object.values(rest)
      .filter((part) => typeof part === 'string')
      .join(' ')
  }${optional === true ? ' (optional)' : ''}`;
}

function shownAnnotations(value: unknown): Record<string, string> {
  const all = Bag.catch({}).parse(value);
  return Object.fromEntries(
    Object.entries(all)
      .filter(([key, text]) => !COPIES.includes(key) && typeof text === 'string')
      .map(([key, text]) => [redact(key, 200), redact(shownText(key, String(text)), 200)]),
  );
}

/** Every pod has its token's volume; it says nothing. */
function isServiceAccountMount(item: unknown): boolean {
  const name = Bag.safeParse(item).data?.['name'];
  return typeof name === 'string' && name.startsWith('kube-api-access-');
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
