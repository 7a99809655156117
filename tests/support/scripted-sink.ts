import type { Delivery, Found, Outgoing, Sink } from '../../src/notify/sink.ts';
import type { Clock } from '../../src/platform/clock.ts';

export const refusal = (why: string): Delivery => ({ status: 'failed', why, failure: 'permanent', retryAfterMs: null });
export const trouble = (why: string): Delivery => ({ status: 'failed', why, failure: 'transient', retryAfterMs: null });
export const tooMany = (retryAfterMs: number): Delivery => ({
  status: 'failed',
  why: 'too many requests',
  failure: 'transient',
  retryAfterMs,
});
const unheard: Delivery = { status: 'failed', why: 'nobody answered', failure: 'unknown', retryAfterMs: null };

/** `arrived`: it got there and nobody heard; `lost`: it did not. `hangs` answers nothing, whatever the signal says. */
export type Answer = Delivery | 'sent' | 'arrived' | 'lost' | 'hangs' | 'crash before' | 'crash after';

export interface Accepted extends Outgoing {
  readonly at: number;
  readonly ref: string;
}

export interface ScriptedSink extends Sink {
  /** Every call of `send`, and what was accepted of it, in order. */
  readonly tried: (Outgoing & { readonly at: number })[];
  readonly accepted: Accepted[];
  readonly edited: string[];
  readonly looked: string[];
}

export interface Script {
  readonly clock: Clock;
  /** What it answers; `sent` when it says nothing. */
  readonly answer?: (message: Outgoing) => Answer | undefined;
  readonly threads?: boolean;
  readonly paceMs?: number;
  /** It can look for what arrived. */
  readonly looks?: boolean;
  /** Nobody can ever look there. */
  readonly blind?: boolean;
  readonly patienceMs?: number;
  readonly accepts?: Sink['accepts'];
  /** What edits are answered with. */
  readonly onEdit?: (ref: string) => Delivery | 'hangs' | undefined;
  readonly onFind?: (deliveryId: string) => Found | undefined;
  readonly onCrash?: () => void;
  /** How long it takes to answer. */
  readonly latencyMs?: number;
}

/** A place messages go to that does what the test says, and remembers everything. */
export function scriptedSink(name: string, script: Script): ScriptedSink {
  const { clock, threads = true, paceMs = 0, looks = true, latencyMs = 0 } = script;
  const tried: ScriptedSink['tried'] = [];
  const accepted: Accepted[] = [];
  const edited: string[] = [];
  const looked: string[] = [];
  const refOf = (n: number): string => `${name} ${n}`;
  const accept = (message: Outgoing): Delivery => {
    accepted.push({ ...message, at: clock.monotonic(), ref: refOf(accepted.length + 1) });
    return { status: 'sent', ref: refOf(accepted.length) };
  };
  const arrivedBefore = (to: string, id: string): Accepted | undefined =>
    accepted.find((m) => m.to === to && m.deliveryId === id);
  const never = new Promise<never>(() => {});
  const crash = (): Promise<never> => {
    script.onCrash?.();
    return never;
  };
  const answered = (answer: Answer, message: Outgoing): Delivery | Promise<never> => {
    const before = message.retry && looks ? arrivedBefore(message.to, message.deliveryId) : undefined;
    const here = (): Delivery => (before === undefined ? accept(message) : { status: 'sent', ref: before.ref });
    switch (answer) {
      case 'sent':
        return here();
      case 'arrived':
        here();
        return unheard;
      case 'lost':
        return unheard;
      case 'crash after':
        here();
        return crash();
      case 'crash before':
        return crash();
      case 'hangs':
        return never;
      default:
        return answer;
    }
  };
  return {
    ...{ name, threads, paceMs, tried, accepted, edited, looked },
    ...(script.blind === undefined ? {} : { blind: script.blind }),
    ...(script.patienceMs === undefined ? {} : { patienceMs: script.patienceMs }),
    accepts: script.accepts ?? (() => true),
    send: async (message) => {
      if (latencyMs > 0) await clock.sleep(latencyMs);
      tried.push({ ...message, at: clock.monotonic() });
      return answered(script.answer?.(message) ?? 'sent', message);
    },
    edit: async (_to, ref, text) => {
      const answer = script.onEdit?.(ref) ?? { status: 'sent', ref };
      if (answer === 'hangs') return never;
      if (answer.status === 'sent') edited.push(`${ref} ${text}`);
      return answer;
    },
    find: async (to, { deliveryId }) => {
      looked.push(deliveryId);
      const own = script.onFind?.(deliveryId);
      if (own !== undefined) return own;
      if (!looks) return { status: 'blind' };
      const found = arrivedBefore(to, deliveryId);
      return found === undefined ? { status: 'not-there' } : { status: 'there', ref: found.ref };
    },
  };
}
