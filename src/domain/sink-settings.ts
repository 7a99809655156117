/** The sinks besides Slack, in the order in which they are told about. */
export const SINK_KINDS = ['webhook', 'email', 'pagerduty', 'stdout'] as const;
export type SinkKind = (typeof SINK_KINDS)[number];

/** Bodies of webhooks that come with the program: notify/sinks/templates.ts. */
export const READY_TEMPLATES = ['generic', 'ntfy', 'discord', 'telegram', 'mattermost'] as const;
export type ReadyTemplate = (typeof READY_TEMPLATES)[number];

/*
 * What routes.yaml says of one sink. Secrets are never in the file: a field that ends in `From` holds the name of the environment
 * variable that does. `name` is the destination that routes name.
 */

export interface WebhookSettings {
  readonly type: 'webhook';
  readonly name: string;
  /** Environment variable with the whole address, tokens in it and all. */
  readonly urlFrom: string;
  readonly template: ReadyTemplate;
  /** A Liquid template of one's own that renders JSON; then `template` counts for nothing. */
  readonly body: string | null;
  /** Characters the text of a message may have in `body`; null: as many as it has. */
  readonly maxLength: number | null;
  /** Further variables of the template: `topic` of ntfy, `chat_id` of Telegram. */
  readonly values: Readonly<Record<string, string>>;
  /** The same by the environment variable that holds them. */
  readonly valuesFrom: Readonly<Record<string, string>>;
  /** Environment variable with the token that is sent as `Authorization: Bearer …`. */
  readonly tokenFrom: string | null;
  /** Environment variable with the key the body is signed with. */
  readonly secretFrom: string | null;
  /** http:// is taken for hosts outside loopback and private networks too. */
  readonly insecure: boolean;
}

export interface EmailSettings {
  readonly type: 'email';
  readonly name: string;
  /** Environment variable with `smtp://user:password@host:587` or `smtps://…:465`. */
  readonly urlFrom: string;
  readonly from: string;
  readonly to: readonly string[];
  /** Without TLS outside loopback and private networks too, and with any certificate. */
  readonly insecure: boolean;
}

export interface PagerdutySettings {
  readonly type: 'pagerduty';
  readonly name: string;
  /** Environment variable with the integration key (Events API v2). */
  readonly keyFrom: string;
  /** `https://events.pagerduty.com`, or that of the service region EU. */
  readonly baseUrl: string;
}

/** A line of JSON for each message on the standard output. */
export interface StdoutSettings {
  readonly type: 'stdout';
  readonly name: string;
}

export type SinkSettings = WebhookSettings | EmailSettings | PagerdutySettings | StdoutSettings;
