// What all tools that write have in common: arguments, the way to Slack's words, and the answer.
import { z } from 'zod';
import type { ToolAnswer } from '../../src/mcp/tool.ts';
import { type SlackWords, slackBlocks, slackEdit } from '../../src/notify/render/slack-blocks.ts';
import { type Mention, slackBody } from '../../src/notify/render/slack-text.ts';
import { type Delivered, deliver } from '../../src/notify/slack-deliver.ts';
import { isGone, SlackFailure, type SlackFailureKind } from '../../src/notify/slack-failure.ts';
import type { SlackDelivery } from '../../src/notify/slack-sink.ts';
import { redact } from '../../src/platform/redact/redact.ts';
import { text } from '../shared/inputs.ts';
import { notConfigured } from './channels.ts';
import type { SlackDeps } from './deps.ts';

const LONGEST = 40_000;
const LONGEST_ID = 200;
const LONGEST_WHY = 1200;

// Limits are checked here and not in the JSON Schema: strict schemas of models know no lengths.
export const Channel = text('#name or id');
export const Text = z
  .string()
  .refine((text) => text.trim() !== '' && text.length <= LONGEST, 'wants 1 to 40,000 characters')
  .describe('plain text');
export const Ts = z
  .string()
  .refine((ts) => /^\d{1,12}\.\d{1,9}$/.test(ts), 'wants the ts of a message: 1732184040.000100');

export const DeliveryId = z.string().refine((id) => id.length <= LONGEST_ID, 'wants at most 200 characters');

export const Sending = {
  channel: Channel,
  text: Text,
  mention: z.enum(['here']).optional(),
  deliveryId: DeliveryId.describe('same for each try').optional(),
  retry: z.boolean().describe('an earlier try may have arrived').optional(),
};

interface Letter {
  readonly channel: string;
  readonly text: string;
  readonly threadTs: string | null;
  readonly broadcast?: boolean | undefined;
  readonly mention?: 'here' | undefined;
  readonly deliveryId?: string | undefined;
  readonly retry?: boolean | undefined;
}

export async function send(letter: Letter, deps: SlackDeps, signal: AbortSignal): Promise<ToolAnswer<SlackDelivery>> {
  const { channel, threadTs, mention = null, deliveryId = null, retry = false, broadcast = false } = letter;
  const refused = await notConfigured(deps, channel, signal);
  if (refused !== null) return refusal(channel, refused);
  const order = { ...words(letter.text, mention, deps), channel, threadTs, broadcast, deliveryId, retry };
  return answer(channel, await deliver(deps.client, order, signal));
}

interface Worded extends SlackWords {
  /** In place of the blocks, where Slack refuses them. */
  readonly plain: string;
}

/** The only place where text becomes Slack's: redacted and escaped here, whoever called. A mention is a flag, never text. */
function words(text: string, mention: Mention, deps: SlackDeps): Worded {
  const harmless = harmlessText(text, deps);
  return { ...slackBlocks(harmless, mention), plain: slackBody(harmless, mention) };
}

/** An edit calls nobody, and has less room. */
export function editedWords(text: string, deps: SlackDeps): Worded {
  const edited = slackEdit(harmlessText(text, deps));
  return { ...edited, plain: edited.text };
}

/** Tokens are looked for where nothing invisible parts them any more, and no sign in them is escaped yet. */
function harmlessText(text: string, { scrub }: SlackDeps): string {
  return scrub(redact(text, LONGEST));
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
  const wait = failure.retryAfterMs === null ? {} : { retryAfterMs: failure.retryAfterMs };
  const gone = isGone(failure) ? { gone: true } : {};
  return { data: { sent: false, failure: kind, why, ...wait, ...gone }, text: notSent(channel, why, NEXT[kind]) };
}

/** Nobody but the operator can mend that. */
export function refusal(channel: string, why: string): ToolAnswer<SlackDelivery> {
  const said = redact(why, LONGEST_WHY);
  return { data: { sent: false, failure: 'permanent', why: said }, text: notSent(channel, said, NEXT.permanent) };
}

function notSent(channel: string, why: string, next: string): string {
  return `not sent to ${redact(channel, LONGEST_ID)}: ${why}. Next: ${next}.`;
}

/** What is no fault of Slack's is none of the caller's either, and goes on as it is. */
export function failed(channel: string, error: unknown): ToolAnswer<SlackDelivery> {
  if (!(error instanceof SlackFailure)) throw error;
  return answer(channel, { sent: false, failure: error });
}
