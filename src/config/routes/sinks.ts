import type { SinkSettings } from '../../domain/sink-settings.ts';
import { type ConfigFault, quote } from '../fault.ts';
import type { Secret } from '../secret.ts';
import { isSettingName } from '../settings.ts';
import { WrittenSink } from './file.ts';
import { type Placed, type Step, valueAt } from './places.ts';
import { variablesOf } from './variables.ts';

/** Names that mean something else in a route. */
const TAKEN = new Set(['slack', 'default', 'none', 'nobody', 'off', 'drop', 'null']);
const NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,62}$/;

/** A sink as the program knows it; `type: ntfy` is a webhook with a ready body. */
function settingsOf(name: string, written: WrittenSink): SinkSettings {
  switch (written.type) {
    case 'ntfy': {
      const { topic, topicFrom, ...rest } = written;
      return { ...READY, ...rest, ...needed('topic', topic, topicFrom), type: 'webhook', name, template: 'ntfy' };
    }
    case 'telegram': {
      const { chatId, chatIdFrom, ...rest } = written;
      const where = needed('chat_id', chatId, chatIdFrom);
      return { ...READY, ...rest, ...where, type: 'webhook', name, template: 'telegram' };
    }
    case 'discord':
    case 'mattermost':
      return { ...READY, ...written, type: 'webhook', name, template: written.type };
    default:
      return { ...written, name };
  }
}

const READY = { body: null, maxLength: null, values: {}, valuesFrom: {} } as const;

function needed(key: string, value: string | number | undefined, from: string | undefined) {
  return {
    values: value === undefined ? {} : { [key]: String(value) },
    valuesFrom: from === undefined ? {} : { [key]: from },
  };
}

/** All names of the file, and the sinks that can be used. What is wrong with the form of one is the schema's matter. */
export function readSinks(
  placed: Placed,
  variable: (name: string) => Secret | null,
): {
  readonly names: readonly string[];
  readonly sinks: readonly SinkSettings[];
  readonly unusable: readonly SinkSettings[];
  readonly faults: readonly ConfigFault[];
} {
  const raw = valueAt(placed.value, ['sinks']);
  const names = typeof raw === 'object' && raw !== null ? Object.keys(raw) : [];
  const read = names.map((name, index) => {
    const faults = [...nameFaults(name, names.slice(0, index), placed)];
    const written = WrittenSink.safeParse(valueAt(raw, [name]));
    if (!written.success) return { sinks: [], faults };
    const missing = missingIn(written.data);
    if (missing !== null) faults.push(placed.keyFault(['sinks', name], missing));
    const sink = settingsOf(name, written.data);
    for (const { path: below, name: wanted } of variablesOf(sink)) {
      const path = shortPath(written.data.type, below);
      const wrong = variableFault(wanted, variable);
      if (wrong !== null) faults.push(placed.fault(['sinks', name, ...path], wrong));
    }
    return { sinks: [sink], faults };
  });
  const those = (usable: boolean) =>
    read.flatMap(({ sinks, faults }) => ((faults.length === 0) === usable ? sinks : []));
  return { names, sinks: those(true), unusable: those(false), faults: read.flatMap(({ faults }) => faults) };
}

function nameFaults(name: string, before: readonly string[], placed: Placed): readonly ConfigFault[] {
  const at = (message: string) => [placed.keyFault(['sinks', name], message)];
  if (TAKEN.has(name.toLowerCase())) return at(`${quote(name)} means something else in routes; choose another name`);
  if (!NAME.test(name))
    return at(`a sink wants a name of letters, digits, "-", "_" and ".", such as ops-mail; found ${quote(name)}`);
  const twin = before.find((other) => other.toLowerCase() === name.toLowerCase());
  return twin === undefined ? [] : at(`${quote(name)} and ${quote(twin)} differ in capitals only; rename one`);
}

function missingIn(written: WrittenSink): string | null {
  const one = (key: string, ...values: readonly (string | number | undefined)[]) => {
    const given = values.filter((value) => value !== undefined).length;
    return given === 1 ? null : `${written.type} wants either ${key}, or ${key}From with a variable that holds it`;
  };
  if (written.type === 'ntfy') return one('topic', written.topic, written.topicFrom);
  return written.type === 'telegram' ? one('chatId', written.chatId, written.chatIdFrom) : null;
}

/** Where a value of a ready webhook is written. */
function shortPath(type: WrittenSink['type'], path: readonly Step[]): readonly Step[] {
  if (path[0] !== 'valuesFrom') return path;
  if (type === 'ntfy') return ['topicFrom'];
  return type === 'telegram' ? ['chatIdFrom'] : path;
}

function variableFault(name: string, variable: (name: string) => Secret | null): string | null {
  if (isSettingName(name))
    return `${name} is the monitor's own and goes to no sink; give the sink a variable of its own`;
  return variable(name) === null ? `${name} is not set; set it in the environment or in .env` : null;
}
