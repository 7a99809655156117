import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse as parseDotenv } from 'dotenv';
import { isMap, isScalar, LineCounter, type Pair, parseDocument } from 'yaml';
import type { ConfigFault } from './fault.ts';
import { isSettingName, SETTING_NAMES, type SettingName } from './settings.ts';
import { didYouMean } from './suggest.ts';

/** A setting's text and the place it was written in. */
export interface Written {
  readonly text: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Source {
  readonly values: ReadonlyMap<SettingName, Written>;
  readonly faults: readonly ConfigFault[];
}

const NOTHING: Source = { values: new Map(), faults: [] };

/** Flags and environment: an empty text counts as not set. */
export function plainSource(kind: string, values: Readonly<Record<string, string | undefined>>): Source {
  const found = Object.entries(values).flatMap(([name, text]): [SettingName, Written][] =>
    isSettingName(name) && text !== undefined && text !== ''
      ? [[name, { text, file: `${kind} ${name}`, line: 0, column: 0 }]]
      : [],
  );
  return { values: new Map(found), faults: [] };
}

/** `.env` in the working directory, where there is one. The process's own environment is not changed. */
export function dotenvSource(cwd: string): Source {
  const path = join(cwd, '.env');
  if (!existsSync(path)) return NOTHING;
  const content = readFileSync(path, 'utf8');
  const lines = content.split(/\r?\n/);
  const found = Object.entries(parseDotenv(content)).flatMap(([name, text]): [SettingName, Written][] => {
    if (!isSettingName(name) || text === '') return [];
    // The last one counts, as for dotenv; `NAME_LONGER=` is another setting.
    const line = lines.findLastIndex((l) => new RegExp(`^\\s*(export\\s+)?${name}\\s*[=:]`).test(l)) + 1;
    return [[name, { text, file: '.env', line, column: 1 }]];
  });
  return { values: new Map(found), faults: [] };
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
    return required ? { values: new Map(), faults: [missing] } : NOTHING;
  }
  const counter = new LineCounter();
  const document = parseDocument(readFileSync(full, 'utf8'), { lineCounter: counter });
  const broken = document.errors.map(({ linePos, message }) =>
    at(path, linePos?.[0].line ?? 1, linePos?.[0].col ?? 1, message.split('\n')[0] ?? ''),
  );
  if (broken.length > 0) return { values: new Map(), faults: broken };
  if (document.contents === null) return NOTHING;
  if (!isMap(document.contents)) {
    return { values: new Map(), faults: [at(path, 1, 1, 'wants lines such as SLACK_CHANNEL: "#alerts"')] };
  }
  return pairs(path, counter, document.contents.items);
}

function pairs(path: string, counter: LineCounter, items: readonly Pair[]): Source {
  const values = new Map<SettingName, Written>();
  const faults: ConfigFault[] = [];
  for (const { key, value } of items) {
    const { line, col } = isScalar(key) && key.range ? counter.linePos(key.range[0]) : { line: 1, col: 1 };
    const name = String(isScalar(key) ? key.value : key)
      .toUpperCase()
      .replaceAll('-', '_');
    if (!isSettingName(name)) {
      faults.push(
        at(
          path,
          line,
          col,
          `unknown setting ${name}${didYouMean(name, SETTING_NAMES)}; .env.example lists all of them`,
        ),
      );
    } else if (!isScalar(value)) {
      faults.push(at(path, line, col, `${name} wants a single value`));
    } else if (value.value !== null && value.value !== '') {
      values.set(name, { text: String(value.source ?? value.value), file: path, line, column: col });
    }
  }
  return { values, faults };
}

function at(file: string, line: number, column: number, message: string): ConfigFault {
  return { file, line, column, message };
}
