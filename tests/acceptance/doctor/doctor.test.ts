// `doctor` through the process, among servers as strict as the real ones.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cli, scratch } from '../../support/cli.ts';
import { writeKubeconfig } from '../../support/fake-api.ts';
import { KEY, SLACK_TOKEN } from '../../support/world.ts';
import { doctor, ready, silent } from './setup.ts';

it('all in order: every check is ok, nothing is sent, nothing is written, and no secret is shown', async () => {
  const { world, stored, env } = await ready();
  const before = {
    messages: world.slack.messages.length,
    asked: world.api.asked.length,
    lease: stored.read('state', 'Lease'),
  };
  const { code, said, stdout, stderr } = await doctor(env);
  // Nobody asks kubelets who is not told to.
  expect(said.checks.filter(({ status }) => status !== 'ok')).toMatchObject([
    { id: 'cluster.volumes', status: 'skipped', mend: null },
  ]);
  expect({ code, stderr, status: said.status }).toEqual({ code: 0, stderr: '', status: 'ok' });
  expect(said.checks.map(({ id }) => id)).toEqual([
    'program.node',
    'program.build',
    'config.settings',
    'config.services',
    'config.agents',
    'cluster.api',
    'cluster.clock',
    'cluster.permissions',
    'cluster.extras',
    'cluster.kinds',
    'cluster.volumes',
    'messages.slack',
    'messages.scopes',
    'messages.channels',
    'state.configmap',
    'state.cycle',
    'state.heartbeat',
    'changes.github',
    'model.key',
    'model.models',
    'model.price',
  ]);
  expect(said.checks.every(({ mend }) => mend === null)).toBe(true);

  expect(world.slack.messages).toHaveLength(before.messages);
  expect(stored.read('state', 'Lease')).toEqual(before.lease);
  const writes = world.api.asked.slice(before.asked).filter(({ method }) => method !== 'GET');
  expect(writes.filter(({ method, path }) => method === 'POST' && !/\/selfsubject\w*reviews$/.test(path))).toEqual([]);
  const puts = writes.filter(({ method }) => method === 'PUT');
  expect(puts.map(({ query }) => query.get('dryRun'))).toEqual(Array(7).fill('All'));
  expect(world.messages.requests.map(({ path }) => path)).toEqual(['/v1/models']);
  for (const secret of [KEY, SLACK_TOKEN, env['GITHUB_TOKEN'] ?? '', 'hc-ping.example/abc']) {
    expect(stdout).not.toContain(secret);
  }
});

it('prints what docs/doctor.md shows', async () => {
  const { env } = await ready({
    slack: {
      channels: [
        { id: 'C0STANDARD1', name: 'standard' },
        { id: 'C0CRITICAL1', name: 'critical', member: false },
      ],
    },
  });
  const { HEARTBEAT_URL: _, ...without } = env;
  const { code, stdout } = await cli(['doctor'], without);
  expect(code).toBe(2);
  expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
  const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'doctor.md'), 'utf8');
  const [, shown = ''] = /```text\n([\s\S]*?)```/.exec(page) ?? [];
  expect(normalised(stdout)).toBe(normalised(shown));
});

/** Addresses, times and folders are others each time, and the servers of a test have other names than those of people. */
function normalised(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/\b(fake|homelab), https?:\/\/[\w.]+:\d+/g, 'CLUSTER')
    .replace(/ago, of (fake|homelab)/, 'ago, of CLUSTER')
    .replace(/Slack (Fake|Acme),/, 'Slack TEAM,')
    .replace(/API key (127\.0\.0\.1:\d+|Anthropic) takes/, 'API key ENDPOINT takes')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'TIME')
    .replace(/in \S*services\.txt/g, 'in FILE')
    .replace(/✓ Node \S+/, '✓ Node VERSION')
    .replace(/at [0-9a-f]{7},/, 'at SHA,')
    .replace(/\d+ (s|min) ago/, 'AGO')
    .trim();
}

it('nothing set: says what is missing, in which order, and mends each', async () => {
  const { code, stdout, stderr } = await cli(['doctor']);
  expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'Mend in this order: API server, Settings, Services, Slack, Last cycle, Heartbeat',
  );
  expect(stdout).toContain('`k8s-monitor init`');
  expect(stdout).toContain('no kubeconfig found and not inside a cluster');
  expect(stdout).toMatch(/- API key +not set: the rules work alone/);
  const { said } = await doctor({});
  for (const { status, mend } of said.checks) if (status === 'warn' || status === 'fail') expect(mend).not.toBeNull();
});

it('everything wrong: each is named with its place and its mend', async () => {
  const { world, env } = await ready();
  const before = world.slack.messages.length;
  const home = scratch();
  writeFileSync(join(home, '.env'), '# ours\nBUSINESS_TZ=Mars/Olympus\nALL_WELL=often\n');
  writeFileSync(join(home, 'services.txt'), '1. Critical (P0)\n  1.1 mysql\n  - Max Downtime: soon\n');
  writeFileSync(join(home, 'routes.yaml'), 'routes:\n  - to: nowhere\n');
  writeFileSync(join(home, 'in-the-way'), '');
  const { code, said, of } = await doctor(
    {
      ...env,
      KUBECONFIG: join(home, 'gone'),
      SERVICES_FILE: 'services.txt',
      ROUTES_FILE: 'routes.yaml',
      AGENTS_DIR: 'no-agents',
      STATE_DIR: 'in-the-way/state',
      SLACK_BOT_TOKEN: 'xoxb-wrong-token-000000000000',
      GITHUB_TOKEN: 'wrong-token-0000000000',
      ANTHROPIC_API_KEY: 'sk-ant-wrong-key-0000000000',
      HEARTBEAT_URL: '',
    },
    [],
    home,
  );
  expect(code).toBe(2);
  expect(world.slack.messages).toHaveLength(before);
  expect(of('config.settings').details).toEqual([
    expect.stringMatching(/^\.env:2:1: BUSINESS_TZ wants a time zone/),
    expect.stringMatching(/^\.env:3:1: ALL_WELL wants off or daily or weekly/),
  ]);
  expect(of('config.services').details[0]).toMatch(/^services\.txt:3:\d+: /);
  expect(of('config.routes').details[0]).toMatch(/^routes\.yaml:2:9: unknown sink "nowhere"/);
  expect(of('config.agents').details[0]).toMatch(/no-agents\/k8s-analyzer\.md: the folder of the agents is not there/);
  expect(of('cluster.api')).toMatchObject({
    status: 'fail',
    found: expect.stringMatching(/gone: no such file/),
    mend: expect.stringContaining('KUBECONFIG'),
  });
  expect(of('cluster.permissions')).toMatchObject({
    status: 'skipped',
    found: 'not looked at: needs API server first',
  });
  expect(of('messages.slack')).toMatchObject({
    status: 'fail',
    found: 'Slack says invalid_auth',
    mend: expect.stringContaining('SLACK_BOT_TOKEN'),
  });
  expect(of('state.folder')).toMatchObject({
    status: 'fail',
    found: expect.stringContaining('a file stands where a folder must be'),
  });
  expect(of('changes.github')).toMatchObject({
    status: 'fail',
    found: expect.stringContaining('refuses GITHUB_TOKEN'),
  });
  expect(of('model.key')).toMatchObject({
    status: 'fail',
    found: expect.stringContaining('the API key was refused (401)'),
  });
  expect(of('state.heartbeat').status).toBe('warn');
  for (const { id, status, mend } of said.checks)
    if (status === 'warn' || status === 'fail') expect({ id, mend }).toEqual({ id, mend: expect.any(String) });
  expect(JSON.stringify(said)).not.toMatch(/wrong-token|wrong-key/);
});

it('a setting that is wrong keeps those from being asked whom it names, and nobody else', async () => {
  const { world, env } = await ready();
  const { of } = await doctor({ ...env, SLACK_API_URL: 'slack.example' });
  expect(of('messages.slack')).toMatchObject({
    status: 'skipped',
    found: 'not looked at: SLACK_API_URL is wrong, see Settings',
  });
  expect(of('cluster.api').status).toBe('ok');
  const before = world.slack.requests.length;
  const home = scratch();
  writeFileSync(join(home, 'k8s-monitor.yaml'), 'SLACK_API_ULR: x\n');
  const blind = await doctor(env, [], home);
  expect(blind.of('messages.slack').status).toBe('skipped');
  expect(blind.of('cluster.api').status).toBe('skipped');
  expect(world.slack.requests).toHaveLength(before);
});

it('a server that never answers costs its check and those behind it, and no more than half a minute', async () => {
  const nowhere = await silent();
  const began = performance.now();
  const { code, of } = await doctor({
    KUBECONFIG: writeKubeconfig(nowhere),
    SLACK_BOT_TOKEN: SLACK_TOKEN,
    SLACK_API_URL: `${nowhere}/api/`,
    GITHUB_REPOSITORY: 'acme/gitops',
    GITHUB_TOKEN: 'some-token-0000000000',
    GITHUB_API_URL: nowhere,
    GIT_REPOSITORY: `${nowhere}/acme/gitops.git`,
    ANTHROPIC_API_KEY: KEY,
    ANTHROPIC_BASE_URL: nowhere,
    STATE_DIR: 'configmap:k8s-monitor/state',
  });
  expect(performance.now() - began).toBeLessThan(25_000);
  expect(code).toBe(2);
  for (const id of ['cluster.api', 'messages.slack', 'changes.github', 'changes.git', 'model.key']) {
    expect({ id, status: of(id).status, mend: of(id).mend }).toEqual({ id, status: 'fail', mend: expect.any(String) });
  }
  for (const id of ['state.configmap', 'state.cycle', 'messages.channels', 'model.models'])
    expect({ id, status: of(id).status }).toEqual({ id, status: 'skipped' });
});

it('--only looks at some, and at what they wait for; --offline asks nobody; what it does not know it says', async () => {
  const { world, env } = await ready();
  const few = await doctor(env, ['--only', 'state', 'model']);
  expect([...new Set(few.said.checks.map(({ group }) => group))]).toEqual(['state', 'model']);
  await world.api.stop();
  const blind = await doctor(env, ['--only', 'state']);
  expect(blind.said.checks.map(({ id, status }) => [id, status])).toEqual([
    ['cluster.api', 'fail'],
    ['state.configmap', 'skipped'],
    ['state.cycle', 'skipped'],
    ['state.heartbeat', 'ok'],
  ]);
  const requests = world.slack.requests.length;
  const offline = await doctor({ ...env, STATE_DIR: scratch() }, ['--offline']);
  expect(offline.of('messages.slack')).toMatchObject({
    status: 'skipped',
    found: 'not looked at: --offline asks nobody',
  });
  expect(offline.of('config.services').status).toBe('ok');
  expect(world.slack.requests).toHaveLength(requests);
  expect(await cli(['doctor', '--only', 'clusters', '--output', 'yaml'])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/--output takes text or json.*\n.*--only takes .*did you mean "cluster"/s),
  });
});
