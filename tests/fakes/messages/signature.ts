// Signatures of thinking blocks: only what this server thought itself comes back with a right one.
import { createHmac } from 'node:crypto';

export function sign(thinking: string): string {
  return createHmac('sha256', 'the fake model thought this').update(thinking).digest('base64');
}

export function isSigned(thinking: string, signature: string): boolean {
  return signature === sign(thinking);
}
