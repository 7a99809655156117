import { randomUUID } from 'node:crypto';
import type { Values } from '../config/settings.ts';
import { type Destination, sinkName } from '../domain/destination.ts';
import type { Routed } from '../domain/routing.ts';
import type { Outgoing, Sink } from '../notify/sink.ts';
import type { SinkDeps } from '../notify/sinks/deps.ts';
import { systemClock } from '../platform/clock.ts';
import { within } from '../platform/deadline.ts';
import type { RoutingInUse } from './routing.ts';
import { openSinks } from './sinks.ts';

export interface TestDelivery {
  readonly to: Destination;
  readonly sent: boolean;
  /** What it answered, for people. */
  readonly detail: string;
}

/** Sends a message marked as a test to each destination, and says what became of it. It is tried once, and stands in no ledger. */
export async function sendTest(
  values: Values,
  routes: RoutingInUse,
  sample: Routed,
  to: readonly Destination[],
  { print, signal }: { readonly print: SinkDeps['print']; readonly signal: AbortSignal },
): Promise<readonly TestDelivery[]> {
  const sinks = openSinks(values, routes, { print, cluster: () => ({ uid: 'routes-test', name: 'routes test' }) });
  try {
    const done: TestDelivery[] = [];
    for (const destination of to) {
      const sink = sinks.value?.get(sinkName(destination));
      const pager = routes.sinks.some(({ name, type }) => name === sink?.name && type === 'pagerduty');
      const work = (inTime: AbortSignal) => sendOne(sink, pager, messageFor(sample, destination), inTime);
      done.push(await within(values.SLACK_DEADLINE_SECONDS, `sending to ${destination}`, systemClock, signal, work));
    }
    return done;
  } finally {
    await sinks.close();
  }
}

async function sendOne(
  sink: Sink | undefined,
  pager: boolean,
  message: Outgoing,
  signal: AbortSignal,
): Promise<TestDelivery> {
  const { to } = message;
  if (sink === undefined) return { to, sent: false, detail: 'not sent: SLACK_BOT_TOKEN is not set' };
  if (!sink.accepts(message)) return { to, sent: true, detail: `not sent: it takes no ${message.severity}` };
  const delivery = await sink.send(message, signal);
  if (delivery.status === 'failed') return { to, sent: false, detail: delivery.why };
  if (!pager) return { to, sent: true, detail: `sent${delivery.note === undefined ? '' : `; ${delivery.note}`}` };
  // Nobody should have to get up for a test and close it by hand.
  const end = await sink.send({ ...message, kind: 'resolved', open: false }, signal);
  return end.status === 'sent'
    ? { to, sent: true, detail: 'sent, and resolved again' }
    : { to, sent: false, detail: `sent, but not resolved again, close it by hand: ${end.why}` };
}

function messageFor({ severity, tier, services }: Routed, to: Destination): Outgoing {
  const about = services.length === 0 ? 'something' : services.join(', ');
  const text = [
    `[TEST] ${severity} ${about} (${tier ?? 'unlisted'}) would be told here`,
    'Nothing is broken: somebody ran "k8s-monitor routes test --send".',
  ].join('\n');
  return {
    to,
    kind: 'incident',
    severity,
    open: true,
    incidentIds: [],
    text,
    deliveryId: randomUUID(),
    thread: null,
    broadcast: false,
    retry: false,
  };
}
