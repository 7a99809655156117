// The long answers: a user and a repository have dozens of fields that all are addresses.
import type { Place } from './answers.ts';
import type { PullAnswer, RepositoryAnswer, UserAnswer } from './types.ts';

const PAGES = 'https://github.com';
const MADE = '2025-01-01T00:00:00Z';
/** Stays when the repository is renamed. */
export const REPOSITORY_ID = 500_001;

export function user(api: string, name: string): UserAnswer {
  const login = name.toLowerCase().replace(/[^a-z0-9-]+/g, '-');
  const url = `${api}/users/${login}`;
  return {
    login,
    id: 1000 + login.length,
    node_id: `U_${login}`,
    avatar_url: 'https://avatars.githubusercontent.com/u/1?v=4',
    gravatar_id: '',
    url,
    html_url: `${PAGES}/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: 'User',
    site_admin: false,
  };
}

export function pullRepository({ api, repository }: Place, defaultBranch: string): PullAnswer['base']['repo'] {
  const [owner = '', name = ''] = repository.split('/');
  const url = `${api}/repos/${repository}`;
  return {
    id: REPOSITORY_ID,
    node_id: `R_${name}`,
    name,
    full_name: repository,
    owner: user(api, owner),
    private: true,
    html_url: `${PAGES}/${repository}`,
    description: 'what the cluster syncs from',
    fork: false,
    url,
    archive_url: `${url}/{archive_format}{/ref}`,
    assignees_url: `${url}/assignees{/user}`,
    blobs_url: `${url}/git/blobs{/sha}`,
    branches_url: `${url}/branches{/branch}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    comments_url: `${url}/comments{/number}`,
    commits_url: `${url}/commits{/sha}`,
    compare_url: `${url}/compare/{base}...{head}`,
    contents_url: `${url}/contents/{+path}`,
    contributors_url: `${url}/contributors`,
    deployments_url: `${url}/deployments`,
    downloads_url: `${url}/downloads`,
    events_url: `${url}/events`,
    forks_url: `${url}/forks`,
    git_commits_url: `${url}/git/commits{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    git_url: `git://github.com/${repository}.git`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    issue_events_url: `${url}/issues/events{/number}`,
    issues_url: `${url}/issues{/number}`,
    keys_url: `${url}/keys{/key_id}`,
    labels_url: `${url}/labels{/name}`,
    languages_url: `${url}/languages`,
    merges_url: `${url}/merges`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    pulls_url: `${url}/pulls{/number}`,
    releases_url: `${url}/releases{/id}`,
    ssh_url: `git@github.com:${repository}.git`,
    stargazers_url: `${url}/stargazers`,
    statuses_url: `${url}/statuses/{sha}`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    tags_url: `${url}/tags`,
    teams_url: `${url}/teams`,
    trees_url: `${url}/git/trees{/sha}`,
    clone_url: `${PAGES}/${repository}.git`,
    mirror_url: null,
    hooks_url: `${url}/hooks`,
    svn_url: `${PAGES}/${repository}`,
    homepage: null,
    language: null,
    forks_count: 0,
    forks: 0,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    size: 1,
    default_branch: defaultBranch,
    open_issues_count: 0,
    open_issues: 0,
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: false,
    disabled: false,
    visibility: 'private',
    license: null,
    pushed_at: MADE,
    created_at: MADE,
    updated_at: MADE,
  };
}

export function repositoryAnswer(place: Place, defaultBranch: string): RepositoryAnswer {
  const { license: _, ...shared } = pullRepository(place, defaultBranch);
  return {
    ...shared,
    license: null,
    homepage: null,
    has_discussions: false,
    pushed_at: MADE,
    created_at: MADE,
    updated_at: MADE,
    network_count: 0,
    subscribers_count: 1,
  };
}
