import { isDeepStrictEqual } from 'node:util';
import { parse } from 'dotenv';
import { isSettingName, SETTING_NAMES, SETTINGS, type SettingName } from '../config/settings.ts';
import { redact } from '../platform/redact/redact.ts';

export type EnvValues = ReadonlyMap<SettingName, string>;

/** Shown in every new file, set or not. */
const ALWAYS: readonly SettingName[] = [
  'SERVICES_FILE',
  'BUSINESS_TZ',
  'SLACK_CHANNEL',
  'SLACK_CHANNEL_CRITICAL',
  'GITHUB_REPOSITORY',
];

/** Names of settings that are tokens, or as good as one. */
export const SECRET_NAMES: readonly SettingName[] = SETTING_NAMES.filter((name) => 'secret' in SETTINGS[name]);

/** What is known but nobody said so: it stands behind a #. */
export interface NewEnv {
  readonly values: EnvValues;
  readonly hints: EnvValues;
}

/** A new `.env`: what was asked, what the environment holds of tokens, and room for the rest. */
export function newEnv({ values, hints }: NewEnv): string {
  const plain = SETTING_NAMES.filter((name) => !SECRET_NAMES.includes(name));
  const shown = plain.filter((name) => ALWAYS.includes(name) || values.has(name) || hints.has(name));
  const lines = (name: SettingName): string => {
    const value = values.get(name);
    const set = value === undefined ? null : assignment(name, value);
    return `# ${SETTINGS[name].about}\n${set ?? `#${name}=${hint(hints.get(name))}`}`;
  };
  return [
    '# Settings of k8s-monitor for this folder. `k8s-monitor config show` lists all of them with their values.',
    shown.map(lines).join('\n'),
    '## Tokens. This file is for you alone: never commit it.',
    `${SECRET_NAMES.map(lines).join('\n')}\n`,
  ].join('\n\n');
}

/** The text with these values set, and everything else in it as it was. */
export function changedEnv(text: string, values: EnvValues): string {
  return [...values].reduce(
    (before, [name, value]) => (parse(before)[name] === value ? before : set(before, name, value)),
    text,
  );
}

function set(text: string, name: SettingName, value: string): string {
  const line = assignment(name, value);
  if (line === null) return text;
  const lines = text.split('\n');
  // The last one counts, as for whoever reads the file; without any, the place that a comment keeps for it.
  const last = lines.findLastIndex((one) => new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`).test(one));
  const at = last < 0 ? lines.findIndex((one) => new RegExp(`^#\\s?${name}=`).test(one)) : last;
  const replaced = at < 0 ? text : lines.with(at, line).join('\n');
  if (parse(replaced)[name] === value) return replaced;
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`;
}

/** The text with this setting behind a #, and everything else in it as it was. */
export function unsetIn(text: string, name: SettingName): string {
  const { [name]: old, ...others } = parse(text);
  if (old === undefined) return text;
  const commented = text.replace(new RegExp(`^(?=\\s*(?:export\\s+)?${name}\\s*[=:])`, 'gm'), '#');
  if (isDeepStrictEqual({ ...parse(commented) }, others)) return commented;
  // A value of several lines, or the name inside another one: an empty value counts as none.
  return `${text}${text.endsWith('\n') ? '' : '\n'}${name}=\n`;
}

/** `NAME=value`, quoted where it has to be; null for what no `.env` can hold. */
function assignment(name: SettingName, value: string): string | null {
  const spellings = [value, `'${value}'`, `"${value}"`, `\`${value}\``].map((spelling) => `${name}=${spelling}`);
  return spellings.find((line) => !/[\r\n]/.test(line) && parse(line)[name] === value) ?? null;
}

function hint(value: string | undefined): string {
  return value === undefined || /[\r\n]/.test(value) ? '' : value;
}

/** For a screen: settings that are no secret as they are, of everything else only that it is set. */
export function maskedEnv(text: string): string {
  return redact(text.split('\n').map(maskedLine).join('\n'));
}

function maskedLine(line: string): string {
  const [, before = '', name, value = ''] = /^(\s*#?\s*(?:export\s+)?)([A-Za-z_]\w*)\s*=(.*)$/.exec(line) ?? [];
  if (name !== undefined) {
    const isShown = value.trim() === '' || (isSettingName(name) && !SECRET_NAMES.includes(name));
    return isShown ? line : `${before}${name}=(set)`;
  }
  // What is no setting and no remark goes on with a value of several lines.
  return /^\s*(?:#|$)/.test(line) ? line : '(set)';
}
