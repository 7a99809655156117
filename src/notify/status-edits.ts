import { wellSince } from '../domain/comes-back.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';
import type { LedgerIncident } from '../domain/ledger.ts';
import type { Thread } from '../domain/outbox.ts';
import type { Severity } from '../domain/severity.ts';
import { duration } from '../domain/words.ts';
import type { WantedEdit } from './edit-threads.ts';
import { hitLines, lasted } from './render/alert-text.ts';
import { editedText, type FirstWords, firstWords, rewordedText } from './render/edited-text.ts';
import { fitted } from './render/fitted.ts';
import { plain } from './render/plain.ts';
import { asOf } from './render/when.ts';
import { findThreads } from './threads.ts';

interface Reading {
  readonly now: Date;
  readonly timeZone: string;
}

/** How often a message says anew for how long it has been so, while nothing else changes. */
const EVERY: Readonly<Record<Severity, number>> = {
  'SEV-1': 30 * MINUTE,
  'SEV-2': 30 * MINUTE,
  'SEV-3': 6 * HOUR,
  'SEV-4': Number.POSITIVE_INFINITY,
};

/**
 * Edits of first messages that no longer say what is so: over, another severity, more who are hit, for how long. A message that several
 * incidents share is left alone. Pure; once an edit is out and `shown` is kept, it is not wanted again.
 */
export function wantedEdits(
  threads: readonly Thread[],
  incidents: readonly LedgerIncident[],
  { now, timeZone }: Reading,
): readonly WantedEdit[] {
  const find = findThreads(threads);
  return incidents.flatMap((incident) =>
    find(incident).flatMap((thread) =>
      thread.text === null ? [] : editOf(incident, thread, thread.text, now, timeZone),
    ),
  );
}

/**
 * What agents said after a message had left, as the new text of its thread, with `shown` '': the status stays, and the next
 * `wantedEdits` wants it. What does not fit is counted.
 */
export function lateText(firstText: string, alertText: string): string {
  const cycle = /cycle (\S+)$/.exec(alertText)?.[1] ?? 'latest';
  return rewordedText(firstText, fitted(alertText, cycle));
}

function editOf(
  incident: LedgerIncident,
  thread: Thread,
  text: string,
  now: Date,
  timeZone: string,
): readonly WantedEdit[] {
  const first = firstWords(text);
  const hit = first.hasHit ? (hitLines(incident.affected)[0] ?? first.hit) : null;
  const elsewhere = toldElsewhere(incident, thread);
  const fact = factOf(incident, elsewhere, hit);
  const seen = seenSoFar(incident, thread, first, elsewhere);
  const isNews = seen.fact !== fact;
  const isOld = incident.status === 'open' && now.getTime() - seen.at >= EVERY[incident.severity];
  if (!isNews && !isOld) return [];
  const edited = editedText(text, {
    mark: incident.status === 'resolved' && joinedInto(incident) === null ? 'RESOLVED' : incident.severity,
    title: plain(incident.title),
    status: statusOf(incident, first.toldAs, elsewhere, now, asOf(now, timeZone, thread.at), timeZone),
    hit,
  });
  return [{ thread, text: edited, shown: `${fact}${AT}${now.toISOString()}` }];
}

const AT = ' @ ';

/** Everything that an edit tells, but for how long it has been so. */
function factOf(incident: LedgerIncident, elsewhere: string | null, hit: string | null): string {
  const into = joinedInto(incident);
  if (into !== null) return `joined ${into}`;
  if (incident.status === 'resolved') return `resolved ${incident.resolvedAt?.toISOString() ?? ''}`;
  const well = wellSince(incident);
  if (well !== null) return `well since ${well.toISOString()}`;
  return [incident.severity, elsewhere ?? 'here', hit ?? ''].join(' ').trimEnd();
}

/** What the message shows, and since when; words that are not out yet show nothing. */
function seenSoFar(
  incident: LedgerIncident,
  { shown, at }: Thread,
  first: FirstWords,
  elsewhere: string | null,
): { readonly fact: string | null; readonly at: number } {
  const end = shown.lastIndexOf(AT);
  if (end >= 0) return { fact: shown.slice(0, end), at: Date.parse(shown.slice(end + AT.length)) };
  if (shown !== '' || first.hasStatus) return { fact: null, at: at.getTime() };
  const isSame = first.mark === incident.severity;
  const asTold = [first.mark ?? '', (isSame ? elsewhere : null) ?? 'here', first.hit ?? ''].join(' ').trimEnd();
  return { fact: asTold, at: at.getTime() };
}

function statusOf(
  incident: LedgerIncident,
  toldAs: string | null,
  elsewhere: string | null,
  now: Date,
  time: string,
  zone: string,
): string {
  const into = joinedInto(incident);
  if (into !== null) return `now part of ${into}`;
  if (incident.status === 'resolved') return `resolved after ${lasted(incident, now)}`;
  const { severity, onset } = incident;
  const where = elsewhere === null ? '' : `, told in ${plain(elsewhere, 80)}`;
  const well = wellSince(incident);
  if (well !== null) return `well at the moment, since ${asOf(well, zone, incident.onset)}, as of ${time}`;
  const change = severity === toldAs ? '' : `now ${severity}${where}, `;
  return `${change}open for ${duration(now.getTime() - onset.getTime())}, as of ${time}`;
}

/** Where it was told last, when that is not here: the first of all the places it was told at. */
function toldElsewhere({ told }: LedgerIncident, { to }: Thread): string | null {
  return told === null || told.to[0] === to ? null : told.channel;
}

/** The incident that it turned out to be a part of (escalate/track.ts says so in these words). */
function joinedInto({ status, rationale }: LedgerIncident): string | null {
  return status === 'resolved' ? (/^joined (INC-\d{8}-\d{3,})$/.exec(rationale)?.[1] ?? null) : null;
}
