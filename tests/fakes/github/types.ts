import type { RestEndpointMethodTypes } from '@octokit/rest';

/** A commit as data; everything GitHub says of it is made from this. */
export interface FakeCommit {
  /** 40 hexadecimal digits. */
  readonly sha: string;
  readonly author: string;
  /** ISO, UTC. */
  readonly authorDate: string;
  readonly committerDate: string;
  /** The first line; a body may follow after an empty one. */
  readonly subject: string;
  readonly files: readonly FakeFile[];
  /** The second parent of a merge. */
  readonly merges?: string;
  readonly pull?: { readonly number: number; readonly title: string };
}

export interface FakeFile {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: 'added' | 'modified' | 'removed' | 'renamed';
  /** Without its header, as GitHub gives it; none for binary files. */
  readonly patch?: string;
  /** The whole file after the commit, for those that are asked for. */
  readonly text?: string;
}

export interface FakeSetup {
  /** `owner/name`. */
  readonly repository: string;
  /** The oldest first, along the default branch. */
  readonly commits: readonly FakeCommit[];
  /** Requests with another one, or none, see nothing; not set: everybody may read. */
  readonly token?: string;
  /** The token is a classic one with these scopes; without, a fine-grained one. */
  readonly scopes?: readonly string[];
  /** When the token ends: `2026-03-21 13:53:02 UTC`. */
  readonly expires?: string;
  /** Other branches: their commits, the oldest first, all of them. */
  readonly branches?: Readonly<Record<string, readonly FakeCommit[]>>;
  /** Main unless it says otherwise. */
  readonly defaultBranch?: string;
  /** The name it had before: answered with 301. */
  readonly formerly?: string;
  /** What goes wrong, request by request; undefined: nothing. */
  readonly script?: (request: FakeRequest) => Fault | undefined;
  /** Requests an hour. */
  readonly quota?: number;
}

export interface FakeRequest {
  /** From 1. */
  readonly number: number;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** What the server answered, beside what it was asked. */
export interface LoggedRequest extends FakeRequest {
  readonly status: number;
}

export type Fault =
  | { readonly kind: 'hang' }
  /** Headers and half of the body, then nothing. */
  | { readonly kind: 'stall' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'garbage' }
  | { readonly kind: 'html' }
  /** `{}` where a commit is wanted. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'huge'; readonly bytes: number }
  | { readonly kind: 'status'; readonly status: number; readonly message: string }
  | { readonly kind: 'secondary-limit'; readonly status: 403 | 429; readonly retryAfter?: number }
  | { readonly kind: 'used-up'; readonly resetInSeconds: number }
  | { readonly kind: 'redirect'; readonly to: string };

type Answers = RestEndpointMethodTypes['repos'];
export type CommitAnswer = Answers['getCommit']['response']['data'];
export type ListedCommit = Answers['listCommits']['response']['data'][number];
export type RepositoryAnswer = Answers['get']['response']['data'];
export type BranchAnswer = Answers['getBranch']['response']['data'];
export type PullAnswer = Answers['listPullRequestsAssociatedWithCommit']['response']['data'][number];
export type UserAnswer = RepositoryAnswer['owner'];
type Content = Answers['getContent']['response']['data'];
export type FileAnswer = Extract<Content, { type: 'file'; content: string }>;
export type FolderAnswer = Extract<Content, readonly unknown[]>;
