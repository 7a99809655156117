import { WebClient } from '@slack/web-api';
import type { SlackDeps } from '../../mcp-servers/slack/deps.ts';
import type { Secret } from '../config/secret.ts';
import type { Values } from '../config/settings.ts';
import { slackClient } from '../notify/slack-client.ts';
import { slackOptions } from '../notify/slack-options.ts';
import { tokenScrubber } from './own-tokens.ts';

/** Loaded when there is something to send: the SDK takes its time. `channels`: where it may write, and nowhere else. */
export function slackDeps(values: Values, token: Secret, channels: readonly string[]): SlackDeps {
  const apiUrl = values.SLACK_API_URL;
  const web = new WebClient(token.reveal(), slackOptions({ apiUrl, timeoutMs: values.SLACK_DEADLINE_SECONDS }));
  return { client: slackClient(web), channels, scrub: tokenScrubber(values) };
}
