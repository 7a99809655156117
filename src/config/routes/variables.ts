import type { SinkSettings } from '../../domain/sink-settings.ts';
import { readPlaced, type Step, valueAt } from './places.ts';

export interface NamedVariable {
  /** Where in the sink it is named. */
  readonly path: readonly Step[];
  readonly name: string;
}

/** Fields of a sink that name an environment variable. */
export function variablesOf(sink: SinkSettings): readonly NamedVariable[] {
  const at = (name: string | null, ...path: Step[]) => (name === null ? [] : [{ path, name }]);
  switch (sink.type) {
    case 'webhook':
      return [
        ...at(sink.urlFrom, 'urlFrom'),
        ...at(sink.tokenFrom, 'tokenFrom'),
        ...at(sink.secretFrom, 'secretFrom'),
        ...Object.entries(sink.valuesFrom).flatMap(([key, name]) => at(name, 'valuesFrom', key)),
      ];
    case 'email':
      return at(sink.urlFrom, 'urlFrom');
    case 'pagerduty':
      return at(sink.keyFrom, 'keyFrom');
    case 'stdout':
      return [];
  }
}

/** A variable that a file names; `field` says what for: `urlFrom`, or the key below `valuesFrom`. */
export interface FieldVariable {
  readonly field: string;
  readonly name: string;
}

/** All that the sinks of a file name, even where the rest of the file can't be used. */
export function variablesNamedIn(text: string): readonly FieldVariable[] {
  const placed = readPlaced(text, '');
  return 'faults' in placed ? [] : namesIn(valueAt(placed.value, ['sinks']), 0);
}

/** `urlFrom: NAME`, and `valuesFrom:` with a name for each key. */
function namesIn(value: unknown, depth: number): readonly FieldVariable[] {
  if (typeof value !== 'object' || value === null || depth > 2) return [];
  return Object.entries(value).flatMap(([key, below]) => {
    if (!key.endsWith('From')) return namesIn(below, depth + 1);
    const named: [string, unknown][] =
      typeof below === 'object' && below !== null ? Object.entries(below) : [[key, below]];
    return named.flatMap(([field, name]) => (typeof name === 'string' ? [{ field, name }] : []));
  });
}
