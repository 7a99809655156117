import type { Secret } from '../config/secret.ts';
import type { Values } from '../config/settings.ts';
import type { Notifier } from '../notify/notifier.ts';
import { type Opened, once } from './opened.ts';

/** Through its own tool server, in this process. Null without a token: then messages are shown and recorded only. */
export function slackSender(values: Values, scrub: (text: string) => string): Opened<Notifier> | null {
  const token = values.SLACK_BOT_TOKEN;
  if (token === null) return null;
  const connection = once(() => connectSlack(values, token, scrub));
  return {
    value: {
      name: 'slack',
      send: async (message, signal) => {
        const { value } = await connection.get();
        return value.send({ ...message, text: scrub(message.text) }, signal);
      },
    },
    close: async () => {
      if (!connection.opened()) return;
      const opened = await connection.get().catch(() => null);
      await opened?.close();
    },
  };
}

async function connectSlack(values: Values, token: Secret, scrub: (text: string) => string): Promise<Opened<Notifier>> {
  const [{ connectInProcess }, { slackNotifier }, { slackToolset }, { slackDeps }] = await Promise.all([
    import('../mcp/connect.ts'),
    import('../notify/slack-notifier.ts'),
    import('../../mcp-servers/slack/toolset.ts'),
    import('./slack-deps.ts'),
  ]);
  const callTimeoutMs = values.SLACK_DEADLINE_SECONDS;
  const deps = slackDeps(values, token);
  const tools = await connectInProcess(slackToolset, deps, { callTimeoutMs, allowWrite: true, scrub });
  return { value: slackNotifier(tools), close: () => tools.close() };
}
