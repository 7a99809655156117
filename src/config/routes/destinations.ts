import { type Destination, slackChannel } from '../../domain/destination.ts';
import { quote } from '../fault.ts';
import { didYouMean } from '../suggest.ts';
import { sameChannel, type UsualChannels } from './default.ts';

export interface Reachable {
  /** Names of the sinks of the file. */
  readonly sinks: readonly string[];
  /** Slack's usual channels; null without SLACK_BOT_TOKEN. */
  readonly slack: UsualChannels | null;
}

/** `#alerts`, `alerts`, or an id such as C0123ABCD. */
const CHANNEL = /^#?[\p{L}\p{N}._-]{1,80}$/u;
const ID = /^[CG][A-Z0-9]{4,}$/;
const NOBODY = /^(none|nobody|null|off|drop|\/dev\/null)$/i;

/** A destination as it is written in a route, or why it can't be one. */
export function readDestination(
  text: string,
  { sinks, slack }: Reachable,
): { readonly to: Destination } | { readonly fault: string } {
  if (sinks.includes(text)) return { to: text };
  const channel = /^slack:(.*)$/s.exec(text)?.[1]?.trim();
  if (channel !== undefined) return slackDestination(channel, slack);
  if (NOBODY.test(text)) {
    const mend = 'use `k8s-monitor incidents silence`, with its end and a reason, for what nobody wants to hear of now';
    return { fault: `${quote(text)} would lose alerts without a word; ${mend}. SEV-4 is never sent` };
  }
  // An address may hold a token: it is not repeated.
  if (text.includes('://')) return { fault: 'an address is no sink; give it a name below sinks: and write that here' };
  if (text.startsWith('#')) return { fault: `${quote(text)} is no sink; a channel is written slack:${text}` };
  if (text === 'slack') return { fault: '"slack" names no channel; write slack:#alerts' };
  const known = [...sinks, ...(slack === null ? [] : [`slack:${slack.critical}`, `slack:${slack.standard}`])];
  const there = known.length === 0 ? 'there is none' : `there are ${known.join(', ')}`;
  return { fault: `unknown sink ${quote(text)}${didYouMean(text, known) || `; ${there}`}` };
}

function slackDestination(channel: string, slack: UsualChannels | null) {
  if (!CHANNEL.test(channel)) {
    return {
      fault: `${quote(`slack:${channel}`)} names no channel; write slack:#alerts, or slack: and the channel's id`,
    };
  }
  if (slack === null) {
    return { fault: `slack:${channel} needs SLACK_BOT_TOKEN, which is not set; set it, or send this somewhere else` };
  }
  if (ID.test(channel)) return { to: slackChannel(channel) };
  // The same channel has one name only: threads are found by it.
  const usual = [slack.critical, slack.standard].find((name) => sameChannel(name, channel));
  return { to: slackChannel(usual ?? `#${channel.replace(/^#/, '')}`) };
}
