import { ReadError } from '../platform/errors.ts';
import type { Page } from './reader.ts';

const RESTARTS = 2;

/**
 * Follows a list to its end; `read` gives the token of the next page, '' at the end. A token lives about five minutes:
 * when it has expired the list starts again, never merged.
 */
export async function* followPages(what: string, read: (token: string) => Promise<string>): AsyncGenerator<Page> {
  let token = '';
  let first = true;
  let restarts = 0;
  for (;;) {
    const next = await unlessExpired(token, read);
    if (next === null) {
      restarts += 1;
      if (restarts > RESTARTS) {
        throw new ReadError('inconsistent', `${what}: the list expired ${restarts} times while it was read`);
      }
      token = '';
      first = true;
      continue;
    }
    yield { first, more: next !== '' };
    if (next === '') return;
    token = next;
    first = false;
  }
}

async function unlessExpired(token: string, read: (token: string) => Promise<string>): Promise<string | null> {
  try {
    return await read(token);
  } catch (error) {
    if (token !== '' && error instanceof ReadError && error.status === 410) return null;
    throw error;
  }
}
