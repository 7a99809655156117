import type { FieldKind } from '../../domain/field-change.ts';
import { redact } from '../../platform/redact/redact.ts';
import { comesNearSecret } from '../secret-names.ts';
import type { Place } from './field-place.ts';
import { isHarmlessLine, isHarmlessSetting, isPlainArgument } from './harmless.ts';
import { findKey, type Node, valueAt } from './yaml-node.ts';

const LONGEST = 160;
const LONGEST_VALUE = 60;

export interface FieldWords {
  /** What it is called, without what became of it. */
  readonly label: string;
  readonly text: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** A difference in words: `memory limit 512Mi → 64Mi`, `env FOO added`, `port 8080 removed`. Redacted, never the value of a secret. */
export function wordsOf(place: Place, kind: FieldKind): FieldWords {
  const { before, after } = place.difference;
  const label = labelOf(place, kind);
  const from = before === null ? null : valueIn(before, place, kind);
  const to = after === null ? null : valueIn(after, place, kind);
  if (before !== null && after !== null) {
    const lines = textWords(label, before.text, after.text, place, kind);
    if (lines !== null) return lines;
    const isHidden =
      before.value !== null && after.value !== null && (from === null || to === null) && kind !== 'config';
    return joined(label, from, to, isHidden);
  }
  const value = from ?? to;
  const isSaid = value === null || kind === 'env' || kind === 'config' || (place.isItem && !isPlain(place));
  const what = isSaid ? label : `${label} ${short(value)}`;
  return said(label, `${what} ${before === null ? 'added' : 'removed'}`, from, to);
}

/** One thing that was something else before. `isHidden`: there are values, and they are not for showing. */
export function joined(label: string, from: string | null, to: string | null, isHidden: boolean): FieldWords {
  const isShown = from !== null && to !== null && from !== to;
  const hint = isHidden ? 'changed (its value is not shown)' : 'changed';
  return said(label, isShown ? `${label} ${short(from)} → ${short(to)}` : `${label} ${hint}`, from, to);
}

/** Lines of a text that are other ones now: shown when they are few, short and each of them harmless. */
function textWords(
  label: string,
  before: Node['text'],
  after: Node['text'],
  { keys }: Place,
  kind: FieldKind,
): FieldWords | null {
  if (before === null || after === null || kind === 'secret') return null;
  const from = harmless(without(before, after), keys);
  const to = harmless(without(after, before), keys);
  const words = from === null || to === null ? `${label} changed` : `${label} changed: ${from} → ${to}`;
  return said(label, words, from, to);
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return lines.filter((line) => !known.has(line));
}

function harmless(lines: readonly string[], names: readonly string[]): string | null {
  const text = lines.join(' ');
  const isShown = text !== '' && text.length <= LONGEST_VALUE && redact(text) === text;
  return isShown && lines.every((line) => isHarmlessLine(names, line)) ? text : null;
}

function said(label: string, text: string, from: string | null, to: string | null): FieldWords {
  return { label, text: redact(text, LONGEST), from: cap(from), to: cap(to) };
}

function isPlain({ difference: { before, after } }: Place): boolean {
  return (before ?? after)?.value !== null;
}

/** What one list item is called. */
const SINGULAR: Readonly<Record<string, string>> = {
  env: 'env',
  extraEnv: 'env',
  extraEnvVars: 'env',
  ports: 'port',
  volumes: 'volume',
  volumeMounts: 'mount',
  volumeClaimTemplates: 'claim template',
  tolerations: 'toleration',
  args: 'arg',
  command: 'command',
  containers: 'container',
  initContainers: 'init container',
  imagePullSecrets: 'image pull secret',
  hosts: 'host',
  hostnames: 'hostname',
  paths: 'path',
  resources: 'resource',
  dependencies: 'chart',
  data: 'secret key',
  literals: 'literal',
  rules: 'rule',
};

/** Keys that say too little alone. */
const VAGUE = new Set([
  ...['value', 'name', 'key', 'enabled', 'type', 'path', 'host', 'kind', 'namespace', 'size', 'version', 'property'],
  ...['count', 'mode', 'policy', 'number', 'class', 'tag', 'repository', 'url', 'secretName', 'storage', 'level'],
]);
const STRUCTURE = new Set([
  'spec',
  'template',
  'metadata',
  'source',
  'sources',
  'helm',
  'values',
  'containers',
  'data',
]);

function labelOf(place: Place, kind: FieldKind): string {
  const { keys, last } = place;
  if (isTextOf(place)) return kind === 'command' ? 'script' : kind === 'config' ? 'config' : 'text';
  if (kind === 'limits' || kind === 'requests') return last === kind ? kind : `${last} ${kind.slice(0, -1)}`;
  if (kind === 'chart') return ['chart', chartName(place)].filter(Boolean).join(' ');
  const env = envName(place);
  if (env !== null) return envLabel(place, env);
  if (place.isItem) return itemLabel(place, kind);
  if (kind === 'probe') return probeLabel(keys, last);
  if (kind === 'image') return imageLabel(place);
  if (kind === 'config' && (keys[0] === 'data' || place.object === 'ConfigMap')) return `config ${last}`.trim();
  return plainLabel(place);
}

function plainLabel({ last, list, item, keys, owner }: Place): string {
  if (list === 'parameters' && last !== 'value') return keys.slice(keys.lastIndexOf('value') + 1).join('.');
  if (list === 'volumes' && item !== null) return `volume ${item} ${last}`;
  if (!VAGUE.has(last) || owner === null || STRUCTURE.has(owner)) return last || 'content';
  return last === 'value' ? owner : `${owner} ${last}`;
}

/** Lines of a text without a key of its own, or whose key stands above the hunk. */
function isTextOf({ difference: { path } }: Place): boolean {
  const last = path.at(-1);
  return last?.type === 'level' || (last?.type === 'item' && last.text !== null);
}

function itemLabel(place: Place, kind: FieldKind): string {
  const { list, item } = place;
  if (list === 'envFrom') return `envFrom ${item ?? ''}`.trim();
  const word = (list === 'data' && kind !== 'secret' ? 'config' : SINGULAR[list ?? '']) ?? list ?? 'entry';
  return isPlain(place) ? word : `${word} ${itemName(place)}`.trim();
}

/** The variable it is about: an item with a name, or a key of a mapping. */
function envName({ list, item, keys }: Place): string | null {
  if (SINGULAR[list ?? ''] === 'env') return item;
  const at = keys.findLastIndex((key) => SINGULAR[key] === 'env');
  const name = at < 0 || list !== null ? undefined : keys[at + 1];
  return name === undefined || name === 'value' ? null : name;
}

function envLabel({ keys, last, isItem, difference: { before, after } }: Place, name: string): string {
  const node = before ?? after;
  const isWhole = isItem || last === 'valueFrom' || last === name;
  const reference = node === null || !isWhole ? null : referenceOf(node);
  if (reference !== null) return `env ${name} (${reference})`;
  const owner = keys.at(-2);
  if (owner === 'secretKeyRef') return `env ${name} secret${last === 'key' ? ' key' : ''}`;
  if (owner === 'configMapKeyRef') return `env ${name} config map${last === 'key' ? ' key' : ''}`;
  return `env ${name}`;
}

/** `secret db key password`: what a variable is taken from. */
function referenceOf(node: Node): string | null {
  for (const [key, word] of [
    ['secretKeyRef', 'secret'],
    ['configMapKeyRef', 'config map'],
  ] as const) {
    const found = findKey(node, new Set([key]));
    if (found !== null) return `${word} ${valueAt(found, 'name') ?? '?'} key ${valueAt(found, 'key') ?? '?'}`;
  }
  return null;
}

function itemName({ item, list, difference: { before, after } }: Place): string {
  const node = before ?? after;
  if (node === null) return item ?? '';
  // A port is known by its number, a volume also by what it is made of.
  if (list === 'ports') return valueAt(node, 'containerPort') ?? valueAt(node, 'port') ?? item ?? '';
  const made = valueAt(node, 'secret', 'secretName') ?? valueAt(node, 'configMap', 'name');
  const claim = valueAt(node, 'persistentVolumeClaim', 'claimName') ?? valueAt(node, 'remoteRef', 'key');
  return [item ?? '', made ?? claim]
    .filter((one) => one !== null && one !== '')
    .map((one, i) => (i === 0 ? one : `(${one})`))
    .join(' ');
}

function chartName({ item, list, difference: { path } }: Place): string | null {
  if (list === 'dependencies' || list === 'helmCharts') return item;
  return path.length < 2 ? null : nameBeside(path);
}

/** `chart: x` beside a targetRevision or a version. */
function nameBeside(path: readonly Node[]): string | null {
  const above = path.at(-2);
  return path.at(-1)?.key === 'chart' || above === undefined ? null : valueAt(above, 'chart');
}

function probeLabel(keys: readonly string[], last: string): string {
  const probe = keys.find((key) => /Probe$/.test(key)) ?? 'probe';
  return probe === last ? probe : `${probe} ${last}`;
}

function imageLabel({ last, list, item, keys }: Place): string {
  if (list === 'images') return `image ${item ?? ''}`.trim();
  const at = keys.findLastIndex((key) => /image$/i.test(key));
  if (at < 0 || at === keys.length - 1) return last;
  const component = keys[at - 1];
  const isNamed = component !== undefined && !STRUCTURE.has(component) && component !== 'value';
  return `${isNamed ? `${component} ` : ''}image ${last}`;
}

/** The value, if it may be shown. */
function valueIn(node: Node, place: Place, kind: FieldKind): string | null {
  const { isItem, item, list, last } = place;
  if (!isItem || node.value !== null)
    return shown(last === 'value' && item !== null ? item : last, node.value, kind, place);
  if (kind === 'image') return shown('image', valueAt(node, 'image'), kind, place);
  if (kind === 'env') return shown(item ?? '', valueAt(node, 'value'), kind, place);
  const name = list === 'ports' ? itemName(place) : item;
  return name === null || name === '' ? null : redact(name, LONGEST);
}

function shown(key: string, value: string | null, kind: FieldKind, place: Place): string | null {
  const { object, keys } = place;
  if (value === null || value === '' || /\[(?:masked|redacted)/.test(value)) return null;
  if (object === 'Secret' || object === 'SealedSecret' || keys[0] === 'stringData') return null;
  if (kind === 'secret' && !REFERENCE.test(key)) return null;
  if (!mayBeSaid(key, value, kind, place)) return null;
  // The name of a setting says whether its value is a secret.
  const lines = `${key}: ${value}\n${key}=${value}`;
  return redact(lines) === lines ? value : null;
}

/** Free text, where anything may stand, is said only when it is plain. */
function mayBeSaid(key: string, value: string, kind: FieldKind, { list, isItem, keys }: Place): boolean {
  if (list === 'httpHeaders') return key === 'name';
  if (isArgument(list, keys) || kind === 'command' || (list === 'literals' && isItem)) return isPlainArgument(value);
  if (kind === 'env' || kind === 'config' || (kind === 'other' && keys[0] === 'data')) {
    const isName = NAMED.test(key) || (REFERENCE.test(key) && REFERENCES.some((name) => keys.includes(name)));
    return isName || isHarmlessSetting([key, ...keys], value);
  }
  if (kind !== 'other') return true;
  return isItem
    ? isPlainArgument(value) || /^[\w./-]{1,60}\.(?:ya?ml|json)$/.test(value)
    : ![key, ...keys].some(comesNearSecret);
}

/** What a plain item of such a list, or a text below such a key, is. */
function isArgument(list: string | null, keys: readonly string[]): boolean {
  return [list, keys.at(-1)].some((name) => name !== null && name !== undefined && ARGUMENTS.has(name));
}

const ARGUMENTS: ReadonlySet<string> = new Set(['command', 'args', 'extraArgs', 'additionalArguments', 'entrypoint']);
/** Where a setting is taken from. */
const REFERENCES = [
  'configMap',
  'configMapKeyRef',
  'configMapRef',
  'secretKeyRef',
  'secretRef',
  'fieldRef',
  'valuesFrom',
];
/** Of a source and of what refers to a ConfigMap: names, not settings. */
const NAMED = /^(?:targetRevision|repoURL|path|branch|tag|ref)$/;

/** Fields that name a secret, or where it is. */
const REFERENCE =
  /^(?:name|key|property|secretName|secretKey|kind|path|server|version|refreshInterval|existingSecret|creationPolicy|namespace|role|mountPath|optional|url)$|Secret$/;

function cap(value: string | null): string | null {
  // It was looked at before it was let through.
  return value === null || value.length <= LONGEST ? value : redact(value, LONGEST);
}

function short(value: string): string {
  // Of a long image the last part tells.
  const tail = value.length > LONGEST_VALUE ? value.split('/').at(-1) : undefined;
  if (tail !== undefined && tail !== value && tail.length > 3 && tail.length < LONGEST_VALUE) return `…/${tail}`;
  return value.length <= LONGEST_VALUE ? value : `${value.slice(0, LONGEST_VALUE - 1)}…`.toWellFormed();
}
