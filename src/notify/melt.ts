import { createHash } from 'node:crypto';
import type { OutboxEntry, OutboxPart } from '../domain/outbox.ts';
import { compareSeverity, mostSevere } from '../domain/severity.ts';
import { digestText } from './digest-text.ts';
import { linesOf } from './message-lines.ts';

/** It was to leave and could not, through no fault of its own. What may have arrived where nobody can look is no part of another message. */
export function isOverdue({ attempts, refused, kind, unheard = 0 }: OutboxEntry): boolean {
  return attempts > 0 && !refused && kind !== 'details' && unheard === 0;
}

/** What may become one message: one destination, and the same to do when that is broken. */
export function placeOf({ to, fallback = [] }: OutboxEntry): string {
  return JSON.stringify([to, ...fallback]);
}

/** Several messages to one destination as one, which keeps what it is made of: it can be melted again. */
export function melted(entries: readonly [OutboxEntry, ...OutboxEntry[]], now: Date, timeZone: string): OutboxEntry {
  const parts = compact(entries.flatMap(partsOf));
  const newest = entries.reduce((a, b) => (b.createdAt >= a.createdAt ? b : a));
  const reason = entries.findLast((e) => e.lastError !== null)?.lastError ?? null;
  const { text, open } = digestText(parts, { reason, now, timeZone, cycleId: newest.cycleId });
  const [first] = entries;
  return {
    id: idOf(entries),
    to: first.to,
    kind: 'digest',
    severity: mostSevere(parts.map(({ severity }) => severity)),
    open,
    incidentIds: unique(parts.flatMap(({ incidentIds }) => incidentIds)),
    text,
    thread: null,
    opens: unique(entries.flatMap(({ opens }) => opens)),
    broadcast: false,
    createdAt: entries.reduce((a, b) => (b.createdAt < a.createdAt ? b : a)).createdAt,
    cycleId: newest.cycleId,
    attempts: Math.max(...entries.map(({ attempts }) => attempts)),
    lastError: reason,
    refused: entries.some(({ refused }) => refused),
    unsure: false,
    notBefore: null,
    copies: first.copies.filter((copy) => entries.every(({ copies }) => copies.includes(copy))),
    parts: [...parts],
    ...(first.fallback === undefined ? {} : { fallback: first.fallback }),
  };
}

function partsOf({
  parts,
  severity,
  open,
  incidentIds,
  lesser,
  text,
  createdAt: at,
}: OutboxEntry): readonly OutboxPart[] {
  return parts ?? [{ severity, open, incidentIds, ...(lesser === undefined ? {} : { lesser }), text, at, count: 1 }];
}

/** Of more than this the first lines are kept, and of more than that only the number. */
const KEPT_WHOLE = 20;
const KEPT = 300;

/** However many are melted, what is kept of them has a bound; none is dropped without being counted. */
function compact(parts: readonly OutboxPart[]): readonly OutboxPart[] {
  const ordered = parts.toSorted((a, b) => compareSeverity(a.severity, b.severity) || a.at.getTime() - b.at.getTime());
  const named = ordered.filter(({ text }) => text !== '');
  const rest = [...named.slice(KEPT), ...ordered.filter(({ text }) => text === '')];
  const kept = named.slice(0, KEPT).map((part, i) => (i < KEPT_WHOLE ? part : { ...part, text: headOf(part.text) }));
  const [first] = rest;
  if (first === undefined) return kept;
  const severity = mostSevere(rest.map((part) => part.severity));
  const incidentIds = unique(rest.flatMap((part) => part.incidentIds));
  const worst = new Set(rest.filter((part) => part.severity === severity).flatMap(asSevere));
  const counted: OutboxPart = {
    severity,
    open: rest.some(({ open }) => open),
    incidentIds,
    lesser: incidentIds.filter((id) => !worst.has(id)),
    text: '',
    at: rest.reduce((a, b) => (b.at < a.at ? b : a)).at,
    count: rest.reduce((sum, { count }) => sum + count, 0),
  };
  return [...kept, counted];
}

function asSevere({ incidentIds, lesser = [] }: OutboxPart): readonly string[] {
  return incidentIds.filter((id) => !lesser.includes(id));
}

function headOf(text: string): string {
  const { calls, headline } = linesOf(text);
  return `${calls ? '@here ' : ''}${headline}`;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function idOf(entries: readonly OutboxEntry[]): string {
  const ids = entries.map(({ id }) => id).sort();
  return createHash('sha256')
    .update(['digest', ...ids].join('\n'))
    .digest('hex')
    .slice(0, 32);
}
