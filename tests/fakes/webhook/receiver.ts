// Somebody's own receiver of webhooks: it verifies the signature and knows what came twice.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type HttpFake, httpFake, type Posted, parsed, type Script } from './http-fake.ts';

export interface FakeReceiver extends HttpFake {
  readonly url: string;
  /** Without what came a second time. */
  readonly messages: readonly Readonly<Record<string, unknown>>[];
  /** Delivery ids of what came a second time. */
  readonly repeated: readonly string[];
}

const MOST_AGE_SECONDS = 300;

export async function fakeReceiver(
  options: { readonly script?: Script; readonly key?: string } = {},
): Promise<FakeReceiver> {
  const messages: Readonly<Record<string, unknown>>[] = [];
  const seen = new Set<string>();
  const repeated: string[] = [];
  const fake = await httpFake(options.script, (posted) => {
    const fault = options.key === undefined ? null : signatureFault(posted, options.key);
    if (fault !== null) return { status: 401, body: { error: fault } };
    const json = parsed(posted.body);
    const id = posted.headers['x-k8s-monitor-delivery'];
    if (json === null || typeof id !== 'string') return { status: 400, body: { error: 'no JSON, or no delivery id' } };
    if (posted.headers['idempotency-key'] !== id) return { status: 400, body: { error: 'two ids' } };
    const take = () => {
      if (seen.has(id)) repeated.push(id);
      else messages.push(json);
      seen.add(id);
    };
    return { status: 202, body: null, take };
  });
  return { ...fake, url: `${fake.origin}/alerts`, messages, repeated };
}

function signatureFault({ headers, body }: Posted, key: string): string | null {
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-k8s-monitor-signature'])) ?? [];
  if (t === undefined || v1 === undefined) return 'not signed';
  if (Math.abs(Date.now() / 1000 - Number(t)) > MOST_AGE_SECONDS) return 'too old';
  const wanted = createHmac('sha256', key).update(`${t}.${body}`).digest();
  return timingSafeEqual(wanted, Buffer.from(v1, 'hex')) ? null : 'wrong signature';
}
