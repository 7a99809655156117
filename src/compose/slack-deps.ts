import { WebClient } from '@slack/web-api';
import type { SlackDeps } from '../../mcp-servers/slack/deps.ts';
import type { Secret } from '../config/secret.ts';
import type { Values } from '../config/settings.ts';
import { slackClient } from '../notify/slack-client.ts';
import { slackOptions } from '../notify/slack-options.ts';
import { channelsOf } from './channels.ts';
import { tokenScrubber } from './own-tokens.ts';

/** Loaded when there is something to send: the SDK takes its time. */
export function slackDeps(values: Values, token: Secret): SlackDeps {
  const apiUrl = values.SLACK_API_URL;
  const web = new WebClient(token.reveal(), slackOptions({ apiUrl, timeoutMs: values.SLACK_DEADLINE_SECONDS }));
  const { standard, critical } = channelsOf(values);
  const client = slackClient(web);
  const scrub = tokenScrubber(values);
  return {
    client: {
      ...client,
      // A client of the tool server may have been talked into posting them.
      postMessage: (message, signal) => client.postMessage({ ...message, text: scrub(message.text) }, signal),
      updateMessage: (change, signal) => client.updateMessage({ ...change, text: scrub(change.text) }, signal),
    },
    channels: [...new Set([standard, critical])],
  };
}
