import { SEVERITIES } from '../../domain/severity.ts';
import { systemClock } from '../../platform/clock.ts';
import type { RawListFlags } from '../commands/incidents.ts';
import { CONFIGURATION } from '../exit-codes.ts';
import { factsOf, type IncidentFacts, type Prints, type Wanted, wantedIncidents } from '../incident-facts.ts';
import { printOf } from '../incident-lines.ts';
import { type IncidentGroup, incidentsText } from '../incidents-text.ts';
import { harmlessJson } from '../report/clean.ts';
import { outputFault, parseSeverity } from '../run-flags.ts';
import { silenceRows, silencesText } from '../silences-text.ts';
import { outputStyle, print, warn } from '../terminal.ts';
import { type ClusterState, lastReport, type StateInUse, withState } from './incidents-state.ts';

/** `incidents list`: what is open now, the worst first, or what is silenced. */
export async function listAction(flags: RawListFlags): Promise<number> {
  const severities = (flags.severity ?? []).map((text) => ({ text, severity: parseSeverity(text) }));
  const faults = [
    ...severities.flatMap(({ text, severity }) =>
      severity === null ? [`--severity takes one of ${SEVERITIES.join(', ')}, not "${text}"`] : [],
    ),
    ...outputFault(flags.output),
  ];
  if (faults.length > 0) {
    warn(faults);
    return CONFIGURATION;
  }
  const wanted: Wanted = {
    all: flags.all ?? false,
    severities: severities.flatMap(({ severity }) => (severity === null ? [] : [severity])),
    services: flags.service ?? [],
  };
  const { severity: _severity, service: _service, ...where } = flags;
  return withState(where, async (state) => {
    await print(flags.silences ? showSilences(state, wanted, flags.output) : await show(state, wanted, flags.output));
    return 0;
  });
}

async function show(state: StateInUse, wanted: Wanted, output: string): Promise<string> {
  const { states, store, values } = state;
  const now = systemClock.now();
  const groups = await Promise.all(states.map((one) => groupOf(one, state, wanted, now)));
  if (output === 'json') return `${harmlessJson(groups.map(groupJson))}\n`;
  if (groups.length === 0) return nothingYet(store.place);
  const narrowed = wanted.severities.length > 0 || wanted.services.length > 0;
  const options = { now, narrowed, intervalMs: values.MONITORING_INTERVAL_HOURS };
  return incidentsText(groups, options, outputStyle());
}

/** No cycle has left anything there. */
export function nothingYet(place: string): string {
  return `No cycle has used ${place} yet: run \`k8s-monitor run --once\`.\n`;
}

async function groupOf(one: ClusterState, { store }: StateInUse, wanted: Wanted, now: Date): Promise<IncidentGroup> {
  const prints = await printsOf(one, store);
  const rows = wantedIncidents(one.ledger, wanted, now).map((incident) => factsOf(one, incident, prints, now));
  return { ledger: one.ledger, rows };
}

/** What the last cycle found stands in its record, which is read only where somebody silenced a finding. */
async function printsOf({ ledger, orders }: ClusterState, store: StateInUse['store']): Promise<Prints> {
  const isFinding = orders.silences.some(({ match }) => 'fingerprint' in match && match.fingerprint.includes('|'));
  const report = isFinding ? await lastReport(store, ledger) : null;
  return (incidentId) => {
    const row = report?.incidents.find(({ id }) => id === incidentId);
    return (row?.findings ?? []).map(printOf).filter((found) => found !== null);
  };
}

function groupJson({ ledger: { cluster, lastCycle }, rows }: IncidentGroup) {
  return { cluster, lastCycle, incidents: rows.map(rowJson) };
}

function rowJson({ incident, ack, silencedUntil, resolve, notes, undelivered }: IncidentFacts) {
  const { id, status, severity, state, tier, service, title, onset, resolvedAt, waiting, told } = incident;
  return {
    ...{ id, status, severity, state, tier, service, title, onset, resolvedAt },
    ...{ told, waiting, acknowledgedBy: ack?.by ?? null, silencedUntil, resolveAskedBy: resolve?.by ?? null },
    notes: notes.length,
    undelivered: undelivered.map((entry) => ({ id: entry.id, to: entry.to, kind: entry.kind })),
  };
}

function showSilences({ states }: StateInUse, { all }: Wanted, output: string): string {
  const now = systemClock.now();
  const rows = states.flatMap(({ ledger, orders }) => silenceRows(ledger.cluster.name, orders.silences, all, now));
  return output === 'json' ? `${harmlessJson(rows)}\n` : silencesText(rows, states.length, now, outputStyle());
}
