// Runs one labelled cluster through the judgement of `run --once --snapshot`, and compares.
import { join } from 'node:path';
import { readSnapshot } from '../src/collect/snapshot-file.ts';
import { readInventory } from '../src/config/inventory.ts';
import { parseServices } from '../src/config/services.ts';
import { judge } from '../src/cycle/judge.ts';
import type { Finding } from '../src/domain/finding.ts';
import { emptyLedger } from '../src/domain/ledger.ts';
import { type ObjectRef, refText, sameRef } from '../src/domain/object-ref.ts';
import type { Service } from '../src/domain/service.ts';
import { compareSeverity } from '../src/domain/severity.ts';
import type { Decided } from '../src/escalate/escalate.ts';
import type { Snapshot } from '../src/kinds/snapshot.ts';
import { partsOf } from '../tests/support/cycles.ts';
import type { Scenario, Wanted } from './scenario-file.ts';

const ROOT = join(import.meta.dirname, '..');

/** How one labelled cluster came out. */
export interface Outcome {
  readonly scenario: Scenario;
  /** Real incidents, and how many of them were told as they should be. */
  readonly real: number;
  readonly found: number;
  /** Incidents about a real one that was found: more than one each is one too many. */
  readonly incidents: number;
  /** Calls for nothing. */
  readonly falsePages: number;
  /** What is not as it should be, a line each. */
  readonly faults: readonly string[];
}

export interface Inputs {
  readonly snapshot: Snapshot;
  readonly services: readonly Service[];
}

export async function inputsOf(scenario: Scenario): Promise<Inputs> {
  const now = new Date(scenario.now);
  const path = scenario.snapshot === undefined ? scenario.file : join(ROOT, scenario.snapshot);
  const read = await readSnapshot(path, { now, firstNamespaces: [] });
  return { snapshot: { ...read, takenAt: now }, services: servicesOf(scenario) };
}

export function servicesOf({ inventory, services, file }: Scenario): readonly Service[] {
  const read = inventory === undefined ? parseServices(services ?? '', file) : readInventory(join(ROOT, inventory));
  if (services === undefined && inventory === undefined) return [];
  if (read.faults.length > 0) throw new Error(`${file}: ${JSON.stringify(read.faults)}`);
  return read.services;
}

export function decide(scenario: Scenario, { snapshot, services }: Inputs): readonly Decided[] {
  const { seen = {}, restarts = {} } = scenario.memory ?? {};
  const ledger = { ...emptyLedger(snapshot.cluster), seen, restarts };
  const parts = { ...partsOf(services), raisesDrift: services.length > 0 };
  return judge(parts, ledger, { status: 'read', snapshot }, snapshot.takenAt).decided;
}

export async function runScenario(scenario: Scenario): Promise<Outcome> {
  return compare(scenario, decide(scenario, await inputsOf(scenario)));
}

/** What was wanted beside what was told. */
export function compare(scenario: Scenario, decided: readonly Decided[]): Outcome {
  const wanted = scenario.wanted ?? [];
  const misses = wanted.flatMap((one) => missOf(one, decided) ?? []);
  const found = wanted.filter((one) => missOf(one, decided) === null);
  const told = found.map((one) => incidentsOf(one, wanted, decided));
  const incidents = told.reduce((sum, { length }) => sum + length, 0);
  const names = wanted.flatMap((one) => [one.object, ...(one.with ?? [])]);
  const falsePages = decided.filter((d) => isPage(d) && !isAbout(d, names));
  return {
    scenario,
    real: wanted.length,
    found: found.length,
    incidents,
    falsePages: falsePages.length,
    faults: [
      ...misses,
      ...told.filter(({ length }) => length > 1).map((many) => `one incident told as ${many.map(shown).join(' | ')}`),
      ...falsePages.map((d) => `calls for nothing: ${shown(d)}`),
      ...noises(scenario, decided),
    ],
  };
}

/** The incidents a real one was told as, without those that another one of the cluster's is about. */
function incidentsOf(one: Wanted, wanted: readonly Wanted[], decided: readonly Decided[]): readonly Decided[] {
  const others = wanted.filter((other) => other !== one).map((other) => other.object);
  const own = decided.filter((d) => isAbout(d, [one.object]));
  const more = decided.filter((d) => !own.includes(d) && isAbout(d, one.with ?? []) && !isAbout(d, others));
  return [...own, ...more];
}

/** Why this real incident doesn't count as told; null when it does. */
function missOf(one: Wanted, decided: readonly Decided[]): string | null {
  const about = decided.filter((d) => isAbout(d, [one.object]));
  const what = `${refText(one.object)} ${one.code ?? ''}`.trim();
  if (about.length === 0) return `${what}: not told`;
  const said = about.filter((d) => one.object.kind === 'Notice' || findingsOf(d).some((f) => says(f, one)));
  if (said.length === 0) return `${what}: told otherwise: ${about.map(shown).join(' | ')}`;
  const [most, least] = one.severity;
  const fit = said.filter(
    ({ incident: { severity } }) => compareSeverity(most, severity) <= 0 && compareSeverity(severity, least) <= 0,
  );
  if (fit.length === 0) return `${what}: wanted ${most}..${least}: ${said.map(shown).join(' | ')}`;
  if (one.root && !fit.some((d) => isRoot(d, one.object)))
    return `${what}: is not the root: ${fit.map(shown).join(' | ')}`;
  return null;
}

function says(finding: Finding, { object, code, says: words = [] }: Wanted): boolean {
  const text = [finding.message, finding.reason, ...finding.evidence.map((e) => e.value)].join(' ').toLowerCase();
  return (
    names(finding, [object]) &&
    (code === undefined || finding.code === code) &&
    words.every((word) => text.includes(word.toLowerCase()))
  );
}

function noises({ silence, calm }: Scenario, decided: readonly Decided[]): readonly string[] {
  const loud = silence === undefined ? [] : decided.filter((d) => silence === 'all' || isAbout(d, silence));
  const pages = calm === undefined ? [] : decided.filter((d) => isPage(d) && (calm === 'all' || isAbout(d, calm)));
  return [...loud.map((d) => `should be silent: ${shown(d)}`), ...pages.map((d) => `should be calm: ${shown(d)}`)];
}

function isPage({ incident }: Decided): boolean {
  return incident.severity !== 'SEV-4';
}

function findingsOf({ draft }: Decided): readonly Finding[] {
  return draft?.members.flatMap((member) => member.findings) ?? [];
}

function isAbout(decided: Decided, refs: readonly ObjectRef[]): boolean {
  if (refs.some((ref) => ref.kind === 'Notice' && ref.name === decided.incident.key)) return true;
  return refs.some((ref) => isRoot(decided, ref)) || findingsOf(decided).some((finding) => names(finding, refs));
}

/** The object at the top, or a workload of the listed service at the top. */
function isRoot({ draft }: Decided, ref: ObjectRef): boolean {
  if (draft === null) return false;
  const { root, service, findings } = draft.root;
  return sameRef(root, ref) || (service !== null && findings.some((finding) => names(finding, [ref])));
}

function names({ subject, owner }: Finding, refs: readonly ObjectRef[]): boolean {
  return refs.some((ref) => sameRef(ref, subject) || sameRef(ref, owner));
}

function shown({ incident, draft }: Decided): string {
  const codes =
    draft?.members.flatMap((m) => m.findings.map((f) => `${f.code} ${refText(f.subject)}: ${f.message}`)) ?? [];
  return `${incident.severity} ${incident.key} (${[...new Set(codes)].slice(0, 6).join('; ')})`;
}
