// The objects of a labelled cluster as they stand in its file, and how a changed list of them is judged.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Scenario } from '../../bench/scenario-file.ts';
import { decide, type Inputs, servicesOf } from '../../bench/scenario-run.ts';
import { readSnapshot } from '../../src/collect/snapshot-file.ts';
import type { Decided } from '../../src/escalate/escalate.ts';

const known = new Map<string, readonly unknown[]>();

/** Without the document that says what is wanted. */
export function rawObjects({ file }: Scenario): readonly unknown[] {
  const before = known.get(file);
  if (before !== undefined) return before;
  const documents = parseAllDocuments(readFileSync(file, 'utf8'));
  const objects = [...documents].slice(1).map((document): unknown => document.toJS());
  known.set(file, objects);
  return objects;
}

/** What the rules make of this list of objects, as if it were the scenario's file. */
export async function judgeList(scenario: Scenario, items: readonly unknown[]): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'k8s-monitor-list-'));
  try {
    const file = join(folder, 'objects.json');
    writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    const now = new Date(scenario.now);
    const snapshot = await readSnapshot(file, { now, firstNamespaces: [] });
    return stories(decide(scenario, { snapshot, services: servicesOf(scenario) }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function judgeInputs(scenario: Scenario, inputs: Inputs): readonly string[] {
  return stories(decide(scenario, inputs));
}

/** One line for each incident, with all that is said of it; its number is left out, that is given by order. */
function stories(decided: readonly Decided[]): readonly string[] {
  return decided
    .map(({ incident, draft }) => {
      const members = (draft?.members ?? []).map(({ key, state, findings }) => {
        const said = findings.map(
          (f) => `${f.code} ${f.subject.name} ${f.container ?? ''} ${f.since.toISOString()} ${f.message}`,
        );
        return `${key} ${state} [${said.join('; ')}]`;
      });
      return `${incident.severity} ${incident.rules.join()} ${incident.key} ${incident.title}: ${members.join(' > ')}`;
    })
    .sort();
}
