import type { Destination } from '../domain/destination.ts';
import type { MessageKind, OutboxPart } from '../domain/outbox.ts';
import type { Severity } from '../domain/severity.ts';

/** A message that is ready to leave; the sink puts it into the words of the place it goes to. */
export interface Outgoing {
  readonly to: Destination;
  readonly kind: MessageKind;
  readonly severity: Severity;
  /** False once everything in it is over. */
  readonly open: boolean;
  readonly incidentIds: readonly string[];
  /** Those of them that are less severe than `severity`; none when left out. */
  readonly lesser?: readonly string[];
  /** Plain text, first line the headline, last line incident and cycle; `@here ` at its beginning calls people. */
  readonly text: string;
  /** The same for every try of the same message, so that one that arrived is known. */
  readonly deliveryId: string;
  /** `ref` of the message this one answers; null: a message of its own. */
  readonly thread: string | null;
  /** A reply that the whole channel sees. */
  readonly broadcast: boolean;
  /** An earlier try may have arrived: it is looked for first, where the sink can look. */
  readonly retry: boolean;
  /** Only of a digest of overdue messages: what it is made of, as some of it may be over (`OutboxEntry.parts`). */
  readonly parts?: readonly Pick<OutboxPart, 'severity' | 'open' | 'incidentIds' | 'lesser' | 'at'>[];
}

/**
 * `permanent`: it fails again until somebody mends something. `transient`: it may work later. `unknown`: nobody heard how it ended,
 * so it may have arrived.
 */
export type FailureKind = 'permanent' | 'transient' | 'unknown';

export type Delivery =
  /**
   * `ref` names the message for replies and edits; null where there are none. `note`: what somebody should mend although it arrived,
   * such as one of several recipients who was refused.
   */
  | { readonly status: 'sent'; readonly ref: string | null; readonly note?: string }
  | {
      readonly status: 'failed';
      /** What happened and the mend. */
      readonly why: string;
      readonly failure: FailureKind;
      /** How long the sink asks to wait, in milliseconds: UNSAID_WAIT_MS where it asks without a number, null where it doesn't ask. */
      readonly retryAfterMs: number | null;
      /** The message that was to be edited or answered is not there any more. */
      readonly gone?: boolean;
    };

/** A 429 without a number. */
export const UNSAID_WAIT_MS = 30_000;

/** `blind`: nobody can look there, now or later. `failed`: it could not be looked for this time. */
export type Found =
  | { readonly status: 'there'; readonly ref: string | null }
  | { readonly status: 'not-there' }
  | { readonly status: 'blind' }
  | { readonly status: 'failed'; readonly why: string };

/** A place messages go to. Says whether it may be tried again; never tries again itself, and never rejects. */
export interface Sink {
  /** `slack`, or its name in routes.yaml. */
  readonly name: string;
  /** It takes replies and edits; else everything is a message of its own, and nothing is edited. */
  readonly threads: boolean;
  /** Milliseconds between two messages to the same destination. */
  readonly paceMs: number;
  /** Nobody can ever look there for what has arrived: what was sent twice is read twice. */
  readonly blind?: boolean;
  /** Milliseconds for one message with all its tries, where that is longer than for others. */
  readonly patienceMs?: number;
  /** What it has no use for (a pager: all but SEV-1) counts as delivered there. */
  readonly accepts: (message: Pick<Outgoing, 'kind' | 'severity'>) => boolean;
  readonly send: (message: Outgoing, signal: AbortSignal) => Promise<Delivery>;
  /** Replaces the text of a message. Only where `threads`. */
  readonly edit: (to: Destination, ref: string, text: string, signal: AbortSignal) => Promise<Delivery>;
  /** Whether a delivery has arrived, some cycles ago perhaps. `thread`: `ref` of the message it would answer. Never rejects. */
  readonly find: (
    to: Destination,
    what: Pick<Outgoing, 'deliveryId' | 'thread'>,
    signal: AbortSignal,
  ) => Promise<Found>;
}
