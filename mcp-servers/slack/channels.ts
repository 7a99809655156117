import { failure } from '../shared/failure.ts';
import type { SlackDeps } from './deps.ts';

/**
 * Throws a ToolError unless the channel is one that is configured; an id counts as the name it belongs to. Whoever calls, whatever
 * a model talked them into: messages go where the operator wants them.
 */
export async function mustBeConfigured(deps: SlackDeps, channel: string, signal: AbortSignal): Promise<void> {
  const wanted = bare(channel);
  if (deps.channels.some((name) => bare(name) === wanted)) return;
  const isId = /^[CG][A-Z0-9]{4,}$/.test(channel);
  if (isId && (await idsOf(deps, signal)).includes(channel)) return;
  throw failure(
    `${channel} is not a configured channel, nothing was sent`,
    deps.channels.length === 0
      ? 'set SLACK_CHANNEL'
      : `use ${deps.channels.join(' or ')}, or set SLACK_CHANNEL or SLACK_CHANNEL_CRITICAL`,
  );
}

/** Names that Slack doesn't find have no id to compare with. */
async function idsOf({ client, channels }: SlackDeps, signal: AbortSignal): Promise<readonly string[]> {
  const ids = await Promise.allSettled(channels.map((name) => client.channelId(name, signal)));
  return ids.flatMap((id) => (id.status === 'fulfilled' ? [id.value] : []));
}

function bare(channel: string): string {
  return channel.replace(/^#/, '');
}
