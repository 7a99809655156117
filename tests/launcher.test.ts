// bin/k8s-monitor in checkouts of its own, with stand-ins for Node: which one it starts, and what it says when it can't.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const LAUNCHER = join(import.meta.dirname, '../bin/k8s-monitor');
let folder: string;
let root: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'k8s-monitor launcher-'));
  root = join(folder, 'checkout');
  mkdirSync(join(root, 'bin'), { recursive: true });
  copyFileSync(LAUNCHER, join(root, 'bin/k8s-monitor'));
  // Nothing on this PATH but what the launcher needs: the machine's own Node must not be found.
  mkdirSync(join(folder, 'path'));
  symlinkSync(
    execFileSync('sh', ['-c', 'command -v readlink'], { encoding: 'utf8' }).trim(),
    join(folder, 'path/readlink'),
  );
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('starts', () => {
  it("the checkout's own Node before the one on the PATH, with every argument as given", () => {
    built();
    node(ownNode(), 'v24.21.0', 'own');
    node(pathNode(), 'v26.0.0', 'path');
    const { stdout, status } = launch(['run', '--services', 'my file.txt', '']);
    expect(stdout).toMatch(
      /^own --max-semi-space-size=\d+ \[.*dist\/k8s-monitor\.js\] \[run\] \[--services\] \[my file\.txt\] \[\]\n$/,
    );
    expect(status).toBe(7);
  });

  it('the Node on the PATH when the checkout has none', () => {
    built();
    node(pathNode(), 'v22.19.0', 'path');
    expect(launch(['version']).stdout).toContain('path ');
  });

  it('through symbolic links, relative and absolute', () => {
    built();
    node(ownNode(), 'v24.21.0', 'own');
    mkdirSync(join(folder, 'links'));
    symlinkSync('../checkout/bin/k8s-monitor', join(folder, 'links/first'));
    symlinkSync(join(folder, 'links/first'), join(folder, 'links/second'));
    expect(launch([], join(folder, 'links/second')).stdout).toContain('own ');
  });

  it('from its own folder', () => {
    built();
    node(ownNode(), 'v24.21.0', 'own');
    expect(launch([], './k8s-monitor', join(root, 'bin')).stdout).toContain('own ');
  });
});

describe('says in one line what is missing', () => {
  it.each(['v20.20.2', 'v22.18.0', 'v9.11.2'])('Node %s is too old', (version) => {
    built();
    node(pathNode(), version, 'path');
    expect(complaint()).toMatch(
      new RegExp(`needs Node 22\\.19 or newer, found ${version}; run \`npm ci\` in .*checkout`),
    );
  });

  it('a Node that does not answer', () => {
    built();
    node(pathNode(), '', 'path');
    expect(complaint()).toContain('install Node 22.19 or newer');
  });

  it('no build', () => {
    node(ownNode(), 'v24.21.0', 'own');
    expect(complaint()).toMatch(/not built yet; run `npm ci && npm run build` in .*checkout/);
  });

  it('no Node', () => {
    built();
    expect(complaint()).toContain('no Node found; install Node 22.19 or newer');
  });

  it('neither', () => {
    expect(complaint()).toContain('no Node found; install Node 22.19 or newer, then run `npm ci && npm run build`');
  });
});

function launch(args: string[], command = join(root, 'bin/k8s-monitor'), cwd = folder) {
  return spawnSync(command, args, { cwd, encoding: 'utf8', env: { PATH: join(folder, 'path') } });
}

function complaint(): string {
  const { status, stdout, stderr } = launch(['run', '--once']);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^k8s-monitor: [^\n]+\n$/);
  return stderr;
}

function built(): void {
  mkdirSync(join(root, 'dist'));
  writeFileSync(join(root, 'dist/k8s-monitor.js'), '');
}

const ownNode = (): string => join(root, 'node_modules/node/bin/node');
const pathNode = (): string => join(folder, 'path/node');

/** A stand-in that knows its version and otherwise repeats what it was told. */
function node(path: string, version: string, name: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    `#!/bin/sh
[ "$1" = --version ] && { echo "${version}"; exit 0; }
printf '%s %s' ${name} "$1"; shift
for arg; do printf ' [%s]' "$arg"; done
echo; exit 7
`,
  );
  chmodSync(path, 0o755);
}
