import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse as parseDotenv } from 'dotenv';
import { isMap, isScalar, LineCounter, type Pair, parseDocument } from 'yaml';
import type { ConfigFault } from './fault.ts';
import { isSettingName, SETTING_NAMES, type SettingName } from './settings.ts';
import { didYouMean } from './suggest.ts';

/** Where settings are written, the weakest first. */
export type SourceKind = 'file' | 'dotenv' | 'environment' | 'flags';

/** A setting's text and the place it was written in. */
export interface Written {
  readonly text: string;
  readonly kind: SourceKind;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Source {
  readonly kind: SourceKind;
  /** Where it is read; null: it is no file. */
  readonly path: string | null;
  /** False: there is no such file. */
  readonly there: boolean;
  readonly values: ReadonlyMap<SettingName, Written>;
  readonly faults: readonly ConfigFault[];
  /** What is no fault, and yet may not be what was meant. */
  readonly hints: readonly ConfigFault[];
}

function source(kind: SourceKind, path: string | null, parts: Partial<Source> = {}): Source {
  return { kind, path, there: true, values: new Map(), faults: [], hints: [], ...parts };
}

const PLACES = { environment: 'environment variable', flags: 'flag for' } as const;

/** Flags and environment: an empty text counts as not set. */
export function plainSource(kind: keyof typeof PLACES, values: Readonly<Record<string, string | undefined>>): Source {
  const found = Object.entries(values).flatMap(([name, text]): [SettingName, Written][] =>
    isSettingName(name) && text !== undefined && text !== ''
      ? [[name, { text, kind, file: `${PLACES[kind]} ${name}`, line: 0, column: 0 }]]
      : [],
  );
  return source(kind, null, { values: new Map(found) });
}

/** `.env` in the working directory, where there is one. The process's own environment is not changed. */
export function dotenvSource(cwd: string): Source {
  const path = join(cwd, '.env');
  if (!existsSync(path)) return source('dotenv', '.env', { there: false });
  const content = readFileSync(path, 'utf8');
  const lines = content.split(/\r?\n/);
  const values = new Map<SettingName, Written>();
  const hints: ConfigFault[] = [];
  for (const [name, text] of Object.entries(parseDotenv(content))) {
    // The last one counts, as for dotenv; `NAME_LONGER=` is another setting.
    const written = new RegExp(`^\\s*(export\\s+)?${name.replaceAll('.', '\\.')}\\s*[=:]`);
    const line = lines.findLastIndex((l) => written.test(l)) + 1;
    if (!isSettingName(name)) {
      // Others may keep their variables there too: only what looks mistyped is told.
      const meant = didYouMean(name, SETTING_NAMES);
      if (meant !== '') hints.push(at('.env', line, 1, `${name} is no setting${meant}`));
    } else if (text === '') {
      if (/[=:]\s*#/.test(lines[line - 1] ?? '')) hints.push(at('.env', line, 1, commented(name)));
    } else {
      values.set(name, { text, kind: 'dotenv', file: '.env', line, column: 1 });
    }
  }
  return source('dotenv', '.env', { values, hints });
}

/** Everything `.env` sets, ours or not. */
export function dotenvVariables(cwd: string): ReadonlyMap<string, string> {
  const path = join(cwd, '.env');
  return new Map(existsSync(path) ? Object.entries(parseDotenv(readFileSync(path, 'utf8'))) : []);
}

/** The configuration file: a flat YAML map of the same names, in upper or lower case. */
export function yamlSource(path: string, cwd: string, required: boolean): Source {
  const full = resolve(cwd, path);
  if (!existsSync(full)) {
    const missing = at(path, 0, 0, 'is not there; name an existing file or leave CONFIG_FILE out');
    return source('file', path, { there: false, faults: required ? [missing] : [] });
  }
  const counter = new LineCounter();
  const document = parseDocument(readFileSync(full, 'utf8'), { lineCounter: counter });
  const broken = document.errors.map(({ linePos, message }) =>
    at(path, linePos?.[0].line ?? 1, linePos?.[0].col ?? 1, message.split('\n')[0] ?? ''),
  );
  if (broken.length > 0) return source('file', path, { faults: broken });
  if (document.contents === null) return source('file', path);
  if (!isMap(document.contents)) {
    return source('file', path, { faults: [at(path, 1, 1, 'wants lines such as SLACK_CHANNEL: "#alerts"')] });
  }
  return source('file', path, pairs(path, counter, document.contents.items));
}

function pairs(
  path: string,
  counter: LineCounter,
  items: readonly Pair[],
): Pick<Source, 'values' | 'faults' | 'hints'> {
  const values = new Map<SettingName, Written>();
  const faults: ConfigFault[] = [];
  const hints: ConfigFault[] = [];
  for (const { key, value } of items) {
    const { line, col } = isScalar(key) && key.range ? counter.linePos(key.range[0]) : { line: 1, col: 1 };
    const name = nameOf(key);
    if (!isSettingName(name)) {
      const meant = `${didYouMean(name, SETTING_NAMES)}; .env.example lists all of them`;
      faults.push(at(path, line, col, `unknown setting ${name}${meant}`));
    } else if (!isScalar(value)) {
      faults.push(at(path, line, col, `${name} wants a single value`));
    } else if (name === 'CONFIG_FILE') {
      hints.push(at(path, line, col, 'CONFIG_FILE has no effect in the file it would name'));
    } else if (value.value === null || value.value === '') {
      if (typeof value.comment === 'string') hints.push(at(path, line, col, commented(name)));
    } else {
      values.set(name, { text: String(value.source ?? value.value), kind: 'file', file: path, line, column: col });
    }
  }
  return { values, faults, hints };
}

/** In upper or lower case, with `-` or `_`. */
function nameOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key)
    .toUpperCase()
    .replaceAll('-', '_');
}

function commented(name: SettingName): string {
  return `${name} is empty, since # begins a comment; put the value in quotes: "#…"`;
}

function at(file: string, line: number, column: number, message: string): ConfigFault {
  return { file, line, column, message };
}
