import type { Clock } from '../platform/clock.ts';
import { within } from '../platform/deadline.ts';
import { codeOf } from '../platform/errors.ts';
import { proxyRefusal } from '../platform/proxy-refusal.ts';
import { redact } from '../platform/redact/redact.ts';

/**
 * Tells somebody outside that the monitor lives (the protocol of healthchecks.io). Each answer is what went wrong, for people, or null.
 * Never rejects, and never names the address: whoever knows it can ping.
 */
export interface Heartbeat {
  /** Leaves at once and is waited for with the next ping: the cycle goes on meanwhile. */
  readonly start: () => void;
  readonly success: (text: string) => Promise<string | null>;
  readonly fail: (text: string) => Promise<string | null>;
  /** The exit code of the process, 0 to 255; 0 is a success. */
  readonly exit: (code: number, text: string) => Promise<string | null>;
  /** `success` or `fail`. */
  readonly end: (isWell: boolean, text: string) => Promise<string | null>;
}

export interface HeartbeatOptions {
  /** Names the run: its start and its end belong together. A UUID, else the service refuses it. */
  readonly runUuid: string;
  /** For one ping with its second try; for the end of a run also what is left of its start. Milliseconds. */
  readonly deadlineMs: number;
  readonly clock: Clock;
  /** The program is asked to stop: a start is no longer sent; how it ended still is, in a hurry. */
  readonly signal: AbortSignal;
  readonly fetch?: typeof globalThis.fetch;
}

/** Bytes that the service keeps of a text. */
const LONGEST = 10_000;
const PAUSE_MS = 1000;
const HURRY_MS = 2000;

/** `url`: the address of the check, also one with a query, such as `https://hc-ping.com/<key>/k8s-monitor?create=1`. */
export function heartbeat(url: string, options: HeartbeatOptions): Heartbeat {
  const { clock } = options;
  let started: Promise<string | null> = Promise.resolve(null);
  const enough = new AbortController();
  /** Half of the time at most is for a start that has not got through yet: the run is over, and its end says more. */
  const startOver = async (): Promise<string | null> => {
    const over = new AbortController();
    void clock.sleep(options.deadlineMs / 2, over.signal).then(
      () => enough.abort(),
      () => {},
    );
    const said = await started;
    over.abort();
    return said;
  };
  const after = async (action: string, text: string): Promise<string | null> => {
    const began = clock.monotonic();
    const before = await startOver();
    const signal = new AbortController().signal;
    const leftMs = options.deadlineMs - (clock.monotonic() - began);
    const deadlineMs = options.signal.aborted ? Math.min(options.deadlineMs, HURRY_MS) : leftMs;
    return (await ping(url, action, bodyOf(text), { ...options, signal, deadlineMs })) ?? before;
  };
  const success = (text: string): Promise<string | null> => after('', text);
  const fail = (text: string): Promise<string | null> => after('/fail', text);
  return {
    start: () => {
      started = ping(url, '/start', '', { ...options, signal: AbortSignal.any([options.signal, enough.signal]) });
    },
    success,
    fail,
    exit: (code, text) => after(`/${code}`, text),
    end: (isWell, text) => (isWell ? success(text) : fail(text)),
  };
}

/** What is wrong with one try; null: it arrived. */
interface Fault {
  readonly why: string;
  /** A second try may work. */
  readonly transient: boolean;
}

async function ping(url: string, action: string, body: string, options: HeartbeatOptions): Promise<string | null> {
  const address = addressOf(url, action, options.runUuid);
  if (address === null) return 'HEARTBEAT_URL is not an http(s) address: set it to the ping URL of the check';
  const { clock, deadlineMs, signal } = options;
  const failed = ({ why }: Fault): string => `the heartbeat to ${address.url.host} failed: ${why}`;
  // Half of the time for each try: one that hangs leaves the other its chance.
  const attempt = (ms: number): Promise<Fault | null> =>
    within(ms, 'a ping', clock, signal, (stop) => tryOnce(address, body, stop, options.fetch ?? fetch)).catch(noAnswer);
  const first = await attempt(deadlineMs / 2);
  if (first === null || !first.transient || signal.aborted) return first === null ? null : failed(first);
  const pause = Math.min(PAUSE_MS, deadlineMs / 8);
  await clock.sleep(pause, signal).catch(() => {});
  const second = await attempt(deadlineMs / 2 - pause);
  return second === null ? null : failed(second);
}

interface Address {
  readonly url: URL;
  readonly authorization: string | null;
}

/** The action goes behind the path, before the query; a user and password in it go where HTTP wants them. */
function addressOf(url: string, action: string, runUuid: string): Address | null {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return null;
  const { username, password } = parsed;
  parsed.username = '';
  parsed.password = '';
  parsed.hash = '';
  parsed.pathname = `${parsed.pathname.replace(/\/+$/, '')}${action}`;
  parsed.searchParams.set('rid', runUuid);
  if (username === '' && password === '') return { url: parsed, authorization: null };
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { url: parsed, authorization: `Basic ${Buffer.from(user).toString('base64')}` };
}

async function tryOnce(
  { url, authorization }: Address,
  body: string,
  signal: AbortSignal,
  fetch: typeof globalThis.fetch,
): Promise<Fault | null> {
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    ...(authorization === null ? {} : { authorization }),
  };
  const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
  const { status } = response;
  if (status >= 300 && status < 400) {
    await response.body?.cancel();
    return { why: `HTTP ${status}: it sends us to another address; set HEARTBEAT_URL to that one`, transient: false };
  }
  if (!response.ok) {
    await response.body?.cancel();
    const transient = status >= 500 || status === 429;
    return {
      why: `HTTP ${status}${transient ? '' : ': look at HEARTBEAT_URL, and whether the check exists'}`,
      transient,
    };
  }
  return wordsOf(await beginning(response));
}

/** healthchecks.io answers 200 also to a ping that it drops, and says so in the text. */
function wordsOf(answer: string): Fault | null {
  if (/not found/i.test(answer)) {
    return { why: 'it knows no such check; set HEARTBEAT_URL to the ping URL of one that exists', transient: false };
  }
  if (/rate limited/i.test(answer)) return { why: 'it takes no more pings at the moment', transient: true };
  return null;
}

/** Its answer is a word or two; more of it is nobody's business. */
async function beginning(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const { value } = await reader.read();
  await reader.cancel();
  return new TextDecoder().decode((value ?? new Uint8Array()).subarray(0, 200));
}

/** The words of the error are not used: they may hold the address. */
function noAnswer(error: unknown): Fault {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = codeOf(cause);
  const proxy = proxyRefusal(error);
  if (proxy !== null) return { why: proxy, transient: true };
  const slow = error instanceof Error && (error.name === 'ReadError' || error.name === 'AbortError');
  return { why: slow ? 'no answer in time' : `no connection${code === '' ? '' : ` (${code})`}`, transient: true };
}

function bodyOf(text: string): string {
  const bytes = Buffer.from(redact(text, LONGEST));
  return bytes.subarray(0, LONGEST).toString('utf8').toWellFormed();
}
