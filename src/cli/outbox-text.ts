import { destinationName, sinkName } from '../domain/destination.ts';
import type { Ledger } from '../domain/ledger.ts';
import type { Orders } from '../domain/orders.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { compareSeverity } from '../domain/severity.ts';
import { columns } from './columns.ts';
import { cycleText, type Style } from './incidents-text.ts';
import { clean } from './report/clean.ts';
import { hang, type Pen, pen, shorten } from './report/layout.ts';
import { TONES } from './report/text.ts';
import { type Lens, lens } from './report/time.ts';
import { count, listed } from './report/words.ts';

interface State {
  readonly ledger: Ledger;
  readonly orders: Orders;
}

const SHORT_ID = 8;
const NAME = 28;
const MOST_INCIDENTS = 4;

/** `outbox list`: what was decided and has not arrived, the most urgent first, with the reason and its mend. */
export function outboxText(states: readonly State[], now: Date, style: Style): string {
  const p = pen(style.width, style.color);
  const seen = lens(now, style.timeZone);
  return `${states.map((state) => stateLines(p, state, seen).join('\n')).join('\n\n')}\n`;
}

/** As they will be sent: the most severe first, then the oldest. */
export function inOrder(outbox: readonly OutboxEntry[]): readonly OutboxEntry[] {
  return [...outbox].sort(
    (a, b) => compareSeverity(a.severity, b.severity) || a.createdAt.getTime() - b.createdAt.getTime(),
  );
}

/** Long enough to be typed, and to name one message. */
export function shortId(id: string): string {
  return id.slice(0, SHORT_ID);
}

const HEAD = ['MESSAGE', 'TO', 'KIND', 'SEV'];

function stateLines(p: Pen, state: State, seen: Lens): readonly string[] {
  const { ledger } = state;
  const where = clean(ledger.cluster.name);
  const asOf = cycleText(ledger, seen);
  const entries = inOrder(ledger.outbox);
  if (entries.length === 0) return hang(p, '', `Every message of ${where} has arrived, ${asOf}`, 'bold');
  const rows = entries.map(({ id, to, kind, severity, createdAt, attempts }) => [
    shortId(id),
    shorten(destinationName(to), NAME),
    kind,
    severity,
    seen.short(createdAt.toISOString()),
    `${attempts}`,
  ]);
  const [head = '', ...lines] = columns([[...HEAD, `SINCE ${seen.zone}`, 'TRIES'], ...rows], p.width);
  const margin = ' '.repeat(SHORT_ID + 2);
  const told = entries.flatMap((entry, index) => [
    lines[index] ?? '',
    ...hang(p, margin, listed(entry.incidentIds, MOST_INCIDENTS), 'dim'),
    ...hang(p, margin, whyText(entry, state, seen), entry.refused ? TONES['SEV-2'] : 'yellow'),
  ]);
  const sum = `${count(entries.length, 'message')} of ${where} ${entries.length === 1 ? 'has' : 'have'} not arrived,`;
  return [...hang(p, '', `${sum} ${asOf}`, 'bold'), '', p.paint('bold', head), ...told];
}

/** Why it is still here, and what happens next. */
export function whyText(entry: OutboxEntry, { ledger, orders }: State, seen: Lens): string {
  const { attempts, lastError, refused, unsure, copies } = entry;
  const until = waitsUntil(entry, ledger, seen.now);
  const lastCycle = ledger.lastCycle?.at ?? new Date(0);
  const isAsked = orders.retries.some(({ entryId, at }) => entryId === entry.id && at > lastCycle);
  const instead = copies.map(destinationName).join(', ');
  return [
    ...(refused ? ['refused: somebody has to mend something'] : []),
    ...(lastError === null ? [] : [lastError]),
    ...(attempts === 0 && !unsure ? ['not tried yet'] : []),
    ...(unsure ? [unsureText(entry)] : []),
    ...(instead === '' ? [] : [`went to ${instead} instead`]),
    ...(until === null ? [] : [`not before ${seen.clock(until.toISOString())}`]),
    ...(isAsked ? ['the next cycle tries again, as was asked'] : []),
  ].join(' · ');
}

/** Only Slack can be asked what has arrived. */
function unsureText({ to, unheard = 0 }: OutboxEntry): string {
  if (sinkName(to) === 'slack') return 'may have arrived; the next try looks for it first';
  if (unheard > 1) return 'may have arrived; not sent there any more, only elsewhere';
  return 'may have arrived, and nobody can look there; sent once more, under the same delivery id';
}

/** It, or its destination, asked to wait. */
function waitsUntil({ to, notBefore }: OutboxEntry, { pauses }: Ledger, now: Date): Date | null {
  const times = [notBefore, pauses[to] ?? null].filter((time) => time !== null && time > now);
  return times.sort((a, b) => (b?.getTime() ?? 0) - (a?.getTime() ?? 0))[0] ?? null;
}
