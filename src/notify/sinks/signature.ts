import { createHmac } from 'node:crypto';

export const SIGNATURE_HEADER = 'x-k8s-monitor-signature';
export const DELIVERY_HEADER = 'x-k8s-monitor-delivery';

/**
 * `t=<seconds since 1970>,v1=<hex>`: HMAC-SHA256 with the shared key over `<t>.<body>`. Whoever receives it computes the same over
 * the body as it came, and refuses a `t` that is minutes old.
 */
export function signature(key: string, at: Date, body: string): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},v1=${createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex')}`;
}
