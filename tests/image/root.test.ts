// The image without a container engine: its root file system is put together from the Dockerfile's own lines, then started as process 1
// of somebody without rights, on a root that can't be written. docs/image.md says what this does not prove.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import type { Image } from '../../scripts/image/assemble.ts';
import { imageConfig, parseStages } from '../../scripts/image/dockerfile.ts';
import { processOne, type StartOptions, start, whyNot } from '../../scripts/image/run.ts';
import { cli } from '../support/cli.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const HOMELAB = join(ROOT, 'tests', 'recordings', 'homelab');
const SERVICES = join(ROOT, 'docs', 'reference', 'services.txt');
const VOLUME = '/var/lib/k8s-monitor';
/** Bytes. */
const MOST_OF_OURS = 8_000_000;

const work = mkdtempSync(join(tmpdir(), 'k8s-monitor-image-'));
let image: Image;

beforeAll(() => {
  chmodSync(work, 0o755);
  expect(script('assemble', work)).toBe(`${join(work, 'final')}\n`);
  const stage = parseStages(readFileSync(join(ROOT, 'Dockerfile'), 'utf8')).at(-1);
  if (stage === undefined) throw new Error('the Dockerfile has no stage');
  image = { root: join(work, 'final'), config: imageConfig(stage) };
  // The user of the image may not look into the checkout.
  cpSync(HOMELAB, join(work, 'given', 'recording'), { recursive: true });
  cpSync(SERVICES, join(work, 'given', 'services', 'services.txt'));
  cpSync(join(ROOT, 'agents'), join(work, 'given', 'agents'), { recursive: true });
  mkdirSync(join(work, 'volume'));
  chmodSync(join(work, 'volume'), 0o777);
}, 180_000);
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** `node scripts/image.ts …`, as docs/image.md has it; throws when that fails. */
function script(...args: readonly string[]): string {
  return execFileSync(process.execPath, [join(ROOT, 'scripts/image.ts'), ...args], { encoding: 'utf8', cwd: work });
}

/** Paths in the image, with what `ls -l` says of them. */
function tree(): ReadonlyMap<string, { mode: number; size: number; mtimeMs: number; isFile: boolean; owner: number }> {
  const entries = readdirSync(image.root, { recursive: true, withFileTypes: true });
  return new Map(
    entries.map((entry) => {
      const full = join(entry.parentPath, entry.name);
      const { mode, size, mtimeMs, uid } = lstatSync(full);
      return [full.slice(image.root.length), { mode, size, mtimeMs, isFile: entry.isFile(), owner: uid }];
    }),
  );
}

describe('the root file system', () => {
  const files = () => [...tree()].filter(([, { isFile }]) => isFile);

  it('holds Node, its libraries and us, and no shell', () => {
    const paths = files().map(([path]) => path);
    expect(paths).toEqual(expect.arrayContaining(['/usr/local/bin/node', '/app/dist/k8s-monitor.js', '/app/LICENSE']));
    const others = paths.filter(
      (path) => !/^\/(app|etc|lib|lib64|usr\/share\/doc|var\/lib\/dpkg\/status\.d|dev)\//.test(path),
    );
    expect(others).toEqual(['/usr/local/bin/node']);
    const ours = paths.filter((path) => path.startsWith('/app/'));
    const known =
      /^\/app\/(LICENSE|package\.json|sbom\.spdx\.json|agents\/[a-z0-9-]+\.md|dist\/[\w.-]+\.js(\.LEGAL\.txt)?)$/;
    expect(ours.filter((path) => !known.test(path))).toEqual([]);
    for (const name of readdirSync(join(ROOT, 'agents'))) expect(ours).toContain(`/app/agents/${name}`);
  });

  it('has at most 8 MB of ours', () => {
    const sizes = files().flatMap(([path, { size }]) => (path.startsWith('/app/') ? [size] : []));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST_OF_OURS);
  });

  it('can be read by everybody, and changed by nobody', () => {
    const modes = [...tree()].filter(([path]) => !path.startsWith('/dev/'));
    const unreadable = modes.filter(([, { mode, isFile }]) => (mode & (isFile ? 0o004 : 0o005)) !== (isFile ? 4 : 5));
    expect(unreadable.map(([path]) => path)).toEqual([]);
    expect(modes.filter(([, { mode }]) => (mode & 0o022) !== 0).map(([path]) => path)).toEqual(['/tmp']);
    expect(modes.filter(([, { mode }]) => (mode & 0o6000) !== 0).map(([path]) => path)).toEqual([]);
    expect((tree().get('/tmp')?.mode ?? 0) & 0o7777).toBe(0o1777);
    expect(tree().get('/usr/local/bin/node')?.mode ?? 0).toBe(0o100755);
  });

  it('lists every package that is bundled, with its version', () => {
    const sbom = JSON.parse(readFileSync(join(image.root, 'app/sbom.spdx.json'), 'utf8')) as {
      spdxVersion: string;
      packages: { name: string; versionInfo: string }[];
    };
    expect(sbom.spdxVersion).toBe('SPDX-2.3');
    const listed = sbom.packages.map(({ name, versionInfo }) => `${name}@${versionInfo}`);
    const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { version: string; dev?: true; devOptional?: true }>;
    };
    const bundled = Object.entries(lock.packages).flatMap(([path, { version, dev, devOptional }]) =>
      path === '' || dev || devOptional ? [] : [`${path.replace(/^.*node_modules\//, '')}@${version}`],
    );
    expect(new Set(listed)).toEqual(new Set([`k8s-monitor@${packageJson.version}`, ...bundled]));
  });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts it, waits for what it has to say, and for its end. */
async function run(options: StartOptions, meanwhile?: (pid: number) => void, mark = /$^/): Promise<Ended> {
  const child = start(image, options);
  let [stdout, stderr] = ['', ''];
  let told = false;
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
    if (told || !mark.test(stderr)) return;
    told = true;
    meanwhile?.(processOne(child));
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

const node = (script: string, options: StartOptions = {}): Promise<Ended> =>
  run({ entrypoint: ['/usr/local/bin/node'], args: ['--eval', script], network: false, ...options });

const withoutIds = (text: string): string => text.replace(/cycle \S+ · [\d.]+ s/g, 'cycle');

const why = whyNot();
describe.skipIf(why !== null)(`started${why === null ? '' : `: can't be here, ${why}`}`, () => {
  const given = (name: string) => join(work, 'given', name);
  // As the pod has it.
  const MOUNTS = [
    { from: given('recording'), to: '/tmp/recording' },
    { from: given('services'), to: '/etc/k8s-monitor/services' },
    { from: given('agents'), to: '/etc/k8s-monitor/agents' },
  ];
  const ENV = {
    AGENTS_DIR: '/etc/k8s-monitor/agents',
    SERVICES_FILE: '/etc/k8s-monitor/services/services.txt',
  };
  const judge = (state: string) => ['run', '--once', '--snapshot', '/tmp/recording', '--state', state];

  it('it is process 1 of its user, without any right, on a root that takes nothing', async () => {
    const script = `
      const fs = require('node:fs');
      const tried = (path) => { try { fs.writeFileSync(path + '/probe', 'x'); return 'written'; } catch (e) { return e.code; } };
      const status = fs.readFileSync('/proc/self/status', 'utf8');
      const folders = ['/', '/app', '/app/dist', '/app/agents', '/etc', '/lib', '/usr/local/bin', '/var/lib', '/work'];
      console.log(JSON.stringify({
        pid: process.pid, uid: process.getuid(), gid: process.getgid(), user: require('node:os').userInfo().username,
        rights: /CapEff:\\s*(\\w+)/.exec(status)[1], cwd: process.cwd(), version: process.versions.node,
        answers: [...new Set(folders.map(tried))], tmp: tried('/tmp'), shell: fs.existsSync('/bin/sh'),
        environment: Object.keys(process.env).filter((name) => /^(NODE|npm|VITEST|K8S)/i.test(name)),
      }));`;
    const { code, stdout, stderr } = await node(script);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual({
      pid: 1,
      uid: 65532,
      gid: 65532,
      user: 'nonroot',
      rights: '0000000000000000',
      cwd: '/work',
      version: packageJson.devDependencies.node,
      answers: ['EROFS'],
      tmp: 'written',
      shell: false,
      environment: ['NODE_USE_ENV_PROXY'],
    });
  });

  it('by hand too, as docs/image.md says', () => {
    expect(script('lint')).toBe('');
    expect(script('run', work, 'version')).toMatch(/^k8s-monitor /);
    const page = readFileSync(join(ROOT, 'docs/image.md'), 'utf8');
    for (const line of ['lint', 'assemble /tmp/image', 'run /tmp/image version'])
      expect(page).toContain(`\nnode scripts/image.ts ${line}\n`);
  });

  it('as any other user, where somebody says so', async () => {
    const other = { ...image, config: { ...image.config, user: '1000650000:0' } };
    const child = start(other, { args: ['agents', 'check'], network: false });
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  it('version, help and the agents it brings along', async () => {
    const [version, help, agents] = await Promise.all(
      [['version'], ['--help'], ['agents', 'check']].map((args) => run({ args, network: false })),
    );
    expect(version).toEqual({
      code: 0,
      stdout: `k8s-monitor ${packageJson.version}, Node ${packageJson.devDependencies.node}\n`,
      stderr: '',
    });
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: k8s-monitor') });
    expect(agents).toMatchObject({ code: 0, stdout: expect.stringContaining('are fine in /app/agents') });
  });

  it('judges a recording as the checkout does, with nothing but /tmp to write and no network', async () => {
    const before = tree();
    const inside = await run({ args: judge('/tmp/state'), env: { ...ENV, TZ: 'UTC' }, mounts: MOUNTS, network: false });
    const args = ['run', '--once', '--snapshot', HOMELAB, '--state', join(work, 'state')];
    const outside = await cli(args, { TZ: 'UTC', SERVICES_FILE: SERVICES });
    expect(inside).toMatchObject({ code: 0, stderr: '' });
    expect(withoutIds(inside.stdout)).toBe(withoutIds(outside.stdout));
    const changed = [...tree()].filter(([path, { mtimeMs }]) => before.get(path)?.mtimeMs !== mtimeMs);
    // Places for what is mounted are made before it starts.
    expect(changed.map(([path]) => path).filter((path) => !path.startsWith('/etc'))).toEqual([]);
  });

  it('remembers on a volume from one start to the next', async () => {
    const mounts = [...MOUNTS, { from: join(work, 'volume'), to: VOLUME, writable: true as const }];
    const common = { env: { ...ENV, STATE_DIR: VOLUME }, mounts, network: false };
    expect(await run({ ...common, args: judge(VOLUME) })).toMatchObject({ code: 0, stderr: '' });
    const { code, stdout } = await run({ ...common, args: ['cycles', 'list'] });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/SEV-\d/)]);
  });

  it('where it may not write its state it says so, and judges all the same', async () => {
    const { code, stdout } = await run({ args: judge(VOLUME), env: ENV, mounts: MOUNTS, network: false });
    expect([code, stdout]).toEqual([2, expect.stringMatching(/SEV-1[\s\S]*read-only/)]);
  });

  it('ends in time with 143 when it is told to, as process 1 too', async () => {
    const kubeconfig = join(work, 'given', 'kube', 'config');
    mkdirSync(join(work, 'given', 'kube'), { recursive: true });
    writeFileSync(
      kubeconfig,
      `apiVersion: v1
kind: Config
clusters: [{ name: c, cluster: { server: 'http://127.0.0.1:1' } }]
users: [{ name: u, user: {} }]
contexts: [{ name: c, context: { cluster: c, user: u } }]
current-context: c
`,
    );
    const mounts = [...MOUNTS, { from: given('kube'), to: '/tmp/kube' }];
    let stoppedAt = 0;
    const { code, stderr } = await run(
      { args: ['run', '--interval', '1h'], env: { ...ENV, KUBECONFIG: '/tmp/kube/config' }, mounts },
      (pid) => {
        expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^NSpid:.*\s1$/m);
        stoppedAt = performance.now();
        process.kill(pid, 'SIGTERM');
      },
      /next cycle in/,
    );
    expect([code, stderr]).toEqual([143, expect.stringContaining('k8s-monitor: stopping')]);
    expect(performance.now() - stoppedAt).toBeLessThan(10_000);
  });

  it('without git it says which image has it', async () => {
    const env = { ...ENV, GIT_REPOSITORY: 'https://git.example.org/acme/gitops.git' };
    const { stdout, stderr } = await run({ args: ['changes'], env, mounts: MOUNTS, network: false });
    expect(stdout + stderr).toMatch(/no git in PATH;[\s\S]*tag that ends in\s+-git/);
  });
});
