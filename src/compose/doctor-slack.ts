import type { Values } from '../config/settings.ts';
import type { SlackBench } from '../doctor/bench.ts';
import { SLACK_SCOPE_USES } from '../notify/slack-scopes.ts';
import { once } from './opened.ts';

/** Slack as far as checks ask it: auth.test and the list of channels. Nothing is sent. */
export function slackBench(values: Values): SlackBench {
  const look = once(async () => (await import('./doctor-slack-client.ts')).slackLook(values));
  let identity: ReturnType<SlackBench['identity']> | null = null;
  return {
    scopes: Object.entries(SLACK_SCOPE_USES).map(([scope, without]) => ({ scope, without })),
    identity: (signal) => {
      identity ??= look.get().then((slack) => slack.identity(signal));
      return identity;
    },
    channel: async (channel, signal) => (await look.get()).channel(channel, signal),
  };
}
