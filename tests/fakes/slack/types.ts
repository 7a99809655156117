export interface FakeChannel {
  readonly id: string;
  /** Without the `#`. */
  readonly name: string;
  /** Default true. */
  readonly member?: boolean;
  readonly archived?: boolean;
  readonly private?: boolean;
}

/** What Slack accepted, as it keeps it. */
export interface Accepted {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  /** As it was first said. */
  readonly said: string;
  text: string;
  blocks: readonly unknown[] | null;
  metadata: Metadata | null;
  /** A reply that is shown in the channel as well. */
  broadcast: boolean;
  /** How often chat.update changed it. */
  edits: number;
}

export interface Metadata {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, unknown>>;
}

export interface Asked {
  readonly method: string;
  /** As sent: JSON inside a form is parsed, numbers of a form stay text. */
  readonly args: Readonly<Record<string, unknown>>;
  /** How often this method was asked for, this time included. */
  readonly time: number;
}

/**
 * `null`: answer as usual. `accept-…`: do what was asked, and then let the caller never hear of it. An `error` is answered with
 * HTTP 200, as Slack does.
 */
export type Reply =
  | null
  | 'hang'
  | 'reset'
  | 'cut'
  | 'html'
  | 'accept-then-hang'
  | 'accept-then-reset'
  | { readonly error: string }
  | {
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly delayMs?: number;
    };

export type Script = (asked: Asked) => Reply;

export interface FakeSlackOptions {
  readonly token: string;
  readonly channels: readonly FakeChannel[];
  readonly script?: Script;
  /** What the token may do; default: everything the monitor asks for. */
  readonly scopes?: readonly string[];
  /** One message a second and channel, as Slack allows; more is a 429. Default false. */
  readonly rateLimit?: boolean;
  /** 0: any that is free. */
  readonly port?: number;
  /** What another one had accepted before, the oldest first: it is found and answered here. */
  readonly accepted?: readonly Accepted[];
}

/** The answer of a method: fields of `{ok: true, …}`, or the error code of `{ok: false, …}`. */
export type Answer = Readonly<Record<string, unknown>> | { readonly error: string };

export interface World {
  readonly options: FakeSlackOptions;
  readonly messages: Accepted[];
  /** By channel: milliseconds of its last message. */
  readonly lastPost: Map<string, number>;
  readonly nextTs: (channel: string) => string;
}

export const SCOPES: readonly string[] = [
  'chat:write',
  'channels:read',
  'groups:read',
  'channels:history',
  'groups:history',
];
