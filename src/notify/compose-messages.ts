import type { Alert } from '../domain/alert.ts';
import type { LedgerIncident } from '../domain/ledger.ts';
import { alertText, noticesText } from './render/alert-text.ts';
import { plain } from './render/plain.ts';

export interface Message {
  readonly channel: string;
  readonly kind: 'incident' | 'update' | 'reminder' | 'resolved' | 'digest';
  readonly incidentIds: readonly string[];
  readonly text: string;
  /** Which news it is: the same as long as it has not been told, in whatever cycle. */
  readonly key: string;
}

/** It waited for business hours and was over before anybody was told. */
export interface Healed {
  readonly incident: LedgerIncident;
  readonly channel: string;
}

const KIND = {
  new: 'incident',
  worse: 'update',
  scope: 'update',
  reminder: 'reminder',
  resolved: 'resolved',
} as const;

/**
 * The messages of a cycle, the worst first. What waited for business hours leaves in one digest per channel, with one
 * line about what healed meanwhile.
 */
export function composeMessages(alerts: readonly Alert[], healed: readonly Healed[]): readonly Message[] {
  const direct = together(alerts.filter((a) => !isFromNight(a))).map(message);
  const waited = alerts.filter(isFromNight);
  const channels = [...new Set([...waited, ...healed].map((w) => w.channel))];
  return [...direct, ...channels.map((c) => digest(c, waited.filter(isFor(c)), healed.filter(isFor(c))))];
}

const FEW = 2;

/** The monitoring's own notices of one sort (an inventory nobody adapted, a role that lacks rules) are one message. */
function together(alerts: readonly Alert[]): readonly (readonly [Alert, ...Alert[]])[] {
  const groups = new Map<string, [Alert, ...Alert[]]>();
  for (const alert of alerts) {
    const sort = alert.notice === null ? alert.incident.id : `${alert.notice.kind} ${alert.reason} ${alert.channel}`;
    const group = groups.get(sort);
    if (group === undefined) groups.set(sort, [alert]);
    else group.push(alert);
  }
  return [...groups.values()].flatMap((group) => (group.length > FEW ? [group] : group.map((a): [Alert] => [a])));
}

function message(group: readonly [Alert, ...Alert[]]): Message {
  const [first] = group;
  const text = group.length === 1 ? alertText(first) : noticesText(group);
  const incidentIds = group.map((a) => a.incident.id);
  return { channel: first.channel, kind: KIND[first.reason], incidentIds, text, key: group.map(newsOf).join('\n') };
}

/** What waited and got worse meanwhile is told on its own, as loud as it is now. */
function isFromNight({ incident }: Alert): boolean {
  return incident.waiting && (incident.status === 'resolved' || incident.severity === 'SEV-3');
}

function isFor(channel: string): (one: { readonly channel: string }) => boolean {
  return (one) => one.channel === channel;
}

function digest(channel: string, alerts: readonly Alert[], healed: readonly Healed[]): Message {
  const count = alerts.length === 1 ? 'One incident' : `${alerts.length} incidents`;
  const over = healed.map(({ incident }) => `${plain(incident.title)} (${incident.id})`);
  const blocks = [
    ...(alerts.length === 0 ? [] : [`${count} waited for business hours:`]),
    ...alerts.map(alertText),
    ...(over.length === 0 ? [] : [`Healed outside business hours, nothing to do: ${over.join('; ')}`]),
  ];
  const incidentIds = [...alerts.map((a) => a.incident.id), ...healed.map((h) => h.incident.id)];
  const key = [...alerts.map(newsOf), ...healed.map((h) => `${h.incident.id} healed`)].join('\n');
  return { channel, kind: 'digest', incidentIds, text: blocks.join('\n\n'), key };
}

function newsOf({ incident, reason }: Alert): string {
  const since = incident.told?.lastAt ?? incident.firstSeenAt;
  return `${incident.id} ${reason} ${incident.severity} ${since.toISOString()}`;
}
