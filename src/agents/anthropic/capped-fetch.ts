/** More than any answer of a model needs; bodies beyond it are not read. */
const MAX_ANSWER_BYTES = 2 * 1024 * 1024;

export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * `fetch` for the client of the model: reads the whole answer, so that the client's timeout covers the body too, but never more than
 * `maxBytes` (rejects with BodyTooLarge). Redirects are errors: they would carry the key to another host. Streams are not supported.
 * `headers` are sent, and no others, whatever the client wants to send.
 */
export function cappedFetch(
  headers: Readonly<Record<string, string>>,
  maxBytes: number = MAX_ANSWER_BYTES,
): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, headers, redirect: 'error' });
    const { status, statusText } = response;
    const body = response.body === null ? null : await readCapped(response.body, maxBytes);
    // What fetch hands out is unpacked already, and of another length than the header says.
    const answered = new Headers(response.headers);
    answered.delete('content-encoding');
    answered.delete('content-length');
    return new Response(body, { status, statusText, headers: answered });
  };
}

async function readCapped(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early cancels the stream.
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) throw new BodyTooLarge(`the answer is larger than ${Math.round(maxBytes / 1024)} KiB`);
    chunks.push(chunk);
  }
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}
