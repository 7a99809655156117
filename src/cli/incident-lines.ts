import { isFindingCode } from '../domain/catalogue.ts';
import { destinationName } from '../domain/destination.ts';
import { fingerprint } from '../domain/fingerprint.ts';
import type { LedgerIncident } from '../domain/ledger.ts';
import type { Silence } from '../domain/orders.ts';
import type { OutboxEntry, Thread } from '../domain/outbox.ts';
import type { FindingRow } from '../domain/report.ts';
import type { IncidentFacts } from './incident-facts.ts';
import type { Lens } from './report/time.ts';
import { count, listed } from './report/words.ts';
import { matchText } from './silences-text.ts';

/** Everything that is kept about one incident. */
export interface IncidentStory {
  readonly facts: IncidentFacts;
  readonly cluster: string;
  readonly lastCycle: string | null;
  /** What the last cycle found in it; null when its record can't be read. */
  readonly findings: readonly FindingRow[] | null;
  readonly threads: readonly Thread[];
  /** Those that cover it, or a part of it. */
  readonly silences: readonly Silence[];
  readonly whyHere: (entry: OutboxEntry, seen: Lens) => string;
}

export interface Line {
  readonly label: string;
  readonly text: string;
  /** To be copied: on a line of its own, and never cut. */
  readonly exact?: string;
}

/** What it is, of what it is made, and what was found. */
export function incidentLines(story: IncidentStory, seen: Lens): readonly Line[] {
  const { incident, trends } = story.facts;
  const { rationale, rules, band, affected, culprit, choice, changesUnread, firstSeenAt, lastSeenAt } = incident;
  const range = band[0] === band[1] ? [] : [`${band[0]} to ${band[1]} possible`];
  return [
    { label: 'why', text: `${rationale} (${[rules.join(', '), ...range].join('; ')})` },
    ...trends.map(({ text }) => ({ label: 'trend', text })),
    ...some(choice, (c) => ({ label: 'advice', text: `(model) ${c.severity}, where the rules say ${c.rules}` })),
    ...some(affected[0], () => ({ label: 'affects', text: affected.join(', ') })),
    ...some(culprit, (change) => ({ label: 'change', text: `${change}, confidence HIGH` })),
    ...some(changesUnread || null, () => ({ label: 'change', text: 'what changed before it could not be read' })),
    { label: 'seen', text: `first ${at(firstSeenAt, seen)}, last ${at(lastSeenAt, seen)}` },
    ...incident.members.map((member) => partLine(member, incident, seen)),
    ...findingLines(story),
  ];
}

function partLine(member: LedgerIncident['members'][number], incident: LedgerIncident, seen: Lens): Line {
  const { key, service, onset, downSince, lastSeenAt } = member;
  const down = downSince === null ? '' : `, down since ${at(downSince, seen)}`;
  const last = lastSeenAt < incident.lastSeenAt ? `, last seen ${at(lastSeenAt, seen)}` : '';
  return { label: 'part', text: `${service ?? 'not listed'}: since ${at(onset, seen)}${down}${last}`, exact: key };
}

const MOST_FINDINGS = 8;

/** One for each fingerprint: that is what can be silenced. */
function findingLines({ findings }: IncidentStory): readonly Line[] {
  const prints = new Map((findings ?? []).map((row) => [printOf(row), row] as const));
  const lines = [...prints].flatMap(([exact, { message }]): Line[] =>
    exact === null ? [] : [{ label: 'found', text: message, exact }],
  );
  const rest = lines.length - MOST_FINDINGS;
  return [
    ...lines.slice(0, MOST_FINDINGS),
    ...(rest > 0 ? [{ label: 'found', text: `and ${count(rest, 'finding')} more` }] : []),
  ];
}

/** Null for a finding of another version of the program. */
export function printOf({ code, owner, container }: FindingRow): string | null {
  return isFindingCode(code) ? fingerprint({ code, owner, container }) : null;
}

/** Who was told when and where, and what is on its way. */
export function toldLines({ facts, threads, whyHere }: IncidentStory, seen: Lens): readonly Line[] {
  const { incident, undelivered } = facts;
  return [
    { label: 'told', text: toldText(incident, seen) },
    ...some(incident.resolvedUntold || null, () => ({ label: 'told', text: 'not yet told that it is over' })),
    ...threads.map((thread) => ({
      label: 'thread',
      text: `${destinationName(thread.to)}: ${thread.ref}, since ${at(thread.at, seen)}`,
    })),
    ...undelivered.map((entry) => {
      const what = `${entry.kind} to ${destinationName(entry.to)}, decided ${at(entry.createdAt, seen)}`;
      return { label: 'outbox', text: `NOT DELIVERED: ${what}: ${whyHere(entry, seen)}` };
    }),
  ];
}

const MOST_PLACES = 5;

function toldText({ told, waiting }: LedgerIncident, seen: Lens): string {
  if (told === null) return waiting ? 'nobody yet: it waits for business hours' : 'nobody';
  const { to, channel, severity, worst, firstAt, lastAt } = told;
  const where = listed(to.length === 0 ? [channel] : to.map(destinationName), MOST_PLACES);
  const was = worst === severity ? '' : `, at its worst ${worst}`;
  const last = lastAt > firstAt ? `, last ${at(lastAt, seen)}` : '';
  return `${where} as ${severity}${was}: first ${at(firstAt, seen)}${last}`;
}

/** What people said and ordered. */
export function orderLines({ facts, silences }: IncidentStory, seen: Lens): readonly Line[] {
  const { ack, silencedUntil, resolve, notes } = facts;
  const isLoud = silences.length > 0 && silencedUntil === null;
  return [
    ...some(ack, ({ by, at: when, severity }) => ({
      label: 'ack',
      text: `${by}, ${at(when, seen)}, as ${severity}`,
    })),
    ...silences.map(({ id, match, until, reason, by }) => ({
      label: 'silence',
      text: `${id}: ${matchText(match)} until ${at(until, seen)}, ${by}: ${reason}`,
    })),
    ...some(isLoud || null, () => ({
      label: 'silence',
      text: 'told all the same: not all that belongs to it is silenced',
    })),
    ...some(resolve, ({ by, at: when, reason }) => ({ label: 'resolve', text: `${by}, ${at(when, seen)}: ${reason}` })),
    ...notes.map(({ by, at: when, text }) => ({ label: 'note', text: `${by}, ${at(when, seen)}: ${text}` })),
  ];
}

function some<T>(value: T | null | undefined, line: (value: T) => Line): readonly Line[] {
  return value === null || value === undefined ? [] : [line(value)];
}

function at(date: Date, seen: Lens): string {
  return seen.clock(date.toISOString());
}
