// What the monitor tells of itself: messages of SEV-3 in the channel for everybody.
import type { Accepted } from '../../fakes/slack/types.ts';
import type { Cycle, World } from '../../support/world.ts';

/** Messages about the monitoring itself that Slack has, the oldest first. */
export function selfTold({ slack }: Pick<World, 'slack'>): readonly Accepted[] {
  return slack.messages.filter(({ text }) => text.includes('[SELF]'));
}

/** The decisions about it in this cycle. */
export function selfDecided({ report }: Cycle): readonly string[] {
  const own = report.incidents.filter(({ rules }) => rules[0] === 'SELF').map(({ id }) => id);
  return report.decisions.flatMap((d) =>
    own.includes(d.incidentId) ? [`${d.severity} ${d.verdict} ${d.reason} ${d.channel}`] : [],
  );
}
