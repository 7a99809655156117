// What all tools that write have in common: arguments, the way to Slack's words, and the answer.
import { z } from 'zod';
import type { ToolAnswer } from '../../src/mcp/tool.ts';
import { type Mention, slackBody } from '../../src/notify/render/slack-text.ts';
import { type Delivered, deliver } from '../../src/notify/slack-deliver.ts';
import { SlackFailure, type SlackFailureKind } from '../../src/notify/slack-failure.ts';
import type { SlackDelivery } from '../../src/notify/slack-notifier.ts';
import { redact } from '../../src/platform/redact/redact.ts';
import { text } from '../shared/inputs.ts';
import { mustBeConfigured } from './channels.ts';
import type { SlackDeps } from './deps.ts';

const LONGEST = 40_000;
const LONGEST_ID = 200;

// Limits are checked here and not in the JSON Schema: strict schemas of models know no lengths.
export const Channel = text('#name or id');
export const Text = z
  .string()
  .refine((text) => text.trim() !== '' && text.length <= LONGEST, 'wants 1 to 40,000 characters')
  .describe('plain text');
export const Ts = z
  .string()
  .refine((ts) => /^\d{1,12}\.\d{1,9}$/.test(ts), 'wants the ts of a message: 1732184040.000100');

export const Sending = {
  channel: Channel,
  text: Text,
  mention: z.enum(['here']).optional(),
  deliveryId: z
    .string()
    .refine((id) => id.length <= LONGEST_ID, 'wants at most 200 characters')
    .describe('same for each try')
    .optional(),
  retry: z.boolean().describe('an earlier try may have arrived').optional(),
};

interface Letter {
  readonly channel: string;
  readonly text: string;
  readonly threadTs: string | null;
  readonly mention?: 'here' | undefined;
  readonly deliveryId?: string | undefined;
  readonly retry?: boolean | undefined;
}

export async function send(letter: Letter, deps: SlackDeps, signal: AbortSignal): Promise<ToolAnswer<SlackDelivery>> {
  const { channel, text, threadTs, mention = null, deliveryId = null, retry = false } = letter;
  await mustBeConfigured(deps, channel, signal);
  const order = { channel, text: mrkdwn(text, mention), threadTs, deliveryId, retry };
  return answer(channel, await deliver(deps.client, order, signal));
}

/** The only place where text becomes Slack's: redacted and escaped here, whoever called. A mention is a flag, never text. */
export function mrkdwn(text: string, mention: Mention): string {
  return slackBody(redact(text, LONGEST), mention);
}

const NEXT: Readonly<Record<SlackFailureKind, string>> = {
  permanent: 'mend that first',
  transient: 'try again later',
  unknown: 'try again with the same deliveryId and retry: true',
};

export function answer(channel: string, delivered: Delivered): ToolAnswer<SlackDelivery> {
  if (delivered.sent) {
    const { channelId, ts, found } = delivered;
    const text = found ? `already in ${channel}, ts ${ts}: nothing was sent` : `sent to ${channel}, ts ${ts}`;
    return { data: { sent: true, channel: channelId, ts }, text };
  }
  const { failure } = delivered;
  // Slack may have done its part before it failed: also then, the next try must look first.
  const kind = failure.mayHaveArrived ? 'unknown' : failure.kind;
  const why = `${failure.message}${kind === 'unknown' ? '; nobody knows whether the message arrived' : ''}`;
  return { data: { sent: false, failure: kind, why }, text: `not sent to ${channel}: ${why}. Next: ${NEXT[kind]}.` };
}

/** What is no fault of Slack's is none of the caller's either, and goes on as it is. */
export function failed(channel: string, error: unknown): ToolAnswer<SlackDelivery> {
  if (!(error instanceof SlackFailure)) throw error;
  return answer(channel, { sent: false, failure: error });
}
