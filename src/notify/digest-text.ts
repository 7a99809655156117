import type { OutboxPart } from '../domain/outbox.ts';
import { compareSeverity, mostSevere, type Severity } from '../domain/severity.ts';
import { EARLIER, NEVER_TOLD } from './coalesce.ts';
import { gist, linesOf } from './message-lines.ts';
import { firstThatFits } from './render/fitted.ts';
import { plain } from './render/plain.ts';
import { asOf } from './render/when.ts';

export interface DigestFacts {
  /** What the destination last said; null where nobody knows. */
  readonly reason: string | null;
  readonly now: Date;
  readonly timeZone: string;
  readonly cycleId: string;
}

/** What is told of one incident, or of one message about several. */
interface Group {
  readonly parts: readonly [OutboxPart, ...OutboxPart[]];
  readonly severity: Severity;
  readonly since: Date;
  readonly open: boolean;
}

const LABELS = ['Cluster:', EARLIER, 'Since:', 'Why ', 'Hit:', 'Impact', 'Probable cause', 'It lasted'] as const;
/** So many of the worst are told in several lines. */
const WORST = 5;
/** Lines for each of them, and how many of the others get a line: the first that fits is taken. */
const LAYOUTS = [
  { lines: 7, listed: 200 },
  { lines: 4, listed: 200 },
  { lines: 2, listed: 200 },
  { lines: 1, listed: 60 },
  { lines: 1, listed: 30 },
  { lines: 1, listed: 10 },
  { lines: 0, listed: 5 },
] as const;
const MOST_IDS = 8;
const MORE_OF_EACH = 'More of each: k8s-monitor incidents show <id>';

/** One message instead of many that could not leave: the worst first, in each severity the oldest first, each over or not. */
export function digestText(
  parts: readonly OutboxPart[],
  facts: DigestFacts,
): { readonly text: string; readonly open: boolean } {
  const groups = groupsOf(parts.filter(({ text }) => text !== ''));
  const unsaid = parts.filter(({ text }) => text === '');
  const counted = unsaid.reduce((sum, { count }) => sum + count, 0);
  const calls = groups.some(({ severity, open, parts: of }) => {
    return open && severity === 'SEV-1' && of.some(({ text }) => linesOf(text).calls);
  });
  const head = `${calls ? '@here ' : ''}${headline(parts, facts)}`;
  const layouts = LAYOUTS.map(({ lines, listed }) => {
    const worst = groups.slice(0, WORST).map((group) => section(group, lines, facts));
    const others = groups.slice(WORST, WORST + listed).map((group) => `  - ${title(group, facts)}`);
    const left = messagesOf(groups.slice(WORST + listed)) + counted;
    const more = left === 0 ? [] : [`  +${left} more, see: k8s-monitor outbox list`];
    const rest = others.length + more.length === 0 ? [] : [['And:', ...others, ...more].join('\n')];
    return [[head, ...worst].join('\n\n'), ...rest, MORE_OF_EACH, footer(parts, facts)].join('\n');
  });
  const [first = head, ...others] = layouts;
  return {
    text: firstThatFits([first, ...others], facts.cycleId),
    open: groups.some(({ open }) => open) || unsaid.some(({ open }) => open),
  };
}

/** What is about one incident belongs together, in the order it happened. */
function groupsOf(parts: readonly OutboxPart[]): readonly Group[] {
  const byAge = parts.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const byIncident = Map.groupBy(byAge, (part) => (part.incidentIds.length === 1 ? part.incidentIds[0] : part));
  return [...byIncident.values()]
    .flatMap(([first, ...others]): readonly Group[] => {
      if (first === undefined) return [];
      const severity = mostSevere([first, ...others].map((part) => part.severity));
      return [{ parts: [first, ...others], severity, since: first.at, open: (others.at(-1) ?? first).open }];
    })
    .sort((a, b) => compareSeverity(a.severity, b.severity) || a.since.getTime() - b.since.getTime());
}

function headline(parts: readonly OutboxPart[], { reason, now, timeZone }: DigestFacts): string {
  const messages = messagesOf([{ parts }]);
  const incidents = new Set(parts.flatMap(({ incidentIds }) => incidentIds)).size;
  const about = incidents === 0 ? '' : ` about ${incidents} ${incidents === 1 ? 'incident' : 'incidents'}`;
  const from = new Date(Math.min(...parts.map(({ at }) => at.getTime())));
  const times = `from ${asOf(from, timeZone, now)} to ${asOf(now, timeZone, from)}`;
  const why = reason === null ? ' (too many were waiting)' : ` (${plain(reason, 160)})`;
  const severity = mostSevere(parts.map((part) => part.severity));
  return `[${severity}] ${messages} ${messages === 1 ? 'message' : 'messages'}${about} could not be delivered ${times}${why}`;
}

function messagesOf(groups: readonly { readonly parts: readonly OutboxPart[] }[]): number {
  return groups.flatMap(({ parts }) => parts).reduce((sum, { count }) => sum + count, 0);
}

/** The words of the last message that says what is wrong, else of the last one. */
function wordsOf({ parts }: Group): OutboxPart {
  return parts.findLast(({ open }) => open) ?? parts.at(-1) ?? parts[0];
}

function title(group: Group, facts: DigestFacts): string {
  const { text, incidentIds, open } = wordsOf(group);
  const { headline: words } = linesOf(text);
  // It names the times itself.
  const times = words.includes(NEVER_TOLD) ? '' : `: ${timesOf(group, open, facts)}`;
  return `${plain(words, 250)}${times}${incidentIds.length === 1 ? ` (${incidentIds[0]})` : ''}`;
}

function timesOf({ parts, since, open }: Group, isFound: boolean, { now, timeZone }: DigestFacts): string {
  const last = parts.at(-1) ?? parts[0];
  if (last.incidentIds.length === 0) return `from ${asOf(since, timeZone, now)}`;
  const end = open ? 'open' : `over ${asOf(last.at, timeZone, now)}`;
  return isFound ? `found ${asOf(since, timeZone, now)}, ${end}` : end;
}

function section(group: Group, most: number, facts: DigestFacts): string {
  const { text, incidentIds } = wordsOf(group);
  const { body } = linesOf(text);
  const lines = incidentIds.length > 1 ? namesIn(body, most) : gist(body, LABELS, most);
  const told = lines.length > 0 ? lines : body.filter((line) => line.trim() !== '').slice(0, most);
  return [title(group, facts), ...told].join('\n');
}

/** What a message about several incidents calls them, counted where there are more. */
function namesIn(body: readonly string[], most: number): readonly string[] {
  const headlines = body.filter((line) => /^\[(?:SEV-\d|RESOLVED)]/.test(line));
  const names = headlines.length > 0 ? headlines : firstList(body);
  const left = names.length - most;
  return [...names.slice(0, most), ...(left > 0 ? [`  +${left} more`] : [])];
}

function firstList(body: readonly string[]): readonly string[] {
  const start = body.findIndex((line) => line.startsWith('  - '));
  const end = body.findIndex((line, i) => i > start && !line.startsWith('  - '));
  return start < 0 ? [] : body.slice(start, end < 0 ? undefined : end);
}

function footer(parts: readonly OutboxPart[], { cycleId }: DigestFacts): string {
  const ids = [...new Set(parts.flatMap(({ incidentIds }) => incidentIds))];
  const more = ids.length > MOST_IDS ? ` +${ids.length - MOST_IDS} more` : '';
  return `${ids.length === 0 ? '' : `${ids.slice(0, MOST_IDS).join(', ')}${more} · `}cycle ${cycleId}`;
}
