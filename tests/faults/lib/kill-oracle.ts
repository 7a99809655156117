// What must be true after a kill and the run that went on from there.
import type { Ledger } from '../../../src/domain/ledger.ts';
import type { Accepted } from '../../fakes/slack/types.ts';
import type { Scene, Tell } from './scene.ts';
import { CHANNELS } from './stage.ts';

/** That a run was killed is told, too; it is no part of the scene. */
const KILLED = 'the run before was killed';

export interface Told {
  /** Since the scene began. */
  readonly messages: readonly Accepted[];
  /** What the state owed right after each kill. */
  readonly owed: readonly Ledger['outbox'][number][];
}

export interface Verdict {
  /** One line for each thing that is not as it must be. */
  readonly problems: readonly string[];
  /** Messages that arrived a second time, with the same id. */
  readonly doubled: number;
}

export function verdictOn({ tells }: Scene, { messages, owed }: Told): Verdict {
  const copies = Map.groupBy(messages, idOf);
  const doubled = [...copies.values()].reduce((sum, same) => sum + same.length - 1, 0);
  const besides = messages.filter((m) => !m.said.includes(KILLED) && !tells.some((tell) => isTold(tell, m)));
  return {
    doubled,
    problems: [
      ...[...copies].flatMap(([id, same]) =>
        same.length > 2 ? [`DOUBLED: ${id} arrived ${same.length} times: ${headOf(same[0])}`] : [],
      ),
      ...tells.flatMap((tell) => wrongWith(tell, messages)),
      ...besides.map((m) => `BESIDES: ${nameOf(m)} ${headOf(m)}`),
      ...owed.flatMap((entry) =>
        isPaid(entry, messages) ? [] : [`LOST: the outbox held ${entry.id}: ${entry.text.slice(0, 120)}`],
      ),
    ],
  };
}

/** Told once: under one id, however often that arrived. */
function wrongWith(tell: Tell, messages: readonly Accepted[]): readonly string[] {
  const ids = new Set(messages.filter((m) => isTold(tell, m)).map(idOf));
  const what = `${tell.to} ${tell.says.join(' … ')}`;
  if (ids.size === 0) return [`LOST: ${what}`];
  return ids.size === 1 ? [] : [`TWICE: ${what}, as ${[...ids].join(' and ')}`];
}

function isTold({ to, says, isReply }: Tell, m: Accepted): boolean {
  return m.channel === CHANNELS[to] && (m.threadTs !== null) === isReply && says.every((part) => m.said.includes(part));
}

/** Under its own id, or in a message that is about all of it. */
function isPaid({ id, incidentIds }: Told['owed'][number], messages: readonly Accepted[]): boolean {
  const isTogether = (m: Accepted): boolean => incidentIds.every((incident) => m.said.includes(incident));
  return messages.some((m) => idOf(m) === id || (incidentIds.length > 0 && isTogether(m)));
}

function idOf({ metadata, ts }: Accepted): string {
  const id = metadata?.event_payload['delivery_id'];
  return typeof id === 'string' ? id : `no id ${ts}`;
}

function nameOf({ channel, threadTs }: Accepted): string {
  const name = Object.entries(CHANNELS).find(([, id]) => id === channel)?.[0] ?? channel;
  return threadTs === null ? name : `${name} ↳`;
}

function headOf(message: Accepted | undefined): string {
  return message?.said.split('\n')[0]?.slice(0, 160) ?? '';
}
