/** Where messages go: `slack:#critical`, or the name of a sink of routes.yaml, such as `ops-mail`. */
export type Destination = string;

const SLACK = 'slack:';

/** A channel of Slack as people write it: `#alerts`, `alerts` or an id. */
export function slackChannel(channel: string): Destination {
  return `${SLACK}${channel}`;
}

/** The sink that serves a destination: `slack`, or the destination itself. */
export function sinkName(to: Destination): string {
  return to.startsWith(SLACK) ? 'slack' : to;
}

/** Its messages can be answered and edited: Slack's (`Sink.threads`). */
export function isThreaded(to: Destination): boolean {
  return to.startsWith(SLACK);
}

/** As people call it: `#critical`, `ops-mail`. */
export function destinationName(to: Destination): string {
  return to.startsWith(SLACK) ? to.slice(SLACK.length) : to;
}
