/** A message that is ready to leave, in the words of the place it goes to. */
export interface Outgoing {
  readonly channel: string;
  readonly text: string;
  /** The same for every try of the same message, so that one that arrived is known. */
  readonly deliveryId: string;
  /** Message this one answers; null: a message of its own. */
  readonly threadTs: string | null;
}

export type Delivery =
  | { readonly status: 'sent'; readonly ts: string; readonly channelId: string }
  /** `retryable`: the same message may get through later. */
  | { readonly status: 'failed'; readonly why: string; readonly retryable: boolean };

/** A place messages go to. Says whether it may be tried again; never tries again itself, and never rejects. */
export interface Notifier {
  readonly name: string;
  send(message: Outgoing, signal: AbortSignal): Promise<Delivery>;
}
