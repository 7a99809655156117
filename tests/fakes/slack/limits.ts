// What Slack refuses before it looks at anything else: lengths, shapes and numbers of what is in a message.
import { z } from 'zod';
import type { Metadata } from './types.ts';

const LONGEST_TEXT = 40_000;
/** Bytes; an edit has less room than a new message. */
const LONGEST_EDIT = 4000;
const MOST_BLOCKS = 50;
/** Not documented; all text of the blocks of one message together. */
const LONGEST_BLOCKS = 13_200;
const LARGEST_METADATA = 16_000;

// Every field that Slack doesn't know at this place is refused: `emoji` of mrkdwn, `verbatim` of plain text.
const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(max), verbatim: z.boolean().optional() });
const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max), emoji: z.boolean().optional() });
const anyText = (max: number) => z.discriminatedUnion('type', [mrkdwn(max), plainText(max)]);
const blockId = { block_id: z.string().max(255).optional() };

const Button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  action_id: z.string().max(255).optional(),
  value: z.string().max(2000).optional(),
  url: z.string().max(3000).optional(),
});

const Block = z.discriminatedUnion('type', [
  z.strictObject({ ...blockId, type: z.literal('header'), text: plainText(150) }),
  z.strictObject({
    ...blockId,
    type: z.literal('section'),
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: Button.optional(),
    expand: z.boolean().optional(),
  }),
  z.strictObject({ ...blockId, type: z.literal('context'), elements: z.array(anyText(2000)).min(1).max(10) }),
  z.strictObject({ ...blockId, type: z.literal('actions'), elements: z.array(Button).min(1).max(25) }),
  z.strictObject({ ...blockId, type: z.literal('divider') }),
]);

export function editFault(value: unknown, blocks: unknown): string | null {
  const isLong = typeof value === 'string' && Buffer.byteLength(value) > LONGEST_EDIT;
  return isLong ? 'msg_too_long' : textFault(value, blocks);
}

/** The error code, or null when nothing is wrong with it. */
export function textFault(value: unknown, blocks: unknown): string | null {
  if (typeof value === 'string' && value.length > LONGEST_TEXT) return 'msg_too_long';
  const empty = typeof value !== 'string' || value.trim() === '';
  return empty && !Array.isArray(blocks) ? 'no_text' : null;
}

export function blocksFault(blocks: unknown): string | null {
  if (blocks === undefined) return null;
  if (!Array.isArray(blocks)) return 'invalid_blocks_format';
  const parsed = z.array(Block).min(1).max(MOST_BLOCKS).safeParse(blocks);
  if (!parsed.success) return 'invalid_blocks';
  const emptySection = parsed.data.some((block) => block.type === 'section' && !block.text && !block.fields?.length);
  const ids = parsed.data.flatMap(({ block_id: id }) => (id === undefined ? [] : [id]));
  if (emptySection || new Set(ids).size < ids.length) return 'invalid_blocks';
  return lengthOf(blocks) > LONGEST_BLOCKS ? 'msg_blocks_too_long' : null;
}

function lengthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key === 'text' && typeof inner === 'string' ? inner.length : lengthOf(inner)),
    0,
  );
}

const MetadataShape = z.strictObject({
  event_type: z.string().regex(/^[a-zA-Z0-9_.-]+$/),
  event_payload: z.record(z.string(), z.unknown()),
});

export function readMetadata(value: unknown): { readonly metadata: Metadata | null } | { readonly error: string } {
  if (value === undefined) return { metadata: null };
  if (typeof value !== 'object' || value === null) return { error: 'invalid_metadata_format' };
  if (JSON.stringify(value).length > LARGEST_METADATA) return { error: 'metadata_too_large' };
  const parsed = MetadataShape.safeParse(value);
  return parsed.success ? { metadata: parsed.data } : { error: 'invalid_metadata_schema' };
}
