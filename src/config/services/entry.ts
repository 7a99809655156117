// One entry of the file → one service. Names of other services are resolved later, when all are known.
import { HOUR, MINUTE } from '../../domain/duration.ts';
import type { DowntimeRange, Service, Tier } from '../../domain/service.ts';
import { parseDowntime } from '../durations.ts';
import { type ConfigFault, quote } from '../fault.ts';
import type { Entry, Field } from './blocks.ts';
import { issuesOf } from './issues.ts';
import { type KnownKey, normalKey } from './keys.ts';
import {
  isName,
  isNothing,
  readApp,
  readIngress,
  readNamespaces,
  readTier,
  readTitle,
  splitList,
  textsOf,
} from './values.ts';

export const TOLERANCE: Readonly<Record<Tier, number>> = {
  P0: 0,
  P1: 5 * MINUTE,
  P2: 4 * HOUR,
  P3: Number.POSITIVE_INFINITY,
};

export interface Draft extends Service {
  readonly column: number;
  readonly roleSaysNo: boolean;
}

export function readEntry(entry: Entry, file: string): { service: Draft; faults: readonly ConfigFault[] } {
  const faults: ConfigFault[] = [];
  const complain = (at: { line: number; column: number }, message: string): void => {
    faults.push({ file, line: at.line, column: at.column, message });
  };
  const fields = flatten(entry.fields);
  const of = (...keys: readonly KnownKey[]): readonly Field[] =>
    fields.filter((field) => keys.some((key) => key === normalKey(field.key)));
  const title = readTitle(entry.title);
  const nameOk = title.name !== '' && title.name.length <= 253;
  if (!nameOk)
    complain(entry, `found no name in ${quote(entry.title)}, expected one such as "1.1 mysql (mysql-application)"`);

  const tier = tierOf(entry, title.tier, of('tier'), complain);
  const downtime = downtimeOf(of('downtime'), complain);
  const namespaces = namespacesOf(of('namespace'), complain);
  const unreadable = !nameOk || tier === null || downtime === undefined || namespaces === null;
  // What can't be read is treated as what would hurt the most.
  const effective: Tier = unreadable ? 'P0' : tier;
  const maxDowntime = unreadable ? null : downtime;
  const purpose = textsOf(of('purpose')).join(' ') || null;
  const role = textsOf(of('role')).join(' ');
  const app = readApp(textsOf(of('app'))[0] ?? '');
  const chart = textsOf(of('chart'))[0];
  const service: Draft = {
    id: entry.id,
    name: nameOk ? title.name : entry.id,
    aliases: aliasesOf(title.name, [...title.aliases, ...textsOf(of('alias')).flatMap(splitList)]),
    tier: effective,
    namespaces: namespaces ?? [],
    dataLayer:
      /data[- ]?(?:layer|base|store)/i.test(role) ||
      (role === '' && /\bdatabase\b|\bdata[- ]layer\b/i.test(purpose ?? '')),
    maxDowntime,
    toleranceMs: maxDowntime?.lowerMs ?? TOLERANCE[effective],
    dependencies: textsOf(of('dependencies')).flatMap(splitList),
    dependents: textsOf(of('dependents')).flatMap(splitList),
    knownIssues: issuesOf(fields, maxDowntime, complain),
    quirks: textsOf(of('issues', 'quirks')).filter((text) => !/^Expected:/i.test(text)),
    purpose,
    healthCheck: textsOf(of('health')).join('; ') || null,
    ingress: readIngress(textsOf(of('ingress'))),
    gitops: {
      app: app.app,
      path: textsOf(of('path'))[0]?.split(/[\s,(]/)[0] ?? app.file,
      repo: textsOf(of('repo'))[0]?.split(/[\s,]/)[0] ?? null,
    },
    image: textsOf(of('image'))[0]?.split(/[\s,(]/)[0] ?? null,
    replicas: replicasOf(textsOf(of('replicas'))[0]),
    extra: { ...(chart === undefined ? {} : { Chart: [chart] }), ...extraOf(fields) },
    line: entry.line,
    unreadable,
    column: entry.column,
    roleSaysNo: role !== '' && !/data/i.test(role),
  };
  return { service, faults };
}

type Complain = (at: { line: number; column: number }, message: string) => void;

/** Sub-keys of `GitOps:`, and keys among the items of unknown ones, are fields of their own. */
function flatten(fields: readonly Field[]): readonly Field[] {
  return fields.flatMap((field) => {
    if (normalKey(field.key) !== 'gitops') return [field];
    const inner = field.items.flatMap((item) => {
      const [, key, text] = /^([^:]{1,48}?)\s*:\s+(.*)$/.exec(item.text) ?? [];
      return key === undefined ? [] : [{ key, text: text ?? '', items: [], line: item.line, column: item.column }];
    });
    return isNothing(field.text) ? inner : [{ ...field, key: 'App', items: [] }, ...inner];
  });
}

/** The tier of the entry, else of its heading; null when it can't be known. */
function tierOf(entry: Entry, inTitle: string | null, fields: readonly Field[], complain: Complain): Tier | null {
  const field = fields.find(({ text }) => text !== '');
  if (field || inTitle !== null) {
    const written = field?.text ?? inTitle ?? '';
    const tier = readTier(written);
    if (!tier) complain(field ?? entry, `unknown tier ${quote(written)}, expected P0, P1, P2 or P3`);
    return tier ?? null;
  }
  const tier = readTier(entry.section?.title ?? '');
  if (tier) return tier;
  const heading = entry.section
    ? `the heading ${quote(entry.section.title)} in line ${entry.section.line}`
    : 'no heading';
  complain(entry, `unknown tier: found ${heading}, expected one with P0, P1, P2 or P3 in it, or \`- Tier: P1\``);
  return null;
}

/** Null when the entry says nothing; undefined when what it says can't be read. */
function downtimeOf(fields: readonly Field[], complain: Complain): DowntimeRange | null | undefined {
  const field = fields.find(({ text, items }) => text !== '' || items.length > 0);
  if (!field) return null;
  const at = field.text === '' ? field.items[0] : undefined;
  const written = at?.text ?? field.text;
  const range = parseDowntime(written);
  if (!range)
    complain(
      at ?? field,
      `unreadable duration ${quote(written)}, expected one such as "0 minutes", "5-15 minutes", "Hours to days" or "N/A"`,
    );
  return range;
}

function namespacesOf(fields: readonly Field[], complain: Complain): readonly string[] | null {
  const read = fields
    .flatMap(({ text, items, line, column }) => [{ text, line, column }, ...items])
    .filter(({ text }) => !isNothing(text));
  const names: string[] = [];
  let readable = true;
  for (const item of read) {
    const found = readNamespaces(item.text);
    if (!found)
      complain(
        item,
        `found namespace ${quote(item.text)}, expected names of lower-case letters, digits and dashes, apart by commas`,
      );
    readable &&= found !== null;
    names.push(...(found ?? []));
  }
  return readable ? [...new Set(names)] : null;
}

function aliasesOf(name: string, written: readonly string[]): readonly string[] {
  // "External Secrets Operator" runs as external-secrets-operator.
  const kebab = /\s/.test(name) ? [name.toLowerCase().replace(/[^a-z0-9]+/g, '-')] : [];
  return [...new Set([...written, ...kebab])].filter((alias) => isName(alias) && alias !== name);
}

function replicasOf(text: string | undefined): number | null {
  const digits = /\d{1,5}/.exec(text ?? '')?.[0];
  return digits === undefined ? null : Number(digits);
}

function extraOf(fields: readonly Field[]): Readonly<Record<string, readonly string[]>> {
  const extra = new Map<string, readonly string[]>();
  for (const field of fields) {
    const known = normalKey(field.key);
    if (known === undefined) extra.set(field.key, [...(extra.get(field.key) ?? []), ...textsOf([field])]);
  }
  return Object.fromEntries(extra);
}
