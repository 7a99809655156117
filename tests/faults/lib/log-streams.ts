// What a container may print, as an API server passes it on.
import type { ServerResponse } from 'node:http';

export const MIB = 1 << 20;

export interface Stream {
  readonly serve: (response: ServerResponse) => void;
  /** Bytes that were written into the connection, over all requests. */
  readonly sent: () => number;
  /** Requests whose connection the reader closed before all was sent. */
  readonly leftEarly: () => number;
}

/** `total` bytes made of `chunk`, as fast as they are taken, whatever was asked for. */
export function stream(total: number, chunk: Buffer): Stream {
  let sent = 0;
  let leftEarly = 0;
  const serve = (response: ServerResponse): void => {
    let own = 0;
    response.on('close', () => {
      if (!response.writableFinished) leftEarly += 1;
    });
    const more = (): void => {
      while (own < total && !response.destroyed) {
        own += chunk.length;
        sent += chunk.length;
        if (!response.write(chunk)) {
          response.once('drain', more);
          return;
        }
      }
      if (!response.destroyed) response.end();
    };
    response.writeHead(200, { 'content-type': 'text/plain' });
    more();
  };
  return { serve, sent: () => sent, leftEarly: () => leftEarly };
}

/** Each byte there is, in no order, some of them NUL and most of them no UTF-8. */
export function binary(length: number): Buffer {
  let seed = 42;
  return Buffer.from(
    Array.from({ length }, () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return (seed >> 16) & 255;
    }),
  );
}

/** Throws for what is no UTF-8. */
export function utf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
