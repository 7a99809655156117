// Secrets that somebody committed in the clear: they leave for nobody and are kept nowhere; names of keys may be told.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type CommitStep, git } from '../../fakes/git/history.ts';
import { gitServer } from '../../fakes/git/server.ts';
import { madeOf } from '../../fakes/git/source.ts';
import { modified } from '../../fakes/github/made.ts';
import type { FakeCommit, FakeFile } from '../../fakes/github/types.ts';
import { byAgent, inTurn, type Script } from '../../fakes/messages/script.ts';
import { ANALYSIS, OPINION, READ_COMMIT, REVIEW, WORDS } from '../../support/answers.ts';
import { cli, scratch } from '../../support/cli.ts';
import { promptsOf } from '../../support/model-traffic.ts';
import { commits, GUILTY } from '../../support/outage.ts';
import { beginning, CUT_AT, neighbours, SHOP_FILE, shopManifest } from '../../support/shop-manifests.ts';
import { type World, type WorldOptions, world } from '../../support/world.ts';

/** Made up, and in pieces so that no scanner takes them for a leak. */
const made = (...parts: readonly string[]) => parts.join('');
const VALUES = {
  plain: made('hun', 'ter2', 'Xy9'),
  was: made('cor', 'rect', 'Horse7'),
  encoded: Buffer.from(made('bat', 'tery', 'Staple8')).toString('base64'),
  env: made('Tr0ub', '4dor', 'Zz'),
  token: made('gh', 'p_', 'aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5'),
  key: made('AK', 'IA', 'QWERTYUIOPASDFGH'),
  url: made('pa55', 'w0rd', 'Qq'),
  subject: made('xo', 'xb-', '123456789012-abcdefghijklmnop'),
};

const secretLines = (now: string) => [
  'apiVersion: v1',
  'kind: Secret',
  'metadata:',
  '  name: shop-api',
  'stringData:',
  `  login: ${now}`,
  'data:',
  `  cookie: ${VALUES.encoded}`,
  '',
];
const configLines = [
  'apiVersion: v1',
  'kind: ConfigMap',
  'metadata:',
  '  name: shop-api',
  'data:',
  `  apiToken: ${VALUES.token}`,
  `  database: postgres://shop:${VALUES.url}@db.shop.svc:5432/orders`,
  '  settings.ini: |',
  `    aws_access_key_id = ${VALUES.key}`,
  '',
];
const SUBJECT = `shop-api: save memory, token ${VALUES.subject}`;
const withPassword = ['env:', '  - name: DB_PASSWORD', `    value: ${VALUES.env}`];

const GIT_STEPS: readonly CommitStep[] = [
  beginning({ 'base-apps/shop-api/secret.yaml': secretLines(VALUES.was).join('\n') }),
  ...neighbours,
  {
    commit: SUBJECT,
    at: CUT_AT,
    author: 'Robin',
    files: {
      [SHOP_FILE]: shopManifest({ memory: '64Mi', more: withPassword }),
      'base-apps/shop-api/secret.yaml': secretLines(VALUES.plain).join('\n'),
      'base-apps/shop-api/configmap.yaml': configLines.join('\n'),
    },
  },
];

function onGithub(): readonly FakeCommit[] {
  const plus = (lines: readonly string[]) => lines.map((line) => `+${line}`);
  const config: FakeFile = {
    path: 'base-apps/shop-api/configmap.yaml',
    status: 'added',
    text: configLines.join('\n'),
    patch: ['@@ -0,0 +1,9 @@', ...plus(configLines.slice(0, -1))].join('\n'),
  };
  const files = [
    modified(
      SHOP_FILE,
      '         limits:',
      '-          memory: 512Mi',
      '+          memory: 64Mi',
      '       env:',
      ...plus(['        - name: DB_PASSWORD', `          value: ${VALUES.env}`]),
    ),
    // The kind is not in the hunk: the name of the file has to tell.
    modified(
      'base-apps/shop-api/secret.yaml',
      ' stringData:',
      `-  login: ${VALUES.was}`,
      `+  login: ${VALUES.plain}`,
      ' data:',
      `+  cookie: ${VALUES.encoded}`,
    ),
    config,
  ];
  return commits().map((one) => (one.sha === GUILTY ? { ...one, subject: SUBJECT, files } : one));
}

const rest = {
  'k8s-analyzer': { json: ANALYSIS },
  'escalation-manager': { json: OPINION },
  'slack-notifier': { json: WORDS },
} as const;
const looking: Script = byAgent({
  ...rest,
  'github-reviewer': inTurn([
    {
      tools: [
        READ_COMMIT,
        { name: 'mcp__github__get_file', input: { path: 'base-apps/shop-api/configmap.yaml', ref: null } },
      ],
    },
    { json: REVIEW },
  ]),
});
const plain: Script = byAgent({ ...rest, 'github-reviewer': { json: { ranking: [] } } });

async function expectNoLeak(options: WorldOptions): Promise<World> {
  const recorded = scratch();
  const w = await world({ ...options, env: { LOG_LEVEL: 'trace', ...options.env } });
  const { code, report, stdout, stderr } = await w.cycle({ args: ['--record', recorded] });
  expect(code, stderr).toBe(0);
  const [first] = report.incidents[0]?.suspects ?? [];
  expect(first).toMatchObject({ confidence: 'HIGH' });
  expect(first?.fields).toContain('memory limit 512Mi → 64Mi');
  expect(first?.files).toEqual(expect.arrayContaining(['base-apps/shop-api/secret.yaml']));
  const shown = await cli(['cycles', 'show', report.cycle.id, '--agents'], w.env);
  const feed = await cli(['changes', '--since', '24h', '--until', '2026-11-18T10:00:00Z'], w.env);
  const feedJson = await cli(
    ['changes', '--since', '24h', '--until', '2026-11-18T10:00:00Z', '--output', 'json'],
    w.env,
  );
  expect([shown.code, feed.code, feedJson.code], shown.stderr + feed.stderr).toEqual([0, 0, 0]);
  const places: Readonly<Record<string, readonly string[]>> = {
    'the Messages API': promptsOf(w),
    Slack: w.slack.requests.map(({ args }) => JSON.stringify(args)),
    'the state folder': textsIn(w.state),
    'the recording': textsIn(recorded),
    'standard output': [stdout, shown.stdout],
    'standard error': [stderr, shown.stderr, feed.stderr, feedJson.stderr],
    'the feed': [feed.stdout, feedJson.stdout],
    'the copy of the repository': await contentsOf(w.state),
  };
  const leaks = Object.entries(places).flatMap(([place, texts]) =>
    Object.entries(VALUES).flatMap(([name, value]) =>
      texts.some((text) => text.includes(value) || text.includes(decoded(value))) ? [`${name} in ${place}`] : [],
    ),
  );
  // A copy of the history holds the commits as they are; contents of files it does not keep.
  expect(leaks.filter((leak) => leak !== 'subject in the copy of the repository')).toEqual([]);
  // All of it went this way: names are told, and what is no secret.
  for (const place of ['the Messages API', 'the recording'])
    expect(places[place]?.join('\n'), place).toMatch(/DB_PASSWORD[\s\S]*64Mi|64Mi[\s\S]*DB_PASSWORD/);
  return w;
}

const decoded = (value: string) => (value === VALUES.encoded ? Buffer.from(value, 'base64').toString() : value);

function textsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

/** Git keeps what it has packed: no search of the folder would find it. */
async function contentsOf(state: string): Promise<readonly string[]> {
  const folder = join(state, 'git');
  if (!existsSync(folder)) return [];
  const copies = readdirSync(folder).map((name) => join(folder, name, 'repository'));
  return Promise.all(
    copies.filter(existsSync).map((copy) => git(copy, ['cat-file', '--batch-all-objects', '--batch'])),
  );
}

it('of a commit on GitHub, that the agents read with their tools', { timeout: 60_000 }, async () => {
  const w = await expectNoLeak({ model: looking, github: { commits: onGithub() } });
  expect(w.messages.requests.flatMap(({ asked }) => asked?.results ?? [])).toHaveLength(2);
});

it('of a commit in a clone on disk', { timeout: 60_000 }, async () => {
  const repository = await madeOf(GIT_STEPS);
  await expectNoLeak({ model: plain, github: null, env: { GIT_REPOSITORY: repository.dir } });
});

it('of a commit on a Git server', { timeout: 60_000 }, async () => {
  const repository = await madeOf(GIT_STEPS);
  const server = await gitServer({ dir: repository.dir });
  onTestFinished(() => server.close());
  await expectNoLeak({ model: plain, github: null, env: { GIT_REPOSITORY: server.url } });
});
