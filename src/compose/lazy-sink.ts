import type { SinkSettings } from '../domain/sink-settings.ts';
import type { Delivery, Sink } from '../notify/sink.ts';
import { failed, type SinkDeps } from '../notify/sinks/deps.ts';
import { ConfigError, messageOf } from '../platform/errors.ts';
import { once } from './opened.ts';

/** A sink that is loaded when its first message leaves: a healthy cycle needs none. What keeps it from working is the message's fault. */
export function lazySink(
  settings: SinkSettings,
  { paceMs, timeoutMs, handedOverMs }: Pick<SinkDeps, 'paceMs' | 'timeoutMs' | 'handedOverMs'>,
  build: () => Promise<Sink>,
): Sink {
  const { get } = once(build);
  const { name } = settings;
  return {
    name,
    threads: false,
    blind: true,
    ...(settings.type === 'email' ? { patienceMs: timeoutMs + handedOverMs } : {}),
    paceMs: isPaced(settings) ? paceMs : 0,
    accepts: settings.type === 'pagerduty' ? pages : () => true,
    send: (message, signal) => get().then((sink) => sink.send(message, signal), notBuilt),
    edit: async () => failed('permanent', `${name} takes no edits`),
    find: async () => ({ status: 'blind' }),
  };
}

/** As notify/sinks says itself once it is loaded; lazy-sink.test.ts compares them. */
function isPaced(settings: SinkSettings): boolean {
  return settings.type === 'webhook' && settings.body === null && settings.template !== 'generic';
}

const pages: Sink['accepts'] = ({ kind, severity }) =>
  kind === 'resolved' || (severity === 'SEV-1' && kind !== 'details');

function notBuilt(error: unknown): Delivery {
  if (error instanceof ConfigError) return failed('permanent', error.message);
  return failed('transient', `what sends it could not be loaded: ${messageOf(error)}; install k8s-monitor again`);
}
