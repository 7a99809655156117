import type { Secret } from '../config/secret.ts';
import type { Values } from '../config/settings.ts';
import type { Delivery, Sink } from '../notify/sink.ts';
import { messageOf } from '../platform/errors.ts';
import { type Opened, once } from './opened.ts';

/**
 * Through its own tool server, in this process, to these channels and no others. Null without a token: then messages are shown and
 * recorded only.
 */
export function slackSender(
  values: Values,
  scrub: (text: string) => string,
  channels: readonly string[],
): Opened<Sink> | null {
  const token = values.SLACK_BOT_TOKEN;
  if (token === null) return null;
  const connection = once(() => connectSlack(values, token, scrub, channels));
  return {
    value: lazily(values.SEND_PACE_SECONDS, scrub, async () => (await connection.get()).value),
    close: async () => {
      if (!connection.opened()) return;
      const opened = await connection.get().catch(() => null);
      await opened?.close();
    },
  };
}

/** A cycle with nothing to tell loads no SDK. */
function lazily(paceMs: number, scrub: (text: string) => string, get: () => Promise<Sink>): Sink {
  return {
    name: 'slack',
    threads: true,
    paceMs,
    accepts: () => true,
    send: (message, signal) =>
      get().then((sink) => sink.send({ ...message, text: scrub(message.text) }, signal), notLoaded),
    edit: (to, ref, text, signal) => get().then((sink) => sink.edit(to, ref, scrub(text), signal), notLoaded),
    find: (to, what, signal) =>
      get().then(
        (sink) => sink.find(to, what, signal),
        (error) => ({ status: 'failed', why: notLoaded(error).why }),
      ),
  };
}

function notLoaded(error: unknown): Extract<Delivery, { status: 'failed' }> {
  const why = `what talks to Slack could not be loaded: ${messageOf(error)}; install k8s-monitor again`;
  return { status: 'failed', why, failure: 'transient', retryAfterMs: null };
}

async function connectSlack(
  values: Values,
  token: Secret,
  scrub: (text: string) => string,
  channels: readonly string[],
): Promise<Opened<Sink>> {
  const [{ connectInProcess }, { slackSink }, { slackToolset }, { slackDeps }] = await Promise.all([
    import('../mcp/connect.ts'),
    import('../notify/slack-sink.ts'),
    import('../../mcp-servers/slack/toolset.ts'),
    import('./slack-deps.ts'),
  ]);
  const callTimeoutMs = values.SLACK_DEADLINE_SECONDS;
  const deps = slackDeps(values, token, channels);
  const tools = await connectInProcess(slackToolset, deps, { callTimeoutMs, allowWrite: true, scrub });
  return { value: slackSink(tools, { paceMs: values.SEND_PACE_SECONDS }), close: () => tools.close() };
}
