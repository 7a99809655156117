// What the tests of sinks have in common: a message, what sinks need from outside, and settings with their defaults filled in.
import { SINK_SCHEMAS } from '../../../src/config/sink-settings.ts';
import type { WebhookSettings } from '../../../src/domain/sink-settings.ts';
import type { Outgoing, Sink } from '../../../src/notify/sink.ts';
import type { SinkDeps } from '../../../src/notify/sinks/deps.ts';
import { buildSink } from '../../../src/notify/sinks/registry.ts';
import { systemClock } from '../../../src/platform/clock.ts';

export const FOOTER = 'INC-20260115-aaaa · cycle 20260115T120000Z-abcd';
export const TEXT = `@here [SEV-1] mysql is down\nSince: 12:00\nCheck:\n  kubectl get pods\n${FOOTER}`;

export function message(over: Partial<Outgoing> = {}): Outgoing {
  return {
    to: 'ops',
    kind: 'incident',
    severity: 'SEV-1',
    open: true,
    incidentIds: ['INC-20260115-aaaa'],
    text: TEXT,
    deliveryId: 'd'.repeat(32),
    thread: null,
    broadcast: false,
    retry: false,
    ...over,
  };
}

export function deps(over: Partial<SinkDeps> = {}): SinkDeps {
  return {
    clock: systemClock,
    timeoutMs: 2000,
    handedOverMs: 6000,
    paceMs: 1100,
    cluster: () => ({ uid: '6f9c1c2e-cluster', name: 'homelab' }),
    scrub: (text) => text,
    print: async () => {},
    ...over,
  };
}

/** A webhook named `ops`; `env`: URL and whatever else its settings name. */
export function webhook(
  settings: Partial<WebhookSettings>,
  env: Readonly<Record<string, string>>,
  over: Partial<SinkDeps> = {},
): Promise<Sink> {
  const all = SINK_SCHEMAS.webhook.parse({ type: 'webhook', name: 'ops', urlFrom: 'URL', ...settings });
  return buildSink(all, (name) => env[name] ?? null, deps(over));
}

export function send(sink: Sink, over: Partial<Outgoing> = {}, signal = new AbortController().signal) {
  return sink.send(message(over), signal);
}
