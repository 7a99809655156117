import type { Values } from '../config/settings.ts';
import type { Channels } from '../escalate/route.ts';

export function channelsOf(values: Values): Channels {
  const standard = values.SLACK_CHANNEL ?? '#infrastructure-alerts';
  return { standard, critical: values.SLACK_CHANNEL_CRITICAL ?? values.SLACK_CHANNEL ?? '#critical-alerts' };
}
