// What GitHub says of a commit, a file, a branch: whole, as its published types have it.
import { createHash } from 'node:crypto';
import { pullRepository, user } from './repository-answer.ts';
import type {
  BranchAnswer,
  CommitAnswer,
  FakeCommit,
  FakeFile,
  FileAnswer,
  FolderAnswer,
  ListedCommit,
  PullAnswer,
} from './types.ts';

export interface Place {
  /** Address of the API, without a slash at the end. */
  readonly api: string;
  /** `owner/name`. */
  readonly repository: string;
}

const PAGES = 'https://github.com';

export function hash(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

export function listedCommit({ api, repository }: Place, commit: FakeCommit, parents: readonly string[]): ListedCommit {
  const { sha, author, authorDate, committerDate, subject } = commit;
  const url = `${api}/repos/${repository}/commits/${sha}`;
  const git = `${api}/repos/${repository}/git`;
  const email = `${author}@users.noreply.github.com`;
  const tree = hash(`tree ${sha}`);
  return {
    sha,
    node_id: `C_${sha.slice(0, 12)}`,
    url,
    html_url: `${PAGES}/${repository}/commit/${sha}`,
    comments_url: `${url}/comments`,
    commit: {
      url: `${git}/commits/${sha}`,
      author: { name: author, email, date: authorDate },
      committer: { name: 'GitHub', email: 'noreply@github.com', date: committerDate },
      message: subject,
      tree: { sha: tree, url: `${git}/trees/${tree}` },
      comment_count: 0,
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
    },
    author: user(api, author),
    committer: user(api, 'web-flow'),
    parents: parents.map((parent) => ({
      sha: parent,
      url: `${api}/repos/${repository}/commits/${parent}`,
      html_url: `${PAGES}/${repository}/commit/${parent}`,
    })),
  };
}

export function wholeCommit(
  place: Place,
  commit: FakeCommit,
  parents: readonly string[],
  files: readonly FakeFile[],
): CommitAnswer {
  const entries = files.map((file) => diffEntry(place, commit.sha, file));
  const sum = (key: 'additions' | 'deletions') => entries.reduce((all, entry) => all + entry[key], 0);
  const [additions, deletions] = [sum('additions'), sum('deletions')];
  return {
    ...listedCommit(place, commit, parents),
    stats: { additions, deletions, total: additions + deletions },
    files: entries,
  };
}

function diffEntry(
  { api, repository }: Place,
  sha: string,
  file: FakeFile,
): NonNullable<CommitAnswer['files']>[number] {
  const { path, previousPath, status, patch } = file;
  const count = (mark: string) => (patch ?? '').split('\n').filter((line) => line.startsWith(mark)).length;
  const [additions, deletions] = [count('+'), count('-')];
  const encoded = encodeURIComponent(path);
  return {
    sha: hash(`${sha} ${path}`),
    filename: path,
    status,
    additions,
    deletions,
    changes: additions + deletions,
    blob_url: `${PAGES}/${repository}/blob/${sha}/${encoded}`,
    raw_url: `${PAGES}/${repository}/raw/${sha}/${encoded}`,
    contents_url: `${api}/repos/${repository}/contents/${encoded}?ref=${sha}`,
    ...(patch === undefined ? {} : { patch }),
    ...(previousPath === undefined ? {} : { previous_filename: previousPath }),
  };
}

export function fileAnswer(place: Place, path: string, ref: string, text: string): FileAnswer {
  const bytes = Buffer.from(text);
  const isLarge = bytes.length > 1024 * 1024;
  return {
    ...entryOf(place, path, ref, text),
    type: 'file',
    size: bytes.length,
    // Above 1 MB GitHub answers without the content.
    encoding: isLarge ? 'none' : 'base64',
    // Lines of 60, as GitHub breaks them.
    content: isLarge ? '' : `${bytes.toString('base64').replace(/.{60}/g, '$&\n')}\n`,
  };
}

export function folderAnswer(place: Place, ref: string, entries: ReadonlyMap<string, 'dir' | 'file'>): FolderAnswer {
  return [...entries].map(([path, type]) => ({ ...entryOf(place, path, ref, ''), type, size: 0 }));
}

function entryOf({ api, repository }: Place, path: string, ref: string, text: string) {
  const sha = hash(`blob ${path} ${text}`);
  const self = `${api}/repos/${repository}/contents/${path}?ref=${ref}`;
  const git = `${api}/repos/${repository}/git/blobs/${sha}`;
  const html = `${PAGES}/${repository}/blob/${ref}/${path}`;
  return {
    name: path.split('/').at(-1) ?? path,
    path,
    sha,
    url: self,
    html_url: html,
    git_url: git,
    download_url: `https://raw.githubusercontent.com/${repository}/${ref}/${path}`,
    _links: { self, git, html },
  };
}

export function branchAnswer(place: Place, name: string, head: CommitAnswer): BranchAnswer {
  const self = `${place.api}/repos/${place.repository}/branches/${name}`;
  return {
    name,
    commit: head,
    _links: { self, html: `${PAGES}/${place.repository}/tree/${name}` },
    protected: false,
    protection: { enabled: false, required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] } },
    protection_url: `${self}/protection`,
  };
}

export function pullAnswer(place: Place, commit: FakeCommit, pull: { number: number; title: string }): PullAnswer {
  const { api, repository } = place;
  const url = `${api}/repos/${repository}/pulls/${pull.number}`;
  const html = `${PAGES}/${repository}/pull/${pull.number}`;
  const issue = `${api}/repos/${repository}/issues/${pull.number}`;
  const statuses = `${api}/repos/${repository}/statuses/${commit.sha}`;
  const author = user(api, commit.author);
  const repo = pullRepository(place, 'main');
  const side = (ref: string) => ({ label: `${author.login}:${ref}`, ref, sha: commit.sha, user: author, repo });
  const href = (address: string) => ({ href: address });
  return {
    url,
    id: 1_000_000 + pull.number,
    node_id: `PR_${pull.number}`,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${url}/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    number: pull.number,
    state: 'closed',
    locked: false,
    title: pull.title,
    user: author,
    body: null,
    labels: [],
    milestone: null,
    active_lock_reason: null,
    created_at: commit.authorDate,
    updated_at: commit.committerDate,
    closed_at: commit.committerDate,
    merged_at: commit.committerDate,
    merge_commit_sha: commit.sha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: side('change'),
    base: side('main'),
    _links: {
      self: href(url),
      html: href(html),
      issue: href(issue),
      comments: href(`${issue}/comments`),
      review_comments: href(`${url}/comments`),
      review_comment: href(`${url}/comments{/number}`),
      commits: href(`${url}/commits`),
      statuses: href(statuses),
    },
    author_association: 'OWNER',
    auto_merge: null,
    draft: false,
  };
}
