// From a request to the repository it means: who may see it, what it is called now.
import { answer, notFound, type Reply } from './endpoints.ts';
import type { Git } from './git.ts';
import { REPOSITORY_ID } from './repository-answer.ts';
import type { FakeRequest, FakeSetup } from './types.ts';

const DOCS = 'https://docs.github.com/rest';

/** `api` is the server's own address. */
export function route(setup: FakeSetup, git: Git, api: string, { path, method, headers }: FakeRequest): Reply {
  const refusal = refuse(method, headers, setup.token);
  if (refusal !== null) return refusal;
  const { pathname, search, searchParams: query } = new URL(path, api);
  const [, owner, name, rest = ''] = /^\/repos\/([^/]+)\/([^/]+)(\/.*)?$/.exec(pathname) ?? [];
  const [, id, behind = ''] = /^\/repositories\/(\d+)(\/.*)?$/.exec(pathname) ?? [];
  const asked = `${owner}/${name}`.toLowerCase();
  if (asked === setup.formerly?.toLowerCase()) {
    const url = `${api}/repositories/${REPOSITORY_ID}${rest}${search}`;
    return { status: 301, body: { message: 'Moved Permanently', url, documentation_url: DOCS } };
  }
  const isOurs = asked === setup.repository.toLowerCase() || Number(id) === REPOSITORY_ID;
  // To those who may not see it, a private repository is not there.
  if (!isOurs || (setup.token !== undefined && headers['authorization'] === undefined)) return notFound();
  const place = { api, repository: setup.repository };
  return answer({ place, git, rest: rest || behind, query, url: `${api}${pathname}`, accept: headers['accept'] ?? '' });
}

function refuse(method: string, headers: FakeRequest['headers'], token: string | undefined): Reply | null {
  if (method !== 'GET') return notFound();
  if (headers['user-agent'] === undefined) {
    const body =
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header (https://docs.github.com).';
    return { status: 403, body };
  }
  const accept = headers['accept'] ?? '*/*';
  if (!/json|\*\/\*|application\/vnd\.github/.test(accept)) {
    const message = `Unsupported 'Accept' header: '${accept}'. Must accept 'application/json'.`;
    return { status: 415, body: { message, documentation_url: DOCS, status: '415' } };
  }
  const given = headers['authorization'];
  const isRight = given === undefined || token === undefined || [`token ${token}`, `Bearer ${token}`].includes(given);
  if (isRight) return null;
  return { status: 401, body: { message: 'Bad credentials', documentation_url: DOCS, status: '401' } };
}

export function usedUp(): Reply {
  const message = 'API rate limit exceeded for user ID 1000.';
  return { status: 403, body: { message, documentation_url: DOCS, status: '403' } };
}
