import { WebClient } from '@slack/web-api';
import type { Values } from '../config/settings.ts';
import type { Refusal } from '../doctor/bench.ts';
import { SECOND } from '../domain/duration.ts';
import { slackClient } from '../notify/slack-client.ts';
import { SlackFailure } from '../notify/slack-failure.ts';
import { type SlackIdentity, slackIdentity } from '../notify/slack-identity.ts';
import { slackOptions } from '../notify/slack-options.ts';

/** One request gets a third of it. */
const TIMEOUT = 18 * SECOND;

export interface SlackLook {
  readonly identity: (signal: AbortSignal) => Promise<SlackIdentity | Refusal>;
  readonly channel: (channel: string, signal: AbortSignal) => Promise<Refusal | null>;
}

/** Loaded when there is something to ask: the SDK takes its time. */
export function slackLook({ SLACK_BOT_TOKEN: token, SLACK_API_URL: apiUrl }: Values): SlackLook {
  const web = new WebClient(token?.reveal() ?? '', slackOptions({ apiUrl, timeoutMs: TIMEOUT }));
  const client = slackClient(web);
  return {
    identity: (signal) => slackIdentity(web, signal).catch(refusalOf),
    channel: async (channel, signal) => {
      try {
        const { problem } = await client.checkChannel(channel, signal);
        return problem === null ? null : { ...split(problem), code: codeIn(problem), passing: false };
      } catch (error) {
        return refusalOf(error);
      }
    },
  };
}

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof SlackFailure)) throw error;
  const { code, kind, message } = error;
  const isTheirs = kind === 'transient' && (/^(?:ratelimited$|http_)/.test(code) || message.startsWith('Slack says'));
  return { ...split(message), code, passing: isTheirs };
}

/** `Slack says not_in_channel: the bot is not a member; type …`. */
function split(message: string): Pick<Refusal, 'found' | 'mend'> {
  const at = message.indexOf(': ');
  return at < 0 ? { found: message, mend: null } : { found: message.slice(0, at), mend: message.slice(at + 2) };
}

function codeIn(problem: string): string {
  return /^Slack says ([a-z0-9_]+)/.exec(problem)?.[1] ?? '';
}
