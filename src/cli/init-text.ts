import { refText } from '../domain/object-ref.ts';
import { TIERS } from '../domain/service.ts';
import type { ServicesDraft } from '../setup/draft-services.ts';
import type { Kept, Outcome } from './actions/init-files.ts';
import { columns } from './columns.ts';
import { clean } from './report/clean.ts';
import { hang, type Pen, pen } from './report/layout.ts';
import type { TextStyle } from './report/text.ts';
import { count } from './report/words.ts';

export interface InitResult extends Pick<ServicesDraft, 'services' | 'unlisted'> {
  readonly cluster: string;
  readonly dir: string;
  readonly files: readonly Kept[];
  /** What could not be read and is therefore missing in the draft. */
  readonly gaps: readonly string[];
  /** What is left for a person to look after. */
  readonly warnings: readonly string[];
}

const SAID: Readonly<Record<Outcome, (path: string) => string>> = {
  written: (path) => (path === '.env' ? 'written, for you alone (mode 0600)' : 'written'),
  unchanged: () => 'is so already',
  replaced: () => 'replaced',
  kept: () => 'stays as it is',
  beside: () => 'stays; its draft lies beside it (.new)',
};

/** What was done, and what comes next. */
export function initText(result: InitResult, style: TextStyle): string {
  const p = pen(style.width, style.color);
  const { cluster, files, services, unlisted } = result;
  const rows = files.map(({ path, outcome }) => [`  ${path}`, SAID[outcome](path)]);
  const drafted = `${cluster}: ${count(workloads(result), 'workload')} in ${count(services.length, 'service')} (${tierText(result)})`;
  const left = unlisted.map((ref) => clean(refText(ref))).join(', ');
  return `${[
    ...hang(p, '', drafted),
    '',
    ...columns(rows, style.width),
    '',
    ...hang(p, '', 'Look through services.txt: each tier is a guess, with its reason behind it.'),
    ...hang(p, '', 'The pod reads a copy of it. After a change: cp services.txt k8s-overlay/'),
    ...(left === '' ? [] : hang(p, '', `No entry can name these, so they stay unlisted: ${left}`)),
    ...nextLines(p, result),
  ].join('\n')}\n`;
}

function nextLines({ paint }: Pen, result: InitResult): readonly string[] {
  return ['', paint('bold', 'Next'), ...nextCommands(result).map((line) => `  ${line}`)];
}

function nextCommands({ dir }: InitResult): readonly string[] {
  const there = dir === '.' ? [] : [`cd ${/^[\w./~-]+$/.test(dir) ? dir : `'${clean(dir).replaceAll("'", `'\\''`)}'`}`];
  return [...there, 'k8s-monitor doctor', 'k8s-monitor run --once'];
}

function workloads({ services }: InitResult): number {
  return services.reduce((sum, { entry }) => sum + entry.refs.length, 0);
}

function tierText({ services }: InitResult): string {
  return TIERS.map((tier) => `${services.filter(({ guess }) => guess.tier === tier).length} ${tier}`).join(', ');
}

/** The same for programs. */
export function initJson(result: InitResult): unknown {
  const { cluster, services, files, unlisted, gaps, warnings } = result;
  return {
    cluster,
    services: services.map(({ name, entry, guess }) => ({
      name,
      namespace: entry.namespace,
      tier: guess.tier,
      why: guess.why,
      workloads: entry.refs.map(refText),
    })),
    files,
    unlisted: unlisted.map(refText),
    gaps,
    warnings,
    next: nextCommands(result),
  };
}

/** A unified diff for a screen. */
export function diffText(diff: string, style: TextStyle): string {
  const { paint } = pen(style.width, style.color);
  const lines = diff
    .trimEnd()
    .split('\n')
    .map((line) => {
      const text = clean(line);
      if (/^(?:---|\+\+\+|@@)/.test(text)) return paint('dim', text);
      return text.startsWith('+') ? paint('green', text) : text.startsWith('-') ? paint('red', text) : text;
    });
  return `${lines.join('\n')}\n`;
}
