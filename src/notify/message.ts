import type { Destination } from '../domain/destination.ts';
import type { MessageKind } from '../domain/outbox.ts';
import type { Severity } from '../domain/severity.ts';

/** What one destination is to be told, before it is anybody's to deliver. */
export interface Message {
  readonly to: Destination;
  readonly kind: MessageKind;
  /** The worst of what it is about. */
  readonly severity: Severity;
  /** False once everything in it is over. */
  readonly open: boolean;
  readonly incidentIds: readonly string[];
  /** Those of them that are less severe than the message; none when left out. */
  readonly lesser?: readonly string[] | undefined;
  /** Plain text; `@here ` at its beginning calls people. */
  readonly text: string;
  /** Which news it is: the same as long as it has not been told, in whatever cycle and whatever words. */
  readonly key: string;
  /** The thread it is a reply in (`Thread.key`); null: a message of its own. */
  readonly thread: string | null;
  /** A reply that the whole channel sees. */
  readonly broadcast: boolean;
  /** Keys of the threads that its arrival opens: ids of incidents, or `self:2026-11-21`. Empty for replies. */
  readonly opens: readonly string[];
  /** Where it goes when `to` is broken for good; left out: what the routes that name `to` say. */
  readonly fallback?: readonly Destination[] | undefined;
}
