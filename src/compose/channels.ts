import { usualChannels } from '../config/routes/default.ts';
import type { Values } from '../config/settings.ts';
import { destinationName, sinkName } from '../domain/destination.ts';
import { destinationsOf } from '../domain/match-route.ts';
import type { Routing } from '../domain/routing.ts';

/** Where messages may go in Slack: the two usual channels, and all that a route names. */
export function slackChannels(values: Values, routing: Routing): readonly string[] {
  const { standard, critical } = usualChannels(values);
  const named = destinationsOf(routing).filter((to) => sinkName(to) === 'slack');
  return [...new Set([standard, critical, ...named.map(destinationName)])];
}
