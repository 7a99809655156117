import type { Toolset } from '../../src/mcp/tool.ts';
import type { SlackDeps } from './deps.ts';
import { checkChannel } from './tools/check-channel.ts';
import { postMessage } from './tools/post-message.ts';
import { replyInThread } from './tools/reply-in-thread.ts';
import { updateMessage } from './tools/update-message.ts';

/**
 * Slack for the cycle, and for people who allow writing. Callers hand over plain text and, if somebody is to be called, the flag
 * `mention`; the server makes mrkdwn of it (src/notify/render/slack-text.ts). So nothing in a text can mention, link or format,
 * whoever wrote it, and there is one place to look at.
 */
export const slackToolset: Toolset<SlackDeps> = {
  name: 'slack',
  title: 'Slack messages of k8s-monitor',
  instructions:
    'Writes plain text to the configured channels only, and checks them. Text never becomes a mention or a link.',
  tools: [postMessage, replyInThread, updateMessage, checkChannel],
};
