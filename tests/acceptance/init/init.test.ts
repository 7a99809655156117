// `init` through the built CLI: from an empty folder to a cycle that knows every workload.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { parseServices } from '../../../src/config/services.ts';
import { Report } from '../../../src/domain/report.ts';
import { cli, scratch } from '../../support/cli.ts';
import { type FakeApiOptions, fakeApi } from '../../support/fake-api.ts';
import { forbidden } from '../../support/fake-status.ts';
import { running } from '../../support/running.ts';

const HOMELAB = join(import.meta.dirname, '..', '..', 'recordings', 'homelab');
const FILES = ['.env', '.gitignore', 'k8s-overlay', 'services.txt', 'slack-app.yaml'];
const OVERLAY = ['kustomization.yaml', 'secret.example.yaml', 'services.txt'];

/** A folder where `init --yes` drafts from the recording, with these flags and this environment. */
async function drafted(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const home = scratch();
  const init = (...more: readonly string[]) =>
    cli(['init', '--yes', '--snapshot', HOMELAB, ...args, ...more], env, home);
  const ended = await init();
  const text = (name: string) => readFileSync(join(home, name), 'utf8');
  return { home, init, text, ended };
}

/** What is in a folder, but for what Node keeps in its temporary one. */
function filesIn(home: string): readonly string[] {
  return readdirSync(home)
    .filter((name) => name !== 'node-compile-cache')
    .toSorted();
}

describe('init in an empty folder', () => {
  it('drafts everything, and the cycle runs with it unchanged', async () => {
    const { home, text, ended } = await drafted(['--slack-channel', 'alerts', '--time-zone', 'Europe/Berlin']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('26 workloads in 25 services');
    expect(ended.stdout).toContain('Next\n  k8s-monitor doctor\n  k8s-monitor run --once\n');
    expect(filesIn(home)).toEqual(FILES);
    expect(readdirSync(join(home, 'k8s-overlay')).toSorted()).toEqual(OVERLAY);
    expect(statSync(join(home, '.env')).mode & 0o777).toBe(0o600);
    expect(text('k8s-overlay/services.txt')).toBe(text('services.txt'));
    expect(ended.stdout).toContain('After a change: cp services.txt k8s-overlay/');
    // Without a slash: the Secret is kept out of Git here as well as in the overlay.
    expect(text('.gitignore').split('\n')).toContain('secret.yaml');

    const run = await cli(['run', '--once', '--no-model', '--output', 'json', '--snapshot', HOMELAB], {}, home);
    const report = Report.parse(JSON.parse(run.stdout));
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(report.services).toHaveLength(25);
    expect(report.services.filter(({ state }) => state === 'unknown')).toEqual([]);
    const rules = report.incidents.flatMap(({ rules }) => rules);
    expect(rules).not.toContain('DRIFT');
    expect(rules.filter((rule) => /UNLISTED|SELF/.test(rule))).toEqual([]);
    expect(report.messages.map(({ channel }) => channel)).toContain('#alerts');
  });

  it('says the same to programs', async () => {
    const { ended } = await drafted(['--output', 'json', '--namespace', 'mysql']);
    const said = JSON.parse(ended.stdout);
    expect(said.services).toHaveLength(3);
    expect(said.services[0]).toMatchObject({ name: 'mysql', tier: 'P1', workloads: ['StatefulSet/mysql/mysql'] });
    expect(said.files[0]).toEqual({ path: 'services.txt', outcome: 'written', diff: null });
    expect(said.next).toEqual(['k8s-monitor doctor', 'k8s-monitor run --once']);
  });

  it('takes tokens from the environment into .env, and shows them nowhere', async () => {
    const { init, text, ended } = await drafted([], { SLACK_BOT_TOKEN: 'xoxb-1-not-shown', GITHUB_TOKEN: '' });
    expect(text('.env')).toMatch(/^SLACK_BOT_TOKEN=xoxb-1-not-shown$/m);
    expect(text('.env')).toMatch(/^#GITHUB_TOKEN=$/m);
    const again = await init('--slack-channel', '#other');
    expect(again.stdout).toMatch(/^\+SLACK_CHANNEL='#other'$/m);
    expect(ended.stdout + again.stdout + again.stderr + text('k8s-overlay/kustomization.yaml')).not.toContain(
      'not-shown',
    );
  });

  it('leaves a likely repository open until somebody confirms it', async () => {
    const { text } = await drafted();
    expect(text('.env')).toMatch(/^#GITHUB_REPOSITORY=example\/homelab$/m);
    const confirmed = await drafted(['--repository', 'https://github.com/example/homelab.git']);
    expect(confirmed.text('.env')).toMatch(/^GITHUB_REPOSITORY=example\/homelab$/m);
    expect(confirmed.text('k8s-overlay/kustomization.yaml')).toContain('- GITHUB_REPOSITORY=example/homelab');
  });

  it('goes to another folder, with a base of your own', async () => {
    const home = scratch();
    mkdirSync(join(home, 'k8s', 'base'), { recursive: true });
    writeFileSync(join(home, 'k8s', 'base', 'kustomization.yaml'), '');
    const args = ['init', '--yes', '--snapshot', HOMELAB, '--dir', 'my monitor', '--base', 'k8s/base'];
    const { code, stdout } = await cli(args, {}, home);
    expect(code).toBe(0);
    expect(stdout).toContain("Next\n  cd 'my monitor'\n");
    const overlay = parse(readFileSync(join(home, 'my monitor', 'k8s-overlay', 'kustomization.yaml'), 'utf8'));
    expect(overlay.resources).toEqual(['../../k8s/base']);
  });
});

describe('init where something is already', () => {
  it('a second time changes nothing', async () => {
    const { home, init, text } = await drafted();
    const before = FILES.filter((name) => name !== 'k8s-overlay').map(text);
    const { code, stdout } = await init();
    expect({ code, same: stdout.match(/is so already/g)?.length }).toEqual({ code: 0, same: 6 });
    expect(filesIn(home)).toEqual(FILES);
    expect(FILES.filter((name) => name !== 'k8s-overlay').map(text)).toEqual(before);
  });

  it('shows what differs, leaves it, and puts the draft beside it', async () => {
    const { home, init, text } = await drafted();
    const mine = text('services.txt').replace('- Tier: P2', '- Tier: P0');
    writeFileSync(join(home, 'services.txt'), mine);
    const { code, stdout } = await init();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^- {2}- Tier: P0 {2}# guess: .*\n\+ {2}- Tier: P2 {2}# guess: /m);
    expect(text('services.txt')).toBe(mine);
    expect(text('services.txt.new')).toContain('- Tier: P2');
    expect((await init('--force')).stdout).toMatch(/services\.txt +replaced/);
    expect(text('services.txt')).not.toBe(mine);
  });

  it('says that the copy in the overlay is older than services.txt, and refreshes it from what is in force', async () => {
    const { home, init, text } = await drafted();
    const [old, mine] = [text('services.txt'), text('services.txt').replace('- Tier: P2', '- Tier: P0')];
    writeFileSync(join(home, 'services.txt'), mine);
    const { stdout, stderr } = await init();
    expect(stderr).toContain('cp services.txt k8s-overlay/');
    expect(stdout).toMatch(
      /^\+\+\+ .*k8s-overlay\/services\.txt.*\n@@.*\n(?:.*\n)*?- {2}- Tier: P2 .*\n\+ {2}- Tier: P0 /m,
    );
    expect([text('k8s-overlay/services.txt'), text('k8s-overlay/services.txt.new')]).toEqual([old, mine]);
  });

  it('keeps the addresses of an .env for the pod, and says what stays behind', async () => {
    const home = scratch();
    const env =
      'GITHUB_API_URL=https://github.example.com/api/v3\nGIT_REPOSITORY=https://me:hunter2@git.example.com/x\n';
    writeFileSync(join(home, '.env'), env, { mode: 0o600 });
    const { stdout, stderr } = await cli(['init', '--yes', '--snapshot', HOMELAB], {}, home);
    const overlay = readFileSync(join(home, 'k8s-overlay', 'kustomization.yaml'), 'utf8');
    expect(overlay).toContain('- GITHUB_API_URL=https://github.example.com/api/v3\n');
    expect(stderr).toContain('GIT_REPOSITORY was left out of k8s-overlay');
    expect(overlay + stdout + stderr).not.toContain('hunter2');
  });

  it('says what others could read, or commit', async () => {
    const home = scratch();
    writeFileSync(join(home, '.env'), 'SLACK_BOT_TOKEN=xoxb-1\n', { mode: 0o644 });
    writeFileSync(join(home, '.gitignore'), 'node_modules\n');
    const { stderr } = await cli(['init', '--yes', '--snapshot', HOMELAB], {}, home);
    expect(stderr).toContain('chmod 600 .env');
    expect(stderr).toContain('.gitignore does not name .env');
    expect(stderr).toContain('.gitignore does not name secret.yaml');
    expect(readFileSync(join(home, '.env'), 'utf8')).toBe('SLACK_BOT_TOKEN=xoxb-1\n');
  });
});

describe('init that cannot go on', () => {
  it('without a terminal names the flags it needs', async () => {
    const home = scratch();
    const { code, stderr } = await cli(['init', '--snapshot', HOMELAB], {}, home);
    expect(code).toBe(2);
    for (const flag of ['--yes', '--slack-channel', '--repository', '--time-zone']) expect(stderr).toContain(flag);
    expect(filesIn(home)).toEqual([]);
  });

  it('names every wrong flag', async () => {
    const home = scratch();
    const wrong = [
      '--slack-channel',
      'a b',
      '--repository',
      'x',
      '--time-zone',
      'Mars',
      '--base',
      './none',
      '--output',
      'xml',
    ];
    const { code, stderr } = await cli(['init', '--yes', '--snapshot', HOMELAB, ...wrong], {}, home);
    expect({ code, faults: stderr.trim().split('\n').length }).toEqual({ code: 2, faults: 5 });
    expect(filesIn(home)).toEqual([]);
  });

  it('because the cluster does not answer, writes nothing', async () => {
    const home = scratch();
    const api = await served({});
    await api.stop();
    const { code, stderr } = await cli(['init', '--yes'], { KUBECONFIG: api.kubeconfig() }, home);
    expect(code).toBe(3);
    expect(stderr).toContain('could not be read');
    expect(filesIn(home)).toEqual([]);
  });

  it('because nothing runs there, writes nothing', async () => {
    const home = scratch();
    const api = await served({ objects: [{ kind: 'Namespace', metadata: { name: 'shop' } }] });
    const { code, stderr } = await cli(['init', '--yes'], { KUBECONFIG: api.kubeconfig() }, home);
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('no workload was found') });
    expect(filesIn(home)).toEqual([]);
  });
});

async function served(options: FakeApiOptions) {
  const api = await fakeApi(options);
  onTestFinished(() => api.stop().catch(() => {}));
  return api;
}

describe('init against a live API', () => {
  it('drafts what it can read, tells what it could not, and lets no name of the cluster into the file', async () => {
    const evil = 'x\n  1.9 evil\n  - Tier: P0\u001b[31m';
    const objects = [
      { kind: 'Namespace', metadata: { name: 'shop', labels: { 'app.kubernetes.io/name': evil } } },
      running('Deployment', 'shop/web', { labels: { 'app.kubernetes.io/name': evil } }),
      running('StatefulSet', 'shop/db', { image: 'mysql:8' }),
      running('StatefulSet', `shop/${evil}`),
    ];
    const script: FakeApiOptions['script'] = ({ resource }) =>
      resource === 'daemonsets.apps' ? forbidden('daemonsets') : null;
    const api = await served({ objects, script });
    const home = scratch();
    const { code, stdout, stderr } = await cli(['init', '--yes'], { KUBECONFIG: api.kubeconfig() }, home);
    expect(code).toBe(1);
    expect(stderr).toContain('could not list daemonsets');
    expect(stdout).toContain('so they stay unlisted: StatefulSet/shop/x 1.9 evil');
    expect(stdout).not.toContain('\u001b');
    const { services, faults } = parseServices(readFileSync(join(home, 'services.txt'), 'utf8'), 'services.txt');
    expect(faults).toEqual([]);
    expect(services.map(({ name, tier }) => `${name} ${tier}`)).toEqual(['db P1', 'web P2']);
    expect(existsSync(join(home, 'data'))).toBe(false);
  });
});
