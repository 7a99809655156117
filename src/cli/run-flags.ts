import { OUTPUT_FORMATS, type OutputFormat, type RunOptions } from '../cycle/options.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../domain/duration.ts';
import { SEVERITIES, type Severity } from '../domain/severity.ts';

/** The flags of `run` as commander hands them over: words, not yet checked. */
export interface RawRunFlags {
  readonly once?: true;
  readonly interval?: string;
  readonly context?: string;
  readonly namespace?: readonly string[];
  readonly services?: string;
  readonly agents?: string;
  readonly state?: string;
  readonly snapshot?: string;
  readonly record?: string;
  readonly now?: string;
  readonly dryRun?: true;
  readonly model: boolean;
  readonly output: string;
  readonly failOn?: string;
  readonly exitZero?: true;
  readonly config?: string;
  readonly messages?: true;
}

export interface RunFlags {
  readonly options: RunOptions;
  /** Several contexts, each with a cycle of its own; left out: the one of the options. */
  readonly contexts?: readonly string[];
  readonly once: boolean;
  readonly output: OutputFormat;
  readonly messages: boolean;
}

/** Checks all flags; says everything that is wrong with them, not only the first thing. */
export function parseRunFlags(raw: RawRunFlags): { readonly flags: RunFlags } | { readonly faults: readonly string[] } {
  const faults: string[] = [];
  const check = <T>(value: string | undefined, parse: (text: string) => T | null, fault: string): T | undefined => {
    if (value === undefined || value === '') return undefined;
    const parsed = parse(value);
    if (parsed === null) faults.push(`${fault}, not "${value}"`);
    return parsed ?? undefined;
  };
  for (const [name, value] of Object.entries(raw)) {
    if (value === '') faults.push(`--${name} needs a value, not an empty one`);
  }
  for (const namespace of raw.namespace ?? []) {
    check(namespace, parseNamespace, '--namespace takes names of namespaces, apart by spaces');
  }
  const contexts = contextsOf(raw.context);
  if (contexts.includes('')) faults.push(`--context takes names apart by commas, not "${raw.context}"`);
  const options: RunOptions = {
    config: raw.config,
    context: contexts.length > 1 ? undefined : contexts[0],
    namespaces: raw.namespace === undefined ? undefined : [...new Set(raw.namespace)],
    services: raw.services,
    agents: raw.agents,
    state: raw.state,
    snapshot: raw.snapshot,
    record: raw.record,
    now: check(raw.now, parseTime, '--now takes a time with its zone, such as 2026-11-21T03:00:00Z'),
    intervalMs: check(raw.interval, parseInterval, '--interval takes a duration from 1m to 7d, such as 30m or 1h'),
    dryRun: raw.dryRun ?? false,
    noModel: !raw.model,
    exitZero: raw.exitZero ?? false,
    failOn: check(raw.failOn, parseSeverity, `--fail-on takes one of ${SEVERITIES.join(', ')}`),
  };
  const output = check(raw.output, parseOutput, '--output takes text, markdown or json') ?? 'text';
  const once = raw.once ?? false;
  faults.push(...conflicts(raw, once), ...(contexts.length > 1 ? ofOneCluster(raw) : []));
  if (faults.length > 0) return { faults };
  const several = contexts.length > 1 ? { contexts } : {};
  return { flags: { options, ...several, once, output, messages: raw.messages ?? false } };
}

function conflicts(raw: RawRunFlags, once: boolean): string[] {
  if (once) return raw.interval === undefined ? [] : ['--once and --interval exclude each other: leave one out'];
  const moment = ['snapshot', 'now'] as const;
  return moment
    .filter((name) => raw[name] !== undefined)
    .map((name) => `--${name} shows one moment, which repeating can't change: add --once`);
}

/** `a,b,c`, each once. */
function contextsOf(text: string | undefined): readonly string[] {
  if (text === undefined || text === '') return [];
  return [...new Set(text.split(',').map((name) => name.trim()))];
}

function ofOneCluster(raw: RawRunFlags): string[] {
  const single = ['snapshot', 'record'] as const;
  return single
    .filter((name) => raw[name] !== undefined)
    .map((name) => `--${name} holds one cluster: name one context, not ${contextsOf(raw.context).length}`);
}

export function parseNamespace(text: string): string | null {
  return /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text) ? text : null;
}

export function parseOutput(text: string): OutputFormat | null {
  return OUTPUT_FORMATS.find((format) => format === text) ?? null;
}

/** For commands that print no report. */
export function outputFault(output: string): string[] {
  return output === 'text' || output === 'json' ? [] : [`--output takes text or json, not "${output}"`];
}

export function parseSeverity(text: string): Severity | null {
  return SEVERITIES.find((severity) => severity === text.toUpperCase()) ?? null;
}

/** With its zone; null for anything else. */
export function parseTime(text: string): Date | null {
  // Without a zone it would mean another moment on every machine.
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i.test(text)) return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
}

const UNITS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, min: MINUTE, h: HOUR, d: DAY };

function parseInterval(text: string): number | null {
  return parseDuration(text, 7 * DAY);
}

/** `30m`, `24h`, `7d`: from a minute to `mostMs`; null for anything else. Milliseconds. */
export function parseDuration(text: string, mostMs: number): number | null {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)\s*(s|m|min|h|d)$/.exec(text) ?? [];
  const ms = Number(amount) * (UNITS[unit] ?? Number.NaN);
  return ms >= MINUTE && ms <= mostMs ? ms : null;
}
