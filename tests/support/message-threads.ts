import type { Thread } from '../../src/domain/outbox.ts';
import type { Composing } from '../../src/notify/compose-messages.ts';
import { NOW } from './view.ts';

/** A message that stands in #crit since NOW; `key` is an incident's id. */
export function threadOf(key: string, parts: Partial<Thread> = {}): Thread {
  return { key, to: 'slack:#crit', ref: `C1 ${key}`, text: null, shown: '', at: NOW, ...parts };
}

export function composing(parts: Partial<Composing> = {}): Composing {
  return {
    threads: [],
    stormAt: 10,
    routing: [],
    timeZone: 'Europe/Berlin',
    now: NOW,
    allWell: null,
    standardTo: ['slack:#std'],
    ...parts,
  };
}

/** Told at #crit when it began. */
export function toldAt(...to: readonly string[]) {
  const told = {
    severity: 'SEV-1',
    worst: 'SEV-1',
    services: [],
    channel: '#crit',
    firstAt: NOW,
    lastAt: NOW,
  } as const;
  return { ...told, services: [], to: to.length === 0 ? ['slack:#crit'] : [...to] };
}
