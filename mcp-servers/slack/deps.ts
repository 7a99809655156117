import type { SlackClient } from '../../src/notify/slack-client.ts';

export interface SlackDeps {
  readonly client: SlackClient;
  /** Names (`#alerts` or `alerts`) or ids. Nothing is written anywhere else. */
  readonly channels: readonly string[];
  /** Takes our own tokens out of a text: whoever calls may have been talked into posting them. */
  readonly scrub: (text: string) => string;
}
