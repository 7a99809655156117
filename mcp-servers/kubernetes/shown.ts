import { z } from 'zod';
import { COPIES } from '../../src/collect/access-slim.ts';
import { judgeKey } from '../../src/platform/redact/keys.ts';
import { redact } from '../../src/platform/redact/redact.ts';
import { looksDrawn, saysNothing, shownCommand, shownItems, shownValue } from './mask.ts';

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
const LONGEST = 1000;

export const Bag = z.record(z.string(), z.unknown());
export type Bag = z.infer<typeof Bag>;
const Texts = z.array(z.string()).min(1);
const Pair = z.union([
  z.looseObject({ name: z.string(), value: z.union([z.string(), z.number()]) }),
  z.looseObject({ key: z.string(), value: z.union([z.string(), z.number()]) }),
]);
const Variable = z.looseObject({
  name: z.string(),
  value: z.string().nullish(),
  address: z.string().nullish(),
  valueFrom: z.record(z.string(), z.unknown()).nullish(),
});
/** Where names and texts are anybody's: what is called like a secret is one. */
const FREE: ReadonlySet<string> = new Set(['annotations', 'labels', 'matchLabels']);

/** A part of an object as it may be shown: without noise, secrets and copies of itself. */
export function shownBag(bag: Bag, depth = 0): Bag {
  const kept = Object.entries(bag).flatMap(([key, value]): [string, unknown][] => {
    if (NOISE.has(key)) return [];
    const shown = shownField(key, value, depth + 1, bag);
    return isEmpty(shown) ? [] : [[redact(key, 200), shown]];
  });
  return Object.fromEntries(kept);
}

/** One field of `bag`. */
function shownField(key: string, value: unknown, depth: number, bag: Bag): unknown {
  if (FREE.has(key)) return shownFree(value);
  if (key === 'env' && Array.isArray(value)) return value.map(shownVariable);
  const texts = Texts.safeParse(value).data;
  if (texts !== undefined) return shownTexts(key, texts, bag);
  if (typeof value === 'string') return shownText(key, value, bag);
  if (typeof value === 'number' && isSecretKey(key, bag)) return shownValue(key, String(value));
  return shown(value, depth);
}

function shown(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redact(value, LONGEST);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return '…';
  if (Array.isArray(value))
    return value
      .filter((item) => !isServiceAccountMount(item))
      .map((item) => {
        const texts = Texts.safeParse(item).data;
        return texts === undefined ? shown(item, depth + 1) : shownTexts('', texts, {});
      });
  const pair = Pair.safeParse(value).data;
  // Parameters of a chart, headers of a probe: pairs like variables, and as often a password.
  if (pair !== undefined) {
    const name = String('name' in pair ? pair.name : pair.key);
    return { ...shownBag(pair, depth), value: shownValue(name, String(pair.value)) };
  }
  const bag = Bag.safeParse(value);
  return bag.success ? shownBag(bag.data, depth) : null;
}

/** Any list of texts may be a command line; where only the line as a whole shows its secret, it is shown as one. */
function shownTexts(key: string, texts: readonly string[], bag: Bag): readonly string[] | string {
  if (key === 'command') return shownCommand(texts);
  if (key === 'args') return shownCommand(texts, Texts.safeParse(bag['command']).data);
  const one = key.replace(/s$/, '');
  if (isSecretKey(one, bag)) return texts.map((text) => shownValue(one, text));
  const items = shownItems(texts).map((item) => redact(item, LONGEST));
  const line = redact(items.join(' '));
  return line === items.join(' ') ? items : line;
}

/** A field may be named like a secret: seen together with its name, as it would stand in YAML. */
function shownText(key: string, value: string, bag: Bag): string {
  if (isSecretKey(key, bag) && !saysNothing(value)) return shownValue(key, value);
  if (looksDrawn(key, value)) return '[redacted: value]';
  const alone = redact(value, LONGEST);
  const line = redact(`${key}: ${alone}`, key.length + LONGEST + 2);
  return line.startsWith(`${key}: `) ? line.slice(key.length + 2) : alone;
}

/** `secret: mysql` and `auth: oidc` name things; a password, a token and a key of any kind are it. */
function isSecretKey(key: string, bag: Bag): boolean {
  // An ExternalSecret says under which key of the Secret a value will be.
  if (key === 'secretKey' && ('remoteRef' in bag || 'sourceRef' in bag)) return false;
  const judged = judgeKey(key);
  return judged !== undefined && (judged.strength !== 'weak' || judged.label === 'token' || /(?:pass|pw)$/i.test(key));
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

function shownFree(value: unknown): Record<string, string> {
  const all = Bag.catch({}).parse(value);
  return Object.fromEntries(
    Object.entries(all)
      .filter(([key, text]) => !COPIES.includes(key) && typeof text === 'string')
      .map(([key, text]) => [redact(key, 200), redact(shownFreely(key, String(text)), 200)]),
  );
}

function shownFreely(key: string, text: string): string {
  // The one annotation of an Ingress that is called like a secret and names one.
  return key.endsWith('kubernetes.io/auth-secret') ? text : shownValue(key, text);
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
