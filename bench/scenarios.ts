// `npm run bench -- scenarios`: what the rules make of labelled clusters, by class. Writes bench/scenarios.txt.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLASSES, readScenarios } from './scenario-file.ts';
import { type Outcome, runScenario } from './scenario-run.ts';

export const TABLE = join(import.meta.dirname, 'scenarios.txt');

export async function benchScenarios(): Promise<string> {
  const outcomes = await runAll();
  const table = tableOf(outcomes);
  writeFileSync(TABLE, table);
  const faults = outcomes.flatMap((o) => o.faults.map((fault) => `  ${o.scenario.class}/${o.scenario.name}: ${fault}`));
  return faults.length === 0 ? table.trimEnd() : [table.trimEnd(), 'not as wanted:', ...faults].join('\n');
}

/** One after the other: a snapshot at a time. */
export async function runAll(): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const scenario of readScenarios()) outcomes.push(await runScenario(scenario));
  return outcomes;
}

/** Nothing in it depends on the machine. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const rows = CLASSES.map((name) =>
    row(
      name,
      outcomes.filter((o) => o.scenario.class === name),
    ),
  );
  const head = ['class', 'clusters', 'real', 'recall', 'false pages', 'incidents per real one'];
  const lines = [head, ...rows, row('all', outcomes)].map(aligned);
  return `${['# npm run bench -- scenarios: labelled clusters of bench/scenarios. Wanted: recall 100 %, false pages 0, 1.00.', ...lines].join('\n')}\n`;
}

export interface Sums {
  readonly real: number;
  readonly found: number;
  readonly incidents: number;
  readonly falsePages: number;
}

export function sums(outcomes: readonly Outcome[]): Sums {
  const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + of(outcome), 0);
  return {
    real: sum((o) => o.real),
    found: sum((o) => o.found),
    incidents: sum((o) => o.incidents),
    falsePages: sum((o) => o.falsePages),
  };
}

function row(name: string, outcomes: readonly Outcome[]): readonly string[] {
  const { real, found, incidents, falsePages } = sums(outcomes);
  const recall = real === 0 ? '-' : `${((100 * found) / real).toFixed(found === real ? 0 : 1)} %`;
  const each = found === 0 ? '-' : (incidents / found).toFixed(2);
  return [name, String(outcomes.length), String(real), recall, String(falsePages), each];
}

const WIDTHS = [14, 10, 6, 9, 13, 24];

function aligned(cells: readonly string[]): string {
  return cells.map((cell, i) => (i === 0 ? cell.padEnd(WIDTHS[i] ?? 0) : cell.padStart(WIDTHS[i] ?? 0))).join('');
}
