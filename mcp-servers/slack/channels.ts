import type { SlackDeps } from './deps.ts';

/**
 * Why nothing is written there; null for a channel that is configured, by its name or its id. Whoever calls, whatever a model talked
 * them into: messages go where the operator wants them.
 */
export async function notConfigured(
  deps: Pick<SlackDeps, 'client' | 'channels'>,
  channel: string,
  signal: AbortSignal,
): Promise<string | null> {
  const wanted = bare(channel);
  if (deps.channels.some((name) => bare(name) === wanted)) return null;
  const isId = /^[CG][A-Z0-9]{4,}$/.test(channel);
  if (isId && (await idsOf(deps, signal)).includes(channel)) return null;
  const mend =
    deps.channels.length === 0
      ? 'set SLACK_CHANNEL'
      : `use ${deps.channels.join(' or ')}, or name it in SLACK_CHANNEL, SLACK_CHANNEL_CRITICAL or a route`;
  return `${channel} is not a configured channel, nothing was sent; ${mend}`;
}

/** Names that Slack doesn't find have no id to compare with. */
async function idsOf(
  { client, channels }: Pick<SlackDeps, 'client' | 'channels'>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const ids = await Promise.allSettled(channels.map((name) => client.channelId(name, signal)));
  return ids.flatMap((id) => (id.status === 'fulfilled' ? [id.value] : []));
}

function bare(channel: string): string {
  return channel.replace(/^#/, '');
}
