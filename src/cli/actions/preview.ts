import { withState } from '../../compose/state.ts';
import type { MessageRow, Report } from '../../domain/report.ts';
import { type SlackBlock, slackBlocks } from '../../notify/render/slack-blocks.ts';
import { splitMention } from '../../notify/render/slack-text.ts';
import type { StateStore } from '../../record/state-store.ts';
import type { RawPreviewFlags } from '../commands/preview.ts';
import { CONFIGURATION } from '../exit-codes.ts';
import { clean, harmlessJson } from '../report/clean.ts';
import { pen } from '../report/layout.ts';
import { stateSettings } from '../settings.ts';
import { outputStyle, print, warn } from '../terminal.ts';

const FORMATS = ['text', 'blocks', 'json'] as const;
type Format = (typeof FORMATS)[number];

const BUILDER = 'https://app.slack.com/block-kit-builder';

interface Shown {
  readonly n: number;
  readonly of: number;
  readonly row: MessageRow;
  readonly blocks: readonly SlackBlock[];
  /** What notifications say. */
  readonly notification: string;
}

/** `preview`: what a cycle told, as it looks in Slack. Sends nothing. */
export async function previewAction(which: string, flags: RawPreviewFlags): Promise<number> {
  const format = FORMATS.find((name) => name === flags.output);
  const only = flags.message === undefined ? null : Number(flags.message);
  const faults = [
    ...(format === undefined ? [`--output takes text, blocks or json, not "${flags.output}"`] : []),
    ...(only === null || (Number.isInteger(only) && only > 0)
      ? []
      : [`--message takes a number from 1 up, not "${flags.message}"`]),
  ];
  if (format === undefined || faults.length > 0) {
    warn(faults);
    return CONFIGURATION;
  }
  return withState(stateSettings(flags), (state) => preview(which, only, format, state));
}

async function preview(which: string, only: number | null, format: Format, state: StateStore): Promise<number> {
  const read = await state.readRecord(which);
  if ('problem' in read) {
    warn([read.problem]);
    return CONFIGURATION;
  }
  const { cycle, messages } = read.report;
  const shown = messages.map(messageShown).filter(({ n }) => only === null || n === only);
  if (shown.length === 0 && only !== null) {
    const there = messages.length === 1 ? 'it has 1 message' : `it has ${messages.length} messages`;
    warn([`cycle ${cycle.id} has no message ${only}: ${there}`]);
    return CONFIGURATION;
  }
  await print(textOf(shown, format, read.report));
  // Not among the JSON, which may go straight to the clipboard.
  if (format === 'blocks' && shown.length > 0) warn([`paste ${one(shown)} at ${BUILDER}`]);
  return 0;
}

function one(shown: readonly Shown[]): string {
  return shown.length === 1 ? 'it' : 'one of them (-m 1 prints the first alone)';
}

function messageShown(row: MessageRow, i: number, all: readonly MessageRow[]): Shown {
  const { mention, text } = splitMention(row.text);
  const { blocks, text: notification } = slackBlocks(text, mention);
  return { n: i + 1, of: all.length, row, blocks, notification };
}

function textOf(shown: readonly Shown[], format: Format, { cycle }: Report): string {
  if (format === 'json') return `${harmlessJson(shown.map(asJson))}\n`;
  if (format === 'blocks') return shown.map(({ blocks }) => `${harmlessJson({ blocks })}\n`).join('\n');
  if (shown.length === 0) return `Cycle ${cycle.id} told nobody anything.\n`;
  return `${shown.map(asText).join('\n\n')}\n`;
}

function asJson({ n, row, blocks, notification }: Shown): object {
  const { channel, kind, incidentIds, text, delivery } = row;
  return { n, channel, kind, incidentIds, delivery, text, notification, blocks };
}

function asText({ n, of, row, blocks }: Shown): string {
  const { width, color } = outputStyle();
  const { paint } = pen(width, color);
  const { channel, kind, delivery, text } = row;
  return [
    paint('bold', clean(`Message ${n} of ${of}: ${kind} to ${channel} (${delivery.status})`)),
    '',
    ...text.split('\n').map(clean),
    '',
    paint('dim', `As blocks, for ${BUILDER}:`),
    harmlessJson({ blocks }),
  ].join('\n');
}
