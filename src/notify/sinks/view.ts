import type { Severity } from '../../domain/severity.ts';
import { splitMention } from '../render/slack-text.ts';
import type { Outgoing } from '../sink.ts';
import { clip, cutLines, type Room } from './cut-lines.ts';

/** What a template may name. Texts are plain: whoever formats them makes them harmless. */
export interface View {
  /** The whole message: headline, body and, as its last line, incident and cycle. */
  readonly text: string;
  /** The first line. */
  readonly headline: string;
  /** What follows the first line; '' where nothing does. */
  readonly body: string;
  readonly severity: Severity;
  readonly kind: Outgoing['kind'];
  readonly open: boolean;
  readonly incidentIds: readonly string[];
  readonly deliveryId: string;
  /** People are to be called now. */
  readonly mention: boolean;
  /** 5: wake somebody. 1: whenever. */
  readonly priority: number;
  /** `#d32f2f`, and the same as a number. */
  readonly color: string;
  readonly color_number: number;
  /** Short name: `rotating_light`. */
  readonly emoji: string;
  /** Name of the cluster. */
  readonly cluster: string;
}

const HEADLINE: Room = { most: 250, unit: 'characters' };

const LOOKS = {
  'SEV-1': { priority: 4, color: '#d32f2f', emoji: 'rotating_light' },
  'SEV-2': { priority: 4, color: '#f57c00', emoji: 'warning' },
  'SEV-3': { priority: 3, color: '#fbc02d', emoji: 'small_orange_diamond' },
  'SEV-4': { priority: 2, color: '#1976d2', emoji: 'information_source' },
} as const satisfies Record<Severity, object>;
const OVER = { priority: 2, color: '#388e3c', emoji: 'white_check_mark' } as const;

export interface Viewing {
  readonly cluster: string;
  /** What the service takes of `text` and of `body`; null: all of it. */
  readonly room: Room | null;
  /** What the service would make a link of, and nobody of ours wrote, is broken up. */
  readonly linksBroken: boolean;
}

export function viewOf(message: Outgoing, { cluster, room, linksBroken }: Viewing): View {
  const { mention, text: whole } = splitMention(message.text);
  const text = linksBroken ? withoutLinks(whole) : whole;
  const end = text.indexOf('\n');
  const { severity, kind, open, incidentIds, deliveryId } = message;
  const looks = open ? LOOKS[severity] : OVER;
  return {
    text: cutLines(text, room),
    headline: clip(end < 0 ? text : text.slice(0, end), HEADLINE),
    body: end < 0 ? '' : cutLines(text.slice(end + 1), room),
    ...{ severity, kind, open, incidentIds, deliveryId, cluster },
    mention: mention !== null,
    priority: mention !== null ? 5 : looks.priority,
    color: looks.color,
    color_number: Number.parseInt(looks.color.slice(1), 16),
    emoji: looks.emoji,
  };
}

/** The address of a commit on a line of its own, which only the program writes. */
const COMMIT = /^ {2}https:\/\/[a-z0-9.-]+(?::\d+)?\/[\w./-]+\/commit\/[0-9a-f]{7,64}$/;

/** Programs that show plain text make links of addresses: strangers' ones are shown, and lead nowhere. */
function withoutLinks(text: string): string {
  const broken = (line: string) =>
    line.replace(/:(?=\/\/)|\b(?:mailto|tel):(?=\S)/gi, '$& ').replace(/\bwww\.(?=\S)/gi, 'www. ');
  return text
    .split('\n')
    .map((line) => (COMMIT.test(line) ? line : broken(line)))
    .join('\n');
}
