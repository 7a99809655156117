import { DateTime } from 'luxon';
import { wellSince } from '../domain/comes-back.ts';
import { DAY, HOUR } from '../domain/duration.ts';
import type { Ledger, LedgerIncident, PastIncident } from '../domain/ledger.ts';
import { type Series, statesIn, timesIn } from '../domain/series.ts';
import { SERVICE_STATES, type ServiceState } from '../domain/service.ts';
import type { Trend } from '../domain/trend.ts';
import { duration } from '../domain/words.ts';
import { PAST_DAYS } from './past.ts';

/** Up to here a state is one that people can live with. */
const WELL: ReadonlySet<ServiceState> = new Set(['ok', 'at-risk']);
/** It began so often within this time: from here on it comes and goes. */
const FLAPS = 3;
const FLAPS_WITHIN = 3 * HOUR;
/** A state that has lasted for longer is how it is, and no news. */
const LATELY = 5;

type History = Pick<Ledger, 'recent' | 'recentAt' | 'past'>;

/** What the cycles before tell of an incident. `recent`: this cycle included. Pure. */
export function trendsOf(
  incident: LedgerIncident,
  { recent, recentAt, past }: History,
  timeZone = 'UTC',
): readonly Trend[] {
  const series = incident.members.flatMap(({ key }) => recent[key] ?? []);
  const comesAndGoes = incident.status === 'open' ? flapping(series, recentAt, wellText(incident, timeZone)) : null;
  const gets = incident.status === 'open' && comesAndGoes === null ? worsening(series) : null;
  return [comesAndGoes, gets, recurring(incident, past)].filter((trend) => trend !== null);
}

/** One of its members comes and goes: being well in one cycle says little. */
export function isFlapping(
  { members }: Pick<LedgerIncident, 'members'>,
  { recent, recentAt }: Pick<History, 'recent' | 'recentAt'>,
): boolean {
  return members.some(({ key }) => lateSpells(recent[key] ?? '', recentAt).length >= FLAPS);
}

function wellText(incident: LedgerIncident, zone: string): string {
  const since = wellSince(incident);
  if (since === null) return '';
  return `; well at the moment, since ${DateTime.fromJSDate(since, { zone }).setLocale('en').toFormat('HH:mm ZZZZ')}`;
}

function flapping(all: readonly Series[], times: readonly Date[], well: string): Trend | null {
  const spells = all.map((series) => lateSpells(series, times)).sort((a, b) => b.length - a.length)[0] ?? [];
  const [first, now] = [spells[0], times.at(-1)];
  if (first === undefined || now === undefined || spells.length < FLAPS) return null;
  const what = listOf(SERVICE_STATES.filter((state) => spells.some(({ worst }) => worst === state)));
  const span = duration(now.getTime() - first.begin.getTime());
  return { kind: 'flapping', text: `flapping: ${spells.length} times ${what} in the last ${span}${well}` };
}

/** A time of trouble between two that were well. */
interface Spell {
  readonly worst: ServiceState;
  readonly begin: Date;
  readonly last: Date;
}

/** Those that began in the three hours before trouble was seen last; none where that itself is longer ago. */
function lateSpells(series: Series, times: readonly Date[]): readonly Spell[] {
  const spells = spellsOf(series, times);
  const [last, now] = [spells.at(-1)?.last, times.at(-1)];
  if (last === undefined || now === undefined || now.getTime() - last.getTime() > FLAPS_WITHIN) return [];
  return spells.filter(({ begin }) => last.getTime() - begin.getTime() <= FLAPS_WITHIN);
}

function spellsOf(series: Series, times: readonly Date[]): readonly Spell[] {
  const spells: Spell[] = [];
  let wasWell = true;
  for (const { state, at } of timesIn(series, times)) {
    const spell = spells.at(-1);
    const isWell = WELL.has(state);
    if (!isWell && (wasWell || spell === undefined)) spells.push({ worst: state, begin: at, last: at });
    else if (!isWell && spell !== undefined) {
      spells[spells.length - 1] = { ...spell, worst: rank(state) > rank(spell.worst) ? state : spell.worst, last: at };
    }
    wasWell = isWell;
  }
  return spells;
}

function worsening(all: readonly Series[]): Trend | null {
  const ways = all.flatMap((series) => wayDown(series) ?? []);
  const worst = ways.sort((a, b) => rank(b.last) - rank(a.last) || a.cycles - b.cycles)[0];
  if (worst === undefined) return null;
  const since = worst.cycles === 1 ? 'in this cycle' : `for ${worst.cycles} cycles`;
  return { kind: 'worsening', text: `getting worse: ${worst.states.join(' → ')}, ${since}` };
}

interface WayDown {
  readonly states: readonly ServiceState[];
  readonly last: ServiceState;
  readonly cycles: number;
}

/** The states it went through since it was well, each worse than the one before; null when there are not two of them. */
function wayDown(series: Series): WayDown | null {
  const runs: { readonly state: ServiceState; readonly cycles: number }[] = [];
  for (const state of statesIn(series)) {
    const run = runs.at(-1);
    if (run?.state === state) runs[runs.length - 1] = { state, cycles: run.cycles + 1 };
    else runs.push({ state, cycles: 1 });
  }
  const last = runs.at(-1);
  if (last === undefined || last.cycles > LATELY) return null;
  const start = runs.findLastIndex(({ state }, i) => i === 0 || rank(runs[i - 1]?.state ?? state) >= rank(state));
  const states = runs.slice(start).flatMap(({ state }) => (state === 'ok' ? [] : [state]));
  return states.length < 2 ? null : { states, last: last.state, cycles: last.cycles };
}

/** Worse is higher; what could not be read is not among them. */
function rank(state: ServiceState): number {
  return -SERVICE_STATES.indexOf(state);
}

/** The same fault, by Kubernetes' own word, at the same root, and how it ended where somebody said so. */
function recurring(incident: LedgerIncident, past: readonly PastIncident[]): Trend | null {
  const { id, key, codes: [code] = [], firstSeenAt } = incident;
  if (code === undefined) return null;
  const same = past
    .filter((one) => one.id !== id && one.key === key && one.codes.includes(code))
    .filter(({ resolvedAt }) => resolvedAt <= firstSeenAt)
    .sort((a, b) => b.resolvedAt.getTime() - a.resolvedAt.getTime());
  const told = same.find(({ end }) => end?.by === 'person') ?? same[0];
  if (told === undefined) return null;
  const more = same.length === 1 ? '' : ` (${same.length} times in ${PAST_DAYS} days)`;
  const ago = agoText(firstSeenAt.getTime() - told.resolvedAt.getTime());
  return { kind: 'recurring', text: `same as ${told.id} ${ago}${more}${endText(told)}` };
}

function endText({ end }: PastIncident): string {
  if (end === null) return '';
  return end.by === 'person' ? `, which ended with: ${end.text}` : `, which ${end.text} very likely broke`;
}

/** `5 h ago`, `3 days ago`, `2 weeks ago`: as people say it. */
function agoText(ms: number): string {
  const days = Math.round(ms / DAY);
  if (days >= 14) return `${Math.round(days / 7)} weeks ago`;
  if (days >= 2) return `${days} days ago`;
  return ms >= HOUR ? `${Math.round(ms / HOUR)} h ago` : 'less than an hour ago';
}

function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
