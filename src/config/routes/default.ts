import { type Destination, slackChannel } from '../../domain/destination.ts';
import type { Route, RouteMatch, Routing } from '../../domain/routing.ts';
import type { SinkSettings } from '../../domain/sink-settings.ts';
import type { Values } from '../settings.ts';

/** The two channels that Slack's messages go to when nobody says otherwise. */
export interface UsualChannels {
  /** SEV-2 and SEV-3. */
  readonly standard: string;
  /** SEV-1. */
  readonly critical: string;
}

export function usualChannels(values: Pick<Values, 'SLACK_CHANNEL' | 'SLACK_CHANNEL_CRITICAL'>): UsualChannels {
  const standard = values.SLACK_CHANNEL ?? '#infrastructure-alerts';
  return { standard, critical: values.SLACK_CHANNEL_CRITICAL ?? values.SLACK_CHANNEL ?? '#critical-alerts' };
}

export const DEFAULT_SOURCE = 'default';
const ANY: RouteMatch = { severities: [], tiers: [], services: [], namespaces: [] };

/** What messages can be sent with. */
export interface Means {
  readonly channels: UsualChannels;
  /** SLACK_BOT_TOKEN is set. */
  readonly slack: boolean;
  readonly sinks: readonly SinkSettings[];
}

/**
 * Where everything goes that no route matches: Slack's two channels, each standing in for the other one; without Slack every sink there
 * is, as being told twice is better than not at all. With neither, messages have a channel and are shown only.
 */
export function defaultRouting(means: Means): Routing {
  const { channels, slack, sinks } = means;
  const route = (severities: RouteMatch['severities'], to: readonly Destination[]): Route => ({
    source: DEFAULT_SOURCE,
    match: { ...ANY, severities },
    to,
    fallback: usualFallback(severities, to, means),
  });
  if (!slack && sinks.length > 0)
    return [
      route(
        [],
        sinks.map(({ name }) => name),
      ),
    ];
  return [
    route(['SEV-1'], [slackChannel(channels.critical)]),
    route(['SEV-2', 'SEV-3'], [slackChannel(channels.standard)]),
  ];
}

/** Where a message goes when none of `to` can ever take it, where the route doesn't say: Slack first, then what else people read. */
export function usualFallback(
  severities: RouteMatch['severities'],
  to: readonly Destination[],
  { channels: { standard, critical }, slack, sinks }: Means,
): readonly Destination[] {
  const urgent = severities.length > 0 && severities.every((severity) => severity === 'SEV-1');
  const both = urgent ? [critical, standard] : [standard, critical];
  const inSlack = slack || sinks.length === 0 ? (sameChannel(standard, critical) ? [standard] : both) : [];
  const others = sinks.filter(({ type }) => type !== 'stdout' && (urgent || type !== 'pagerduty'));
  const all = [...inSlack.map(slackChannel), ...others.map(({ name }) => name)];
  return all.filter((destination) => !to.includes(destination));
}

/** `#alerts` and `alerts` are one channel. */
export function sameChannel(a: string, b: string): boolean {
  return a.replace(/^#/, '') === b.replace(/^#/, '');
}
