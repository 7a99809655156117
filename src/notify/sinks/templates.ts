import { z } from 'zod';
import type { ReadyTemplate } from '../../domain/sink-settings.ts';
import type { Room } from './cut-lines.ts';
import { parsedJson } from './http-refusal.ts';

/** A body that comes with the program, and what is known of the service that takes it. */
export interface WebhookTemplate {
  /** Liquid that renders JSON; the variables are those of view.ts and the `values` of the sink. */
  readonly source: string;
  /** `values` it can't do without. */
  readonly needs: readonly string[];
  readonly room: Room | null;
  /** Its programs make links of addresses in plain text. */
  readonly linksBroken: boolean;
  /** It counts messages: a pause is kept between two of them. */
  readonly paced: boolean;
  /** What the path of the address must look like. */
  readonly path: { readonly pattern: RegExp; readonly wanted: string } | null;
  /** Whether an answer with a 2xx is the service's own: a proxy's page to sign in is one too. */
  readonly arrived: (text: string) => boolean;
}

const Ntfy = z.object({ id: z.string() });
const Telegram = z.object({ ok: z.literal(true) });
/** Nothing formats, links or calls anybody inside of a block of code; the text may not end the block. */
const FENCED = '{% capture fenced %}```\n{{ body | replace: "```", "\'\'\'" }}\n```{% endcapture %}';

/**
 * How each calls people: ntfy by priority 5, a generic receiver by `mention`; Discord, Telegram and Mattermost not at all, as
 * whoever is in the channel is told by it.
 */
export const TEMPLATES: Readonly<Record<ReadyTemplate, WebhookTemplate>> = {
  generic: {
    source: `{"version": 1, "deliveryId": {{ deliveryId | json }}, "cluster": {{ cluster | json }}, "kind": {{ kind | json }},
      "severity": {{ severity | json }}, "open": {{ open }}, "mention": {{ mention }}, "priority": {{ priority }},
      "incidentIds": {{ incidentIds | json }}, "headline": {{ headline | json }}, "text": {{ text | json }}}`,
    needs: [],
    room: null,
    linksBroken: false,
    paced: false,
    path: null,
    arrived: () => true,
  },
  ntfy: {
    // What has 4,096 bytes and more is made an attachment, or refused; twice that for all of the JSON.
    source: `{"topic": {{ topic | json }}, "title": {{ headline | json }}, "priority": {{ priority }},
      "message": {% if body == "" %}{{ headline | json }}{% else %}{{ body | json }}{% endif %},
      "tags": [{{ emoji | json }}, {{ severity | json }}]}`,
    needs: ['topic'],
    room: { most: 3500, unit: 'bytes' },
    linksBroken: true,
    paced: true,
    path: { pattern: /^\/$/, wanted: 'the address of the server alone; the topic goes below "values" or "valuesFrom"' },
    arrived: (text) => Ntfy.safeParse(parsedJson(text)).success,
  },
  discord: {
    // Content takes 2,000 characters, the description of an embed 4,096.
    source: `${FENCED}{"content": {{ headline | replace: "\`", "'" | prepend: "\`" | append: "\`" | json }},
      "embeds": [{% if body != "" %}{"description": {{ fenced | json }}, "color": {{ color_number }}}{% endif %}],
      "allowed_mentions": {"parse": []}}`,
    needs: [],
    room: { most: 4000, unit: 'characters' },
    linksBroken: false,
    paced: true,
    path: {
      pattern: /^\/api\/(?:v\d+\/)?webhooks\/\d+\/[\w-]+$/,
      wanted: 'the address of a webhook as Discord shows it: https://discord.com/api/webhooks/…/…',
    },
    arrived: (text) => text === '' || !/^\s*</.test(text),
  },
  telegram: {
    // Without parse_mode nothing formats, but it still looks for names and addresses: not inside of an entity of our own.
    source: `{"chat_id": {{ chat_id | json }}, "text": {{ text | json }},
      "entities": [{"type": "pre", "offset": 0, "length": {{ text | size }}}],
      "link_preview_options": {"is_disabled": true}, "disable_notification": {% if priority < 3 %}true{% else %}false{% endif %}}`,
    needs: ['chat_id'],
    room: { most: 4096, unit: 'characters' },
    linksBroken: false,
    paced: true,
    path: { pattern: /^\/bot[^/]+\/sendMessage$/, wanted: 'https://api.telegram.org/bot<token>/sendMessage' },
    arrived: (text) => Telegram.safeParse(parsedJson(text)).success,
  },
  mattermost: {
    source: `${FENCED}{% capture all %}:{{ emoji }}: \`{{ headline | replace: "\`", "'" }}\`{% if body != "" %}
{{ fenced }}{% endif %}{% endcapture %}{"text": {{ all | json }}}`,
    needs: [],
    room: { most: 16_000, unit: 'characters' },
    linksBroken: false,
    paced: true,
    path: { pattern: /\/hooks\/[a-z0-9]+$/, wanted: 'the address of an incoming webhook: https://<server>/hooks/…' },
    arrived: (text) => text.trim() === 'ok',
  },
};
