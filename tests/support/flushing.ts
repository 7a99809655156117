import type { Desk } from '../../src/notify/arrived.ts';
import { type FlushOptions, flush } from '../../src/notify/flush.ts';
import type { Sink } from '../../src/notify/sink.ts';
import { type Script, scriptedSink } from './scripted-sink.ts';
import { virtualClock } from './virtual-clock.ts';

/** A clock on which nothing takes time, the sinks of a test, and how a cycle flushes them. */
export function flushing(over: Partial<FlushOptions> = {}) {
  const clock = virtualClock();
  const sinks = new Map<string, Sink>();
  const saves: Desk[] = [];
  const add = (name: string, script: Omit<Script, 'clock'> = {}) => {
    const sink = scriptedSink(name, { clock, ...script });
    sinks.set(name, sink);
    return sink;
  };
  const options: FlushOptions = {
    sinks,
    fallbackOf: () => [],
    clock,
    deadlineMs: 120_000,
    messageDeadlineMs: 20_000,
    signal: new AbortController().signal,
    held: async () => true,
    save: async (desk) => {
      saves.push(desk);
    },
    ...over,
  };
  const go = (desk: Desk, more: Partial<FlushOptions> = {}) => flush(desk, { ...options, ...more });
  return { clock, sinks, saves, add, options, go };
}

export const outcomes = (flushed: Awaited<ReturnType<typeof flush>>): readonly string[] =>
  flushed.delivered.map(({ entry, status, via, detail }) => `${entry.id} ${status} ${via}: ${detail}`);
