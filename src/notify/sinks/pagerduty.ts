import { z } from 'zod';
import type { PagerdutySettings } from '../../domain/sink-settings.ts';
import { ConfigError } from '../../platform/errors.ts';
import type { Delivery, Sink } from '../sink.ts';
import { checkedAddress } from './address.ts';
import { type Failed, failed, type SinkDeps, sendOnly } from './deps.ts';
import { httpPost } from './http-post.ts';
import { parsedJson, refusal, saidIn } from './http-refusal.ts';
import { eventsOf } from './pagerduty-events.ts';
import type { OwnSecrets } from './secrets.ts';

const Taken = z.object({ status: z.literal('success') });

/**
 * Events API v2: a SEV-1 pages somebody, its end resolves the page. The dedup key is the incident, so that an event may be repeated
 * whatever became of it. Source: developer.pagerduty.com, "Send an event". Throws a ConfigError for a key that is none.
 */
export function pagerdutySink(settings: PagerdutySettings, { read }: OwnSecrets, deps: SinkDeps): Sink {
  const { name, keyFrom, baseUrl } = settings;
  const routingKey = read(keyFrom);
  if (!/^[A-Za-z0-9]{32}$/.test(routingKey)) {
    throw new ConfigError(
      `${name}: ${keyFrom} wants the integration key of a service (Events API v2), 32 letters and digits`,
    );
  }
  const base = checkedAddress(baseUrl, { where: `${name}: baseUrl`, schemes: ['http:', 'https:'], insecure: false });
  const url = new URL('/v2/enqueue', base);
  const mends = {
    address: 'look at baseUrl and at proxies on the way',
    credentials: `look at ${keyFrom}: it is refused`,
    body: `look at ${keyFrom}`,
  };
  const asked = () => ({ where: `${name} (${url.host})`, now: deps.clock.now(), mends });

  async function enqueue(event: object, signal: AbortSignal): Promise<Delivery> {
    const body = JSON.stringify({ routing_key: routingKey, client: 'k8s-monitor', ...event });
    const answer = await httpPost({ url, body, headers: {} }, deps, signal);
    if ('why' in answer) return repeatable(answer);
    if (answer.status === 202 && Taken.safeParse(parsedJson(answer.text)).success) return { status: 'sent', ref: null };
    if (answer.status < 200 || answer.status > 299) return repeatable(refusal(answer, asked()));
    return failed(
      'transient',
      `${asked().where} answers HTTP ${answer.status}${saidIn(answer.text)}; ${mends.address}`,
    );
  }

  return sendOnly({
    name,
    // What was a SEV-1 may have become less by its end; the end of what was never paged is taken and means nothing.
    accepts: ({ kind, severity }) => kind === 'resolved' || (severity === 'SEV-1' && kind !== 'details'),
    send: async (message, signal) => {
      for (const event of eventsOf(message, deps.cluster())) {
        const delivery = await enqueue(event, signal);
        if (delivery.status === 'failed') return delivery;
      }
      return { status: 'sent', ref: null };
    },
  });
}

/** The same event twice is one page: there is nothing to look for. */
function repeatable(failure: Failed): Failed {
  return failure.failure === 'unknown' ? { ...failure, failure: 'transient' } : failure;
}
