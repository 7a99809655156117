import type { ChangeFeed } from '../compose/changes.ts';
import type { FeedEntry, ServiceFeed } from '../correlate/feed.ts';
import type { FieldChange } from '../domain/field-change.ts';
import type { Service } from '../domain/service.ts';
import { duration } from '../domain/words.ts';
import { hang, type Pen, pen, shorten } from './report/layout.ts';
import type { TextStyle } from './report/text.ts';
import { count, listed } from './report/words.ts';

type Style = Pick<TextStyle, 'width' | 'color' | 'timeZone'>;

type Clock = (at: Date) => string;

const MOST_FIELDS = 5;
const MOST_FILES = 3;
const NAME = 40;

/** The change feed for a terminal: what changed first, then what did not, then what is not known. */
export function changesText(feed: ChangeFeed, { width, color, timeZone }: Style): string {
  const p = pen(width, color);
  const clock = clockIn(timeZone);
  const changed = feed.services.filter(({ entries }) => entries.length > 0);
  const blocks = [
    headLines(p, feed, clock),
    ...changed.map((service) => serviceLines(p, service, clock)),
    restLines(p, feed),
    notes(p, feed.limits),
  ];
  const texts = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${texts.join('\n\n')}\n`;
}

function headLines(p: Pen, { source, since, until, services }: ChangeFeed, clock: Clock): string[] {
  const window = `${clock(since)} to ${clock(until)}`;
  const shas = new Set(services.flatMap(({ entries }) => entries.map(({ change }) => change.sha)));
  const changed = services.filter(({ entries }) => entries.length > 0).length;
  const sum = `${count(shas.size, 'commit')} · ${changed} of ${count(services.length, 'service')} changed`;
  const where = `${source} · ${window} (${duration(until.getTime() - since.getTime())})`;
  return [...hang(p, '', sum, 'bold'), ...hang(p, '', where, 'dim')];
}

function serviceLines(p: Pen, { service, paths, entries, quiet }: ServiceFeed, clock: Clock): string[] {
  return [
    ...hang(p, `${p.paint('bold', shorten(service.name, NAME))} `, `${service.tier} · ${paths[0] ?? ''}`, 'dim'),
    ...entries.flatMap((entry) => entryLines(p, entry, clock)),
    ...(quiet === 0 ? [] : hang(p, '  ', `and ${count(quiet, 'commit')} of documents, comments or labels`, 'dim')),
  ];
}

function entryLines(p: Pen, entry: FeedEntry, clock: Clock): string[] {
  const { change, pullRequest } = entry;
  const [title = ''] = change.subject.split('\n');
  const head = `  ${clock(change.committedAt)}  ${p.paint('yellow', shortOf(change.sha))}  `;
  const number = pullRequest === null || title.includes(`#${pullRequest}`) ? '' : ` (#${pullRequest})`;
  const shown = wordsOf(entry);
  return [
    ...hang(p, head, `${change.author} · ${title}${number}`),
    ...shown.flatMap((line) => hang(p, '    ', line, 'cyan')),
  ];
}

/** What changed, in words; what is not known of it as well. */
function wordsOf({ fields, unread, isKnown }: FeedEntry): readonly string[] {
  if (!isKnown) return ['what it changed was not read'];
  const words = [...new Set(fields.map(fieldWords))];
  const rest = words.length - MOST_FIELDS;
  return [
    ...words.slice(0, MOST_FIELDS),
    ...(rest > 0 ? [`and ${rest} more`] : []),
    ...(unread.length > 0 ? [`changed, contents not read: ${listed(unread, MOST_FILES)}`] : []),
  ];
}

/** `Deployment api: memory limit 512Mi → 64Mi`; without an object the file tells where. */
function fieldWords({ text, object, file }: FieldChange): string {
  // A file that was switched off is told by its former name.
  if (file === null || text.includes(file.replace(/\.[\w-]+$/, ''))) return text;
  const name = object?.name ?? null;
  if (name !== null && text.includes(name)) return text;
  const kind = object?.kind ?? null;
  return `${name === null ? (file.split('/').at(-1) ?? file) : `${kind === null ? '' : `${kind} `}${name}`}: ${text}`;
}

function restLines(p: Pen, feed: ChangeFeed): string[] {
  const { services, elsewhere, unplaced, withoutPath, otherRepository, isWhole } = feed;
  const still = services.filter(({ entries, quiet }) => entries.length === 0 && quiet === 0);
  const hushed = services.filter(({ entries, quiet }) => entries.length === 0 && quiet > 0);
  const none = isWhole ? 'no listed service' : 'none of these services';
  const rows: readonly (readonly [string, string])[] = [
    ['no change', names(still.map(({ service }) => service))],
    [
      'documents',
      hushed.length === 0
        ? ''
        : `${names(hushed.map(({ service }) => service))}: documents, comments or labels, nothing else`,
    ],
    [
      'elsewhere',
      elsewhere === 0 ? '' : `${count(elsewhere, 'commit')} that ${elsewhere === 1 ? 'touches' : 'touch'} ${none}`,
    ],
    [
      'not known',
      unplaced === 0 ? '' : `which services ${count(unplaced, 'commit')} ${unplaced === 1 ? 'touches' : 'touch'}`,
    ],
    [
      'no path',
      withoutPath.length === 0 ? '' : `${names(withoutPath)}: services.txt does not say where their manifests are`,
    ],
    [
      'not here',
      otherRepository.length === 0 ? '' : `${names(otherRepository)}: services.txt has them in another repository`,
    ],
  ];
  return rows.flatMap(([label, text]) => (text === '' ? [] : hang(p, p.paint('dim', label.padEnd(LABEL)), text)));
}

const LABEL = 11;

function names(services: readonly Service[]): string {
  return services.map(({ name }) => name).join(', ');
}

function notes(p: Pen, limits: readonly string[]): string[] {
  if (limits.length === 0) return [];
  return [
    p.paint('bold', 'Not complete'),
    ...limits.flatMap((limit) => hang(p, `  ${p.paint('yellow', '!')} `, limit)),
  ];
}

function shortOf(sha: string): string {
  return shorten(sha, 80).slice(0, 7);
}

/** `10 Mar 14:00 UTC`, in the zone as it was then. */
function clockIn(timeZone: string): Clock {
  const parts = { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const;
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...parts });
  return (at) => format.format(at).replace(',', '');
}

/** The same as data. Times are ISO; paths and texts as they stand in the repository, redacted. */
export function changesJson(feed: ChangeFeed) {
  const { source, since, until, services, elsewhere, unplaced, withoutPath, otherRepository, limits } = feed;
  return {
    source,
    since,
    until,
    services: services.map(({ service, paths, entries, quiet }) => ({
      name: service.name,
      tier: service.tier,
      paths,
      commits: entries.map(entryJson),
      documentsOnly: quiet,
    })),
    elsewhere,
    unplaced,
    withoutPath: withoutPath.map(({ name }) => name),
    otherRepository: otherRepository.map(({ name }) => name),
    limits,
  };
}

function entryJson({ change, pullRequest, fields, unread, isKnown }: FeedEntry) {
  const { sha, url, author, committedAt, subject } = change;
  return {
    sha,
    url,
    author,
    committedAt,
    subject,
    pullRequest,
    changed: fields.map(({ kind, text, file, object }) => ({ kind, text, file, object })),
    notRead: isKnown ? unread : null,
  };
}
