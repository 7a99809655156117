import { AsyncLocalStorage } from 'node:async_hooks';
import { type FetchFunction, type Logger, LogLevel, type WebClientOptions } from '@slack/web-api';
import { notSlack, rateLimited } from './slack-failure.ts';

export interface SlackConnection {
  /** Null: Slack itself. A base address; methods are put behind it. */
  readonly apiUrl: string | null;
  /**
   * Milliseconds for one message (SLACK_DEADLINE_SECONDS). One request gets a third of it: sending, looking whether it arrived
   * when nobody said so, and sending again.
   */
  readonly timeoutMs: number;
}

/**
 * What a WebClient must be built with. Left alone it waits without end, tries ten times in half an hour, sleeps as long as a 429
 * asks, follows absolute method names, writes to the console and reads answers of any size.
 */
export function slackOptions({ apiUrl, timeoutMs }: SlackConnection): WebClientOptions {
  return {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
    timeout: Math.max(1, Math.ceil(timeoutMs / 3)),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: SILENT,
    fetch: slackFetch,
  };
}

const calls = new AsyncLocalStorage<AbortSignal>();

/** The SDK takes no signal per call: this hands it to `fetch`, which ends the connection. */
export function underSignal<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return calls.run(signal, work);
}

/** A page of history with 100 messages of the longest kind. */
const LARGEST_ANSWER = 8 * 1024 * 1024;

const slackFetch: FetchFunction = async (url, init = {}) => {
  const signals = [calls.getStore(), init.signal].filter((signal) => signal !== undefined);
  const response = await fetch(url, { ...init, signal: AbortSignal.any(signals) });
  // The SDK gives up on a 429 without a number of seconds with an error that says neither.
  if (response.status === 429 && !/^\d+$/.test(response.headers.get('retry-after') ?? '')) throw rateLimited(null);
  const bytes = await capped(response);
  const { ok, status, statusText, headers } = response;
  const text = async (): Promise<string> => new TextDecoder().decode(bytes);
  return {
    ok,
    status,
    statusText,
    url: response.url,
    // It would unpack what calls itself gzip, however large: everything is read as JSON.
    headers: { get: (name) => (name === 'content-type' ? null : headers.get(name)), entries: () => headers.entries() },
    text,
    json: async (): Promise<unknown> => JSON.parse(await text()),
    arrayBuffer: async () => new Uint8Array(bytes).buffer,
  };
};

async function capped(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LARGEST_ANSWER) throw notSlack('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const nothing = (): void => {};

/** Its lines would go to the console, with the text of messages in them. */
const SILENT: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => LogLevel.ERROR,
};
