import type { FindingRow } from '../../domain/report.ts';
import { systemClock } from '../../platform/clock.ts';
import type { RawIncidentFlags } from '../commands/incidents.ts';
import { CONFIGURATION } from '../exit-codes.ts';
import { factsOf } from '../incident-facts.ts';
import { type IncidentStory, printOf } from '../incident-lines.ts';
import { incidentText } from '../incident-text.ts';
import { whyText } from '../outbox-text.ts';
import { harmlessJson } from '../report/clean.ts';
import { outputFault } from '../run-flags.ts';
import { outputStyle, print, warn } from '../terminal.ts';
import { type FoundIncident, findIncident } from './incidents-find.ts';
import { lastReport, withState } from './incidents-state.ts';

/** `incidents show`: everything that is kept about one incident. */
export async function showAction(which: string, flags: RawIncidentFlags): Promise<number> {
  const wrong = outputFault(flags.output);
  if (wrong.length > 0) {
    warn(wrong);
    return CONFIGURATION;
  }
  return withState(flags, async (state) => {
    const found = findIncident(state.states, which);
    if ('fault' in found) {
      warn([found.fault]);
      return CONFIGURATION;
    }
    const now = systemClock.now();
    const { incident, state: own } = found.value;
    const report = await lastReport(state.store, own.ledger);
    const row = report?.incidents.find(({ id }) => id === incident.id);
    const story = storyOf(found.value, report === null ? null : (row?.findings ?? []), now);
    await print(
      flags.output === 'json' ? `${harmlessJson(storyJson(story))}\n` : incidentText(story, now, outputStyle()),
    );
    return 0;
  });
}

/** `findings`: what the last cycle found in it; null when its record can't be read. */
export function storyOf(
  { state, incident }: FoundIncident,
  findings: readonly FindingRow[] | null,
  now: Date,
): IncidentStory {
  const { ledger, orders } = state;
  const prints = (findings ?? []).map(printOf).filter((found) => found !== null);
  const facts = factsOf(state, incident, () => prints, now);
  const keys = new Set([incident.key, ...incident.members.map(({ key }) => key), ...prints]);
  const services = new Set(incident.members.map(({ service }) => service));
  return {
    facts,
    cluster: ledger.cluster.name,
    lastCycle: ledger.lastCycle?.id ?? null,
    findings,
    threads: ledger.threads.filter(({ key }) => key === incident.id),
    silences: orders.silences.filter(({ match, until }) => {
      if (incident.status === 'resolved' || until <= now) return false;
      if ('fingerprint' in match) return keys.has(match.fingerprint);
      return 'service' in match ? services.has(match.service) : match.severity === incident.severity;
    }),
    whyHere: (entry, seen) => whyText(entry, state, seen),
  };
}

function storyJson({ facts, cluster, lastCycle, findings, threads, silences }: IncidentStory) {
  const { incident, trends, ack, silencedUntil, resolve, notes, undelivered } = facts;
  return {
    ...{ cluster, lastCycle, incident, trends, ack, silencedUntil, silences, resolve, notes, threads, findings },
    outbox: undelivered,
  };
}
