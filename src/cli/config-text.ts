import { SETTINGS } from '../config/settings.ts';
import type { Origin, Settled, SettledSetting, ShownValue } from '../config/settled.ts';
import { hang, type Pen, pad, pen } from './report/layout.ts';
import type { TextStyle } from './report/text.ts';
import { count } from './report/words.ts';

/** What was written somewhere, by group; with `all` the defaults below it. Nothing is cut: people mend what they read here. */
export function configText({ sources, settings, faults }: Settled, all: boolean, style: TextStyle): string {
  const p = pen(style.width, style.color);
  const margin = Math.max(...settings.map(({ name }) => name.length)) + 2;
  const written = settings.filter(({ from }) => from.kind !== 'default');
  const left = settings.filter(({ from }) => from.kind === 'default');
  const more = `${count(left.length, 'setting')} with ${left.length === 1 ? 'its default' : 'their defaults'}`;
  return `${[
    ...hang(p, '', sources.map(sourceText).join(' < '), 'dim'),
    ...(faults.length > 0 ? hang(p, '', `${count(faults.length, 'fault')}: nothing runs until mended`, 'yellow') : []),
    ...(written.length > 0 ? groups(p, margin, written) : ['', 'nothing is set: everything has its default']),
    '',
    ...(all
      ? [p.paint('bold', 'DEFAULTS'), ...groups(p, margin, left)]
      : hang(p, '', `${more}: k8s-monitor config show --all`, 'dim')),
  ].join('\n')}\n`;
}

/** The same as data. */
export function configJson({ sources, settings, faults, hints }: Settled): object {
  return {
    sources,
    settings: settings.map(({ name, value, from, beaten, usable }) => ({
      name,
      group: SETTINGS[name].group,
      about: SETTINGS[name].about,
      secret: 'secret' in SETTINGS[name],
      ...valueJson(value),
      default: SETTINGS[name].default,
      from,
      usable,
      beaten: beaten.map((one) => ({ ...valueJson(one.value), from: one.from })),
    })),
    faults,
    hints,
  };
}

function valueJson(value: ShownValue): object {
  const characters = value.kind === 'secret' ? { characters: value.characters } : {};
  return { set: value.kind !== 'not set', value: value.kind === 'text' ? value.text : null, ...characters };
}

const NAMES = { default: 'default', file: '', dotenv: '.env', environment: 'environment', flags: 'flags' } as const;

function sourceText({ kind, path, there, count: size }: Settled['sources'][number]): string {
  return `${path ?? NAMES[kind]} (${there ? `${size} set` : 'not there'})`;
}

function groups(p: Pen, margin: number, settings: readonly SettledSetting[]): readonly string[] {
  const names = [...new Set(settings.map(({ name }) => SETTINGS[name].group))];
  return names.flatMap((group) => [
    '',
    p.paint('bold', group),
    ...settings.filter(({ name }) => SETTINGS[name].group === group).flatMap((setting) => row(p, margin, setting)),
  ]);
}

function row(p: Pen, margin: number, { name, value, from, beaten, usable }: SettledSetting): readonly string[] {
  const said = from.kind === 'default' ? [] : [originText(from)];
  const head = hang(
    p,
    pad(name, margin),
    [valueText(value), ...said].join(' · '),
    from.kind === 'default' ? 'dim' : null,
  );
  const below = (text: string, format: 'dim' | 'yellow') => hang(p, ' '.repeat(margin), text, format);
  return [
    ...head,
    ...beaten.flatMap((one) => below(`instead of ${valueText(one.value)} · ${originText(one.from)}`, 'dim')),
    ...(usable ? [] : below('not usable, see below', 'yellow')),
  ];
}

function valueText(value: ShownValue): string {
  switch (value.kind) {
    case 'not set':
      return 'not set';
    case 'text':
      return value.text;
    case 'secret':
      return `set, ${count(value.characters, 'character')}`;
  }
}

function originText({ kind, file, line }: Origin): string {
  if (file !== null) return `${file}:${line}`;
  return kind === 'flags' ? 'flag' : NAMES[kind];
}
