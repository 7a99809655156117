import type { StdoutSettings } from '../../domain/sink-settings.ts';
import { codeOf, messageOf } from '../../platform/errors.ts';
import type { Sink } from '../sink.ts';
import { failed, type SinkDeps, sendOnly } from './deps.ts';
import { viewOf } from './view.ts';

/** A line of JSON per message, for whatever collects the lines of a container. */
export function stdoutSink({ name }: StdoutSettings, { print, cluster }: Pick<SinkDeps, 'print' | 'cluster'>): Sink {
  return sendOnly({
    name,
    send: async (message, signal) => {
      const view = viewOf(message, { cluster: cluster().name, room: null, linksBroken: false });
      const { deliveryId, kind, severity, open, mention, incidentIds, headline, text } = view;
      const row = {
        message: deliveryId,
        cluster: view.cluster,
        kind,
        severity,
        open,
        mention,
        incidentIds,
        headline,
        text,
      };
      try {
        await unlessAborted(print(JSON.stringify(row)), signal);
        return { status: 'sent', ref: null };
      } catch (error) {
        // Nobody reads the pipe, and the line may lie in it.
        if (signal.aborted) return failed('unknown', `${name}: nobody reads the standard output`);
        return failed('permanent', `${name}: the standard output is closed (${codeOf(error) || messageOf(error)})`);
      }
    },
  });
}

async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
