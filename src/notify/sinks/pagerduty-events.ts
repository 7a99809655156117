import type { Outgoing } from '../sink.ts';
import { clip } from './cut-lines.ts';
import type { SinkDeps } from './deps.ts';
import { viewOf } from './view.ts';

/** More pages at once help nobody: the text names the others. PagerDuty takes 120 events a minute. */
const MOST_PAGES = 20;
const MOST_ENDS = 100;
const SUMMARY = { most: 1024, unit: 'characters' } as const;
const DETAILS = { most: 16_000, unit: 'characters' } as const;
const LONGEST_KEY = 255;

/** An event for each incident of a message; for one without incidents, one for the message. Their keys name cluster and incident. */
export function eventsOf(message: Outgoing, cluster: ReturnType<SinkDeps['cluster']>): readonly object[] {
  const { headline, text } = viewOf(message, { cluster: cluster.name, room: DETAILS, linksBroken: false });
  const { deliveryId, kind, incidentIds } = message;
  const event = (action: 'trigger' | 'resolve') => (id: string) => ({
    event_action: action,
    dedup_key: `${cluster.uid}/${id}`.slice(-LONGEST_KEY),
    payload: {
      summary: clip(headline, SUMMARY),
      source: cluster.name,
      severity: 'critical',
      custom_details: { text, incidents: incidentIds, kind, delivery: deliveryId },
    },
  });
  const { pages, ends } = standing(message);
  return [...pages.slice(0, MOST_PAGES).map(event('trigger')), ...ends.slice(0, MOST_ENDS).map(event('resolve'))];
}

/** Who is to be paged for, and what is over. In a digest the last word about each incident counts. */
function standing({ deliveryId, incidentIds, lesser = [], severity, open, parts }: Outgoing) {
  const about = incidentIds.length === 0 ? [deliveryId] : incidentIds;
  const whole = { severity, open, incidentIds: about, lesser, at: new Date(0) };
  const last = new Map<string, { readonly open: boolean; readonly paged: boolean }>();
  for (const part of (parts ?? [whole]).toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    for (const id of part.incidentIds) {
      const isUrgent = part.severity === 'SEV-1' && part.lesser?.includes(id) !== true;
      last.set(id, { open: part.open, paged: isUrgent || last.get(id)?.paged === true });
    }
  }
  const all = [...last];
  return {
    pages: all.flatMap(([id, known]) => (known.open && known.paged ? [id] : [])),
    ends: all.flatMap(([id, known]) => (known.open ? [] : [id])),
  };
}
