import type { SlackClient } from '../../src/notify/slack-client.ts';

export interface SlackDeps {
  readonly client: SlackClient;
  /** Names (`#alerts` or `alerts`) or ids. Nothing is written anywhere else. */
  readonly channels: readonly string[];
}
