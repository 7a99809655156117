// What changed, told by the built CLI out of a real Git repository, a GitHub, and a recording; and what docs/changes.md shows.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { writeChanges } from '../../src/correlate/recorded/changes-file.ts';
import { redact } from '../../src/platform/redact/redact.ts';
import { git, historyOf, type Step } from '../fakes/git/history.ts';
import { HISTORY, LEAKED, REPOSITORY } from '../fakes/github/history.ts';
import { commit, image, memoryLimit } from '../fakes/github/made.ts';
import { fakeGithub } from '../fakes/github/server.ts';
import type { FakeSetup } from '../fakes/github/types.ts';
import { cli, scratch } from '../support/cli.ts';

const DOC = readFileSync(join(import.meta.dirname, '../../docs/changes.md'), 'utf8');
const UNTIL = '2026-03-10T14:12:00Z';

/** Services of `base-apps/<name>/`, in a file of their own. */
function inventory(...names: readonly string[]): string {
  const path = join(scratch(), 'services.txt');
  const entries = names.map((name, i) =>
    [
      `  1.${i + 1} ${name}`,
      `  - Namespace: ${name}`,
      ...(name === 'lost' ? [] : ['  - GitOps:', `    - Manifests: base-apps/${name}/`]),
      '',
    ].join('\n'),
  );
  writeFileSync(path, `1. Critical Services (P0 - x)\n\n${entries.join('\n')}`);
  return path;
}

const mysql = (memory: string, replicas = 1) =>
  `kind: StatefulSet\nmetadata:\n  name: mysql\nspec:\n  replicas: ${replicas}\n  limits:\n    memory: ${memory}\n`;
const vault = (image_: string) => `kind: StatefulSet\nmetadata:\n  name: vault\nspec:\n  image: ${image_}\n`;
const SET = 'base-apps/mysql/set.yaml';

const history: readonly Step[] = [
  {
    commit: 'begin',
    at: '2026-03-01T08:00:00Z',
    files: { [SET]: mysql('512Mi'), 'base-apps/vault/set.yaml': vault('vault:1.0'), 'README.md': 'x' },
  },
  { commit: 'mysql: two', at: '2026-03-08T10:00:00Z', files: { [SET]: mysql('512Mi', 2) } },
  {
    commit: 'both of them',
    at: '2026-03-10T09:00:00Z',
    files: { [SET]: mysql('256Mi', 2), 'base-apps/vault/set.yaml': vault('vault:1.1'), '.github/ci.yaml': 'on: push' },
  },
  { commit: 'mysql: words', at: '2026-03-10T10:00:00Z', files: { 'base-apps/mysql/README.md': 'y' } },
  { commit: 'ci', at: '2026-03-10T11:00:00Z', files: { '.github/ci.yaml': 'on: pull_request' } },
  { commit: 'mysql: trim (#44)', at: '2026-03-10T14:00:00Z', author: 'bob', files: { [SET]: mysql('64Mi', 2) } },
];

async function repository(steps = history) {
  const made = await historyOf(steps);
  onTestFinished(() => made.remove());
  return made;
}

async function github(setup: Partial<FakeSetup> = {}) {
  const server = await fakeGithub({ repository: REPOSITORY, commits: HISTORY, ...setup });
  onTestFinished(() => server.close());
  return { server, env: { GITHUB_REPOSITORY: REPOSITORY, GITHUB_API_URL: server.url } };
}

const changes = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  cli(['changes', ...args], { TZ: 'UTC', ...env });

it('a Git repository: each service with what changed in it, the newest first', async () => {
  const made = await repository();
  const services = inventory('mysql', 'vault', 'n8n', 'lost');
  const short = (label: string) => made.sha(label).slice(0, 7);
  const told = await changes(['--services', services, '--until', UNTIL], { GIT_REPOSITORY: made.dir });
  expect(told.stderr).toBe('');
  expect(told.stdout.slice(told.stdout.indexOf('\n\n') + 2)).toBe(
    `mysql P0 · base-apps/mysql/
  10 Mar 14:00 UTC  ${short('mysql: trim (#44)')}  bob · mysql: trim (#44)
    StatefulSet mysql: memory limit 256Mi → 64Mi
  10 Mar 09:00 UTC  ${short('both of them')}  ann · both of them
    StatefulSet mysql: memory limit 512Mi → 256Mi
  and 1 commit of documents, comments or labels

vault P0 · base-apps/vault/
  10 Mar 09:00 UTC  ${short('both of them')}  ann · both of them
    image vault:1.0 → vault:1.1

no change  n8n
elsewhere  1 commit that touches no listed service
no path    lost: services.txt does not say where their manifests are
`,
  );
  expect(told.stdout).toContain('2 commits · 2 of 3 services changed\n');
  expect(told.code).toBe(0);
});

it('as JSON, for one service, further back, and of another branch', async () => {
  const made = await repository([
    ...history,
    { branch: 'production', to: 'begin' },
    { commit: 'hot', at: '2026-03-10T14:05:00Z', branch: 'production', files: { [SET]: mysql('1Gi') } },
  ]);
  const services = inventory('mysql', 'vault');
  const flags = ['--services', services, '--until', UNTIL, '--output', 'json', '--service', 'MySQL'];
  const week = await changes([...flags, '--since', '7d'], { GIT_REPOSITORY: made.dir });
  expect(JSON.parse(week.stdout)).toMatchObject({
    since: '2026-03-03T14:12:00.000Z',
    until: '2026-03-10T14:12:00.000Z',
    services: [
      {
        name: 'mysql',
        documentsOnly: 1,
        commits: [
          {
            sha: made.sha('mysql: trim (#44)'),
            author: 'bob',
            committedAt: '2026-03-10T14:00:00.000Z',
            pullRequest: 44,
            changed: [{ kind: 'limits', text: 'memory limit 256Mi → 64Mi', file: SET }],
            notRead: [],
          },
          { subject: 'both of them' },
          { subject: 'mysql: two', changed: [{ text: 'replicas 1 → 2' }] },
        ],
      },
    ],
    elsewhere: 1,
    limits: [],
  });
  const production = await changes(flags, { GIT_REPOSITORY: made.dir, GIT_BRANCH: 'production' });
  expect(JSON.parse(production.stdout)).toMatchObject({
    source: expect.stringContaining('branch production'),
    services: [{ commits: [{ subject: 'hot' }] }],
  });
});

it('GitHub: with the pull request of a commit, never with a secret, and the second time for nothing', async () => {
  const { server, env } = await github();
  const services = inventory('orders', 'mail', 'postgres', 'shop');
  const state = scratch();
  const flags = ['--services', services, '--state', state, '--since', '7d', '--until', '2026-03-13T16:00:00Z'];
  const told = await changes(flags, env);
  const sha = HISTORY.find(({ pull }) => pull?.number === 44)?.sha.slice(0, 7);
  expect(told.stdout).toContain('acme/gitops, default branch');
  expect(told.stdout).toContain(
    `  10 Mar 14:00 UTC  ${sha}  bob · orders: trim resources (#44)\n    deployment.yaml: memory limit 512Mi → 64Mi\n`,
  );
  expect(told.stdout).toContain('    base-apps/mail.yaml switched off\n');
  expect(told.stdout).toContain('    Secret auth: login changed (its value is not shown)\n');
  expect(told).toMatchObject({ code: 0, stderr: '' });
  const asked = server.requests.length;
  expect(asked).toBeLessThanOrEqual(40);
  const again = await changes(flags, env);
  expect(again.stdout).toBe(told.stdout);
  expect(new Set(server.requests.slice(asked).map(({ status }) => status))).toEqual(new Set([304]));
  const json = await changes([...flags, '--output', 'json'], env);
  expect(json.stdout).toContain('"name": "postgres"');
  expect(json.stdout + told.stdout).not.toContain(LEAKED);
});

it('GitHub: what 40 requests can not tell is said', async () => {
  const commits = Array.from({ length: 63 }, (_, i) => {
    const name = `app${i % 7}`;
    const path = `base-apps/${name}/a.yaml`;
    return commit({
      at: new Date(Date.UTC(2026, 2, 10, 10, i)),
      subject: `n ${i}`,
      files: [image(path, 'a:1', 'a:2')],
    });
  });
  const { server, env } = await github({ commits });
  const services = inventory(...Array.from({ length: 7 }, (_, i) => `app${i}`));
  const told = await changes(['--services', services, '--until', UNTIL], env);
  expect(told.stdout).toContain('not known  which services 43 commits touch\n');
  expect(told.stdout).toContain('Not complete\n  ! only the newest 20 of 63 commits were read in full\n');
  expect(server.requests.length).toBeLessThanOrEqual(40);
  expect(told.code).toBe(0);
});

it('a recording comes first, and ends with its newest commit', async () => {
  const folder = scratch();
  const at = new Date('2026-03-10T14:00:00Z');
  const { path, patch = '' } = memoryLimit(SET, '512Mi', '64Mi');
  await writeChanges(join(folder, 'changes.json'), {
    cluster: [],
    name: 'github.com/acme/gitops',
    repository: 'github.com/acme/gitops',
    limits: [],
    unread: null,
    commits: [
      {
        sha: 'c0ffee5'.padEnd(40, '0'),
        url: null,
        repository: 'github.com/acme/gitops',
        author: redact('bob'),
        committedAt: at,
        subject: redact('mysql: trim'),
        files: [{ path, previousPath: null, status: 'modified', patch: redact(patch), cut: false }],
        moreFiles: false,
        pullRequest: { number: 44, title: redact('trim'), url: 'https://github.com/acme/gitops/pull/44' },
      },
    ],
  });
  const flags = ['--services', inventory('mysql'), '--snapshot', folder];
  const told = await changes(flags, { GIT_REPOSITORY: '/nowhere' });
  expect(told.stdout).toContain('github.com/acme/gitops, recorded · 09 Mar 14:00 UTC to 10 Mar 14:00 UTC');
  expect(told.stdout).toContain('  10 Mar 14:00 UTC  c0ffee5  bob · mysql: trim (#44)\n');
  expect(told.stdout).toContain('    set.yaml: memory limit 512Mi → 64Mi\n');
  writeFileSync(join(folder, 'changes.json'), '{}');
  expect(await changes(flags)).toMatchObject({ code: 2, stderr: expect.stringContaining('record it again') });
});

it('a wrong service, a wrong flag and nothing configured: exit code 2, and what to do', async () => {
  const services = inventory('mysql', 'vault');
  const wrong = await changes(['--services', services, '--service', 'mysq', 'vault']);
  const said = `k8s-monitor: --service: ${services} has no service "mysq"; did you mean "mysql"?\n`;
  expect(wrong).toEqual({ code: 2, stdout: '', stderr: said });
  const far = await changes(['--services', services, '--since', '31d', '--until', 'today', '--output', 'yaml']);
  expect(far.stderr.trim().split('\n')).toEqual([
    'k8s-monitor: --since takes a duration from 1m to 30d, such as 24h or 7d, not "31d"',
    'k8s-monitor: --until takes a time with its zone, such as 2026-11-21T03:00:00Z, not "today"',
    'k8s-monitor: --output takes text or json, not "yaml"',
  ]);
  const none = await changes(['--services', services]);
  expect(none.code).toBe(2);
  for (const name of ['GIT_REPOSITORY', 'GITHUB_REPOSITORY', '--snapshot']) expect(none.stderr).toContain(name);
  const empty = await changes(['--services', services, '--snapshot', scratch()]);
  expect(empty).toMatchObject({ code: 2, stderr: expect.stringContaining('has no changes.json') });
});

it('a source that fails: exit code 1, the reason and the next step', async () => {
  const services = ['--services', inventory('mysql')];
  const gone = await changes(services, { GIT_REPOSITORY: '/nowhere' });
  expect(gone).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'k8s-monitor: the changes of /nowhere, default branch could not be read: GIT_REPOSITORY names /nowhere: there is no such folder\n',
  });
  const { env } = await github({ token: 'right' });
  const refused = await changes(services, { ...env, GITHUB_TOKEN: 'wrong' });
  expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('GITHUB_TOKEN') });
  const used = await github({ script: () => ({ kind: 'used-up', resetInSeconds: 1800 }) });
  const later = await changes(services, { ...used.env, GITHUB_TOKEN: 'right' });
  expect(later).toMatchObject({ code: 1, stderr: expect.stringMatching(/rate limit .*; try again later\n$/) });
  const slow = await github({ script: () => ({ kind: 'hang' }) });
  const late = await changes(services, { ...slow.env, CHANGES_DEADLINE_SECONDS: '1' });
  expect(late).toMatchObject({ code: 1, stderr: expect.stringContaining('CHANGES_DEADLINE_SECONDS gives it more') });
});

it('every command of docs/changes.md works', async () => {
  const made = await repository();
  const folder = scratch();
  await git(folder, ['clone', '--quiet', made.dir, 'gitops']);
  const recording = join(folder, 'recording');
  const homelab = join(import.meta.dirname, '../recordings/homelab');
  const env = { GIT_REPOSITORY: join(folder, 'gitops') };
  const shown = [...DOC.matchAll(/^ {4}k8s-monitor (.+?)(?: {2,}#.*)?$/gm)].map(([, line = '']) => line);
  expect(shown.length).toBeGreaterThanOrEqual(5);
  mkdirSync(recording);
  for (const line of shown) {
    // No cluster stands behind a test: a recorded one is read instead.
    const args = line.replaceAll('DIR', recording).split(' ');
    const replayed = args.includes('run') && !args.includes('--snapshot') ? ['--snapshot', homelab] : [];
    const { code, stderr } = await cli([...args, ...replayed], { TZ: 'UTC', ...env });
    expect({ line, code, stderr }).toEqual({ line, code: 0, stderr: '' });
  }
});
