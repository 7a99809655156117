import { WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import { type SlackClient, slackClient } from '../../../src/notify/slack-client.ts';
import { slackOptions } from '../../../src/notify/slack-options.ts';
import { type FakeSlack, fakeSlack } from './fake-slack.ts';
import type { FakeSlackOptions } from './types.ts';

export const TOKEN = 'fake-bot-token';

/** A public one, a private one with the bot, an archived one, and two that the bot is not in. */
export const CHANNELS = [
  { id: 'C0ALERTS', name: 'alerts' },
  { id: 'C0CRIT', name: 'critical-alerts', private: true },
  { id: 'C0OLD', name: 'old', archived: true },
  { id: 'C0OPEN', name: 'open', member: false },
  { id: 'C0HIDDEN', name: 'hidden', member: false, private: true },
] as const;

export interface Connected {
  readonly slack: FakeSlack;
  readonly client: SlackClient;
  readonly signal: AbortSignal;
}

/** The real SDK, as the program builds it, and a fake Slack that ends with the test. `timeoutMs`: for one message. */
export async function connect(
  options: Partial<FakeSlackOptions> = {},
  timeoutMs = 6000,
  token = TOKEN,
): Promise<Connected> {
  const slack = await fakeSlack({ token: TOKEN, channels: CHANNELS, ...options });
  onTestFinished(() => slack.stop());
  const client = slackClient(new WebClient(token, slackOptions({ apiUrl: slack.url, timeoutMs })));
  return { slack, client, signal: new AbortController().signal };
}
