// The moment at which the process is killed: any, or one at which something has just left or reached it.
import type { Chance } from './chance.ts';

/** `before` the server does what was asked, `after` it and without an answer, or once it `answered`. */
export const WHEN = ['before', 'after', 'answered'] as const;
export type When = (typeof WHEN)[number];

export type Strike =
  | { readonly at: 'moment'; readonly since: 'start' | 'cycle'; readonly ms: number }
  | { readonly at: 'slack'; readonly method: string; readonly n: number; readonly when: When }
  | { readonly at: 'api'; readonly method: 'GET' | 'PUT'; readonly n: number; readonly when: When }
  | { readonly at: 'file'; readonly part: string; readonly n: number };

/** What such a cycle does when nobody kills it. */
export interface Usual {
  /** From its start, and from its first call. Milliseconds. */
  readonly ms: number;
  readonly cycleMs: number;
  /** Methods of Slack, in their order. */
  readonly slack: readonly string[];
  readonly gets: number;
  readonly puts: number;
}

const FILES = ['ledger-', '.tmp', '.tmp', 'ledger-', 'lock-', 'cycles/', '.jsonl'] as const;
const MOST_FILES = { 'ledger-': 5, '.tmp': 14, 'lock-': 1, 'cycles/': 2, '.jsonl': 1 } as const;

/** More than half at any moment. */
export function strikeOf(chance: Chance, usual: Usual): Strike {
  if (chance.is(0.55)) return momentOf(chance, usual);
  const when = chance.pick(WHEN);
  const call = usual.slack[chance.below(Math.max(1, usual.slack.length))];
  if (call !== undefined && chance.is(0.55)) {
    const n = 1 + chance.below(usual.slack.filter((method) => method === call).length);
    return { at: 'slack', method: call, n, when };
  }
  if (usual.puts > 0) return { at: 'api', method: 'PUT', n: 1 + chance.below(usual.puts), when };
  if (chance.is(0.15)) return { at: 'api', method: 'GET', n: 1 + chance.below(usual.gets), when };
  const part = chance.pick(FILES);
  return { at: 'file', part, n: 1 + chance.below(MOST_FILES[part]) };
}

/** Mostly in the cycle: until its first call the process only loads itself. */
export function momentOf(chance: Chance, { ms, cycleMs }: Usual): Strike {
  const since = chance.is(0.9) ? 'cycle' : 'start';
  return { at: 'moment', since, ms: Math.round(chance.share() * (since === 'cycle' ? cycleMs : ms)) };
}

/** A moment that no cycle ends before: in the first half of it, in the first quarter, and so on. */
export function soonerStrike(chance: Chance, { cycleMs }: Usual, halvings: number): Strike {
  return { at: 'moment', since: 'cycle', ms: Math.round((chance.share() * cycleMs) / 2 ** halvings) };
}

/** For a run that goes on after a kill: it looks for what may have arrived. */
export function secondStrike(chance: Chance, usual: Usual): Strike {
  if (chance.is(0.6)) return momentOf(chance, usual);
  return {
    at: 'slack',
    method: chance.pick(['conversations.', 'chat.']),
    n: 1 + chance.below(2),
    when: chance.pick(WHEN),
  };
}
