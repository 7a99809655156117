import type { Clock } from '../../platform/clock.ts';
import type { Delivery, FailureKind, Sink } from '../sink.ts';

/** What sinks need from outside; the same for all of them. */
export interface SinkDeps {
  readonly clock: Clock;
  /** Milliseconds for one try of one message, the caller's own signal aside. */
  readonly timeoutMs: number;
  /** Milliseconds for a server that has the whole message and has to say that it keeps it. */
  readonly handedOverMs: number;
  /** Milliseconds between two messages, where a service counts them. */
  readonly paceMs: number;
  /** Asked when a message leaves: a cycle learns it from the cluster. */
  readonly cluster: () => { readonly uid: string; readonly name: string };
  /** Takes the program's own tokens out of a text. */
  readonly scrub: (text: string) => string;
  /** Resolves when the line has left; rejects when standard output is closed. */
  readonly print: (line: string) => Promise<void>;
}

/** The value of an environment variable; null or empty where it isn't set. */
export type SecretOf = (variable: string) => string | null;

export type Failed = Extract<Delivery, { readonly status: 'failed' }>;

export function failed(failure: FailureKind, why: string, retryAfterMs: number | null = null): Failed {
  return { status: 'failed', failure, why, retryAfterMs };
}

/** For what only ever sends: no replies, no edits, and nobody to ask what arrived. */
export function sendOnly(
  sink: Pick<Sink, 'name' | 'send'> & Partial<Pick<Sink, 'paceMs' | 'accepts' | 'patienceMs'>>,
): Sink {
  return {
    threads: false,
    blind: true,
    paceMs: 0,
    accepts: () => true,
    edit: async () => failed('permanent', `${sink.name} takes no edits`),
    find: async () => ({ status: 'blind' }),
    ...sink,
  };
}
