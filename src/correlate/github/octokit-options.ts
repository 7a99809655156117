import { guardedFetch } from './fetch.ts';

const GITHUB_API = 'https://api.github.com';

export interface OctokitSetup {
  /** Null: without a token, which sees public repositories 60 times an hour. */
  readonly token: string | null;
  /** Null: github.com. */
  readonly baseUrl: string | null;
  readonly userAgent: string;
}

const silent = () => undefined;

/** What `new Octokit` is given: nothing is printed, nothing waits by itself, and requests go to this API only. */
export function octokitOptions({ token, baseUrl, userAgent }: OctokitSetup) {
  const api = (baseUrl ?? GITHUB_API).replace(/\/+$/, '');
  return {
    ...(token === null ? {} : { auth: token }),
    baseUrl: api,
    userAgent,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: { fetch: guardedFetch(api) },
  };
}
