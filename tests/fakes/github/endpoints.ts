// The endpoints of GitHub's REST API that are used, and how each refuses.
import {
  branchAnswer,
  fileAnswer,
  folderAnswer,
  listedCommit,
  type Place,
  pullAnswer,
  wholeCommit,
} from './answers.ts';
import type { Git } from './git.ts';
import { repositoryAnswer } from './repository-answer.ts';
import type { FakeCommit } from './types.ts';

export interface Reply {
  readonly status: number;
  /** A string goes as it is, as plain text. */
  readonly body: unknown;
  readonly link?: string;
}

export interface Call {
  readonly place: Place;
  readonly git: Git;
  /** Behind `/repos/owner/name`: `/commits/abc`, as it came. */
  readonly rest: string;
  readonly query: URLSearchParams;
  /** Address without the query. */
  readonly url: string;
  readonly accept: string;
}

const FILES_A_PAGE = 300;

export function notFound(docs = 'https://docs.github.com/rest'): Reply {
  return { status: 404, body: { message: 'Not Found', documentation_url: docs, status: '404' } };
}

export function answer(call: Call): Reply {
  const { rest, git, place } = call;
  if (rest === '') return { status: 200, body: repositoryAnswer(place, git.defaultBranch) };
  const [, branch] = /^\/branches\/([^/]+)$/.exec(rest) ?? [];
  if (branch !== undefined) return oneBranch(call, decodeURIComponent(branch));
  if (rest === '/commits') return commits(call);
  const [, sha, pulls] = /^\/commits\/([^/]+)(\/pulls)?$/.exec(rest) ?? [];
  if (sha !== undefined) return pulls === undefined ? oneCommit(call, decodeURIComponent(sha)) : pullsOf(call, sha);
  const [, path] = /^\/contents(?:\/(.*))?$/.exec(rest) ?? [];
  return rest.startsWith('/contents') ? contents(call, decodeURIComponent(path ?? '')) : notFound();
}

function oneBranch({ git, place }: Call, name: string): Reply {
  const head = git.history(name)?.[0];
  if (head === undefined || git.commit(name) !== head) {
    return { status: 404, body: { message: 'Branch not found', documentation_url: DOCS, status: '404' } };
  }
  return { status: 200, body: branchAnswer(place, name, wholeCommit(place, head, git.parents(head), [])) };
}

const DOCS = 'https://docs.github.com/rest/commits/commits';

function commits(call: Call): Reply {
  const { git, place, query } = call;
  const history = git.history(query.get('sha') ?? git.defaultBranch);
  if (history === null) return notFound(DOCS);
  if (history.length === 0) {
    return { status: 409, body: { message: 'Git Repository is empty.', documentation_url: DOCS, status: '409' } };
  }
  const path = query.get('path');
  // git takes a folder with or without the slash.
  const touching = path === null ? history : git.touching(history, path.replace(/\/$/, ''));
  const since = Date.parse(query.get('since') ?? '') || Number.NEGATIVE_INFINITY;
  const until = Date.parse(query.get('until') ?? '') || Number.POSITIVE_INFINITY;
  const inside = touching.filter(({ committerDate }) => {
    const at = Date.parse(committerDate);
    return at >= since && at <= until;
  });
  const { items, link } = paged(inside, call, 30, 100);
  return {
    status: 200,
    body: items.map((commit) => listedCommit(place, commit, git.parents(commit))),
    ...(link === '' ? {} : { link }),
  };
}

function oneCommit(call: Call, ref: string): Reply {
  const { git, place, accept } = call;
  const commit = git.commit(ref);
  if (commit === null || commit === 'unknown-sha') {
    const message = `No commit found for SHA: ${ref}`;
    return { status: 422, body: { message, documentation_url: DOCS, status: '422' } };
  }
  if (accept.includes('diff')) return { status: 200, body: diffOf(commit) };
  const { items, link } = paged(commit.files, call, FILES_A_PAGE, FILES_A_PAGE);
  const body = wholeCommit(place, commit, git.parents(commit), items);
  return { status: 200, body, ...(link === '' ? {} : { link }) };
}

function pullsOf({ git, place }: Call, sha: string): Reply {
  const commit = git.commit(sha);
  if (commit === null || commit === 'unknown-sha') {
    const message = `No commit found for SHA: ${sha}`;
    return { status: 422, body: { message, documentation_url: DOCS, status: '422' } };
  }
  return { status: 200, body: commit.pull === undefined ? [] : [pullAnswer(place, commit, commit.pull)] };
}

function contents({ git, place, query, accept }: Call, path: string): Reply {
  const ref = query.get('ref') ?? git.defaultBranch;
  if (git.history(ref) === null) {
    const message = `No commit found for the ref ${ref}`;
    return { status: 404, body: { message, documentation_url: DOCS, status: '404' } };
  }
  const found = git.content(ref, path.replace(/\/$/, ''));
  if (found === null) return notFound('https://docs.github.com/rest/repos/contents#get-repository-content');
  if (typeof found !== 'string') return { status: 200, body: folderAnswer(place, ref, found) };
  return { status: 200, body: accept.includes('raw') ? found : fileAnswer(place, path, ref, found) };
}

function diffOf({ files }: FakeCommit): string {
  return files.map(({ path, patch }) => `diff --git a/${path} b/${path}\n${patch ?? ''}\n`).join('');
}

/** GitHub's Link header: where the pages before and after are. Asking for too much a page gives the most there is. */
function paged<T>(all: readonly T[], { query, url }: Call, usual: number, most: number) {
  const size = Math.min(most, Number(query.get('per_page')) || usual);
  const page = Math.max(1, Number(query.get('page')) || 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const to = (number: number, rel: string): string => {
    const next = new URLSearchParams(query);
    next.set('page', String(number));
    return `<${url}?${next.toString()}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [to(page - 1, 'prev')] : []),
    ...(page < last ? [to(page + 1, 'next'), to(last, 'last')] : []),
    ...(page > 1 ? [to(1, 'first')] : []),
  ];
  return { items: all.slice((page - 1) * size, page * size), link: links.join(', ') };
}
