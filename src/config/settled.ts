import type { ConfigFault } from './fault.ts';
import { judgeSources, type LoadInput, readSources } from './load.ts';
import { withoutCredentials } from './masked.ts';
import { SETTING_NAMES, SETTINGS, type SettingName } from './settings.ts';
import type { Source, SourceKind, Written } from './sources.ts';

/** Where a value was written; `file` and `line` where it was a file. */
export interface Origin {
  readonly kind: SourceKind | 'default';
  readonly file: string | null;
  readonly line: number | null;
}

/** A value as it may be shown; nothing of a secret but its length. */
export type ShownValue =
  | { readonly kind: 'not set' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'secret'; readonly characters: number };

/** One setting: what counts, where that was written, and what was written elsewhere for nothing. */
export interface SettledSetting {
  readonly name: SettingName;
  readonly value: ShownValue;
  readonly from: Origin;
  /** The strongest first. */
  readonly beaten: readonly { readonly value: ShownValue; readonly from: Origin }[];
  /** False: what was written can't be used, and nothing runs until it is mended. */
  readonly usable: boolean;
}

export interface Settled {
  /** The weakest first. */
  readonly sources: readonly (Pick<Source, 'kind' | 'path' | 'there'> & { readonly count: number })[];
  readonly settings: readonly SettledSetting[];
  readonly faults: readonly ConfigFault[];
  readonly hints: readonly ConfigFault[];
}

/** All settings with their origins, also where some of them are faulty. */
export function settle(input: LoadInput): Settled {
  const sources = readSources(input);
  const judged = judgeSources(sources);
  const faults = judged.ok ? [] : judged.faults;
  return {
    sources: sources.map(({ kind, path, there, values }) => ({ kind, path, there, count: values.size })),
    settings: SETTING_NAMES.map((name) => settleOne(sources, name, faults)),
    faults,
    hints: sources.flatMap(({ hints }) => hints),
  };
}

function settleOne(sources: readonly Source[], name: SettingName, faults: readonly ConfigFault[]): SettledSetting {
  const written = sources.flatMap(({ values }) => values.get(name) ?? []).reverse();
  const [first, ...beaten] = written.map((one) => ({ value: shownValue(name, one.text), from: originOf(one) }));
  const { value, from } = first ?? { value: shownValue(name, SETTINGS[name].default), from: DEFAULT };
  const [counts] = written;
  const usable = !faults.some(({ file, line }) => file === counts?.file && line === counts.line);
  return { name, value, from, beaten, usable };
}

const DEFAULT: Origin = { kind: 'default', file: null, line: null };

function originOf({ kind, file, line }: Written): Origin {
  return line === 0 ? { kind, file: null, line: null } : { kind, file, line };
}

function shownValue(name: SettingName, text: string | null): ShownValue {
  if (text === null) return { kind: 'not set' };
  return 'secret' in SETTINGS[name]
    ? { kind: 'secret', characters: text.length }
    : { kind: 'text', text: withoutCredentials(text) };
}
