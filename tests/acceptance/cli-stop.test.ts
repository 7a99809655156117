// Being stopped: the built CLI in the foreground, on an API server that isn't there.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const CLI = join(import.meta.dirname, '../../bin/k8s-monitor');
let folder: string;
let silent: Server;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'k8s-monitor stop-'));
  // Takes every connection and never answers: a cycle on it lasts until its deadline.
  silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : 0;
  writeFileSync(join(folder, 'silent.yaml'), kubeconfig(`http://127.0.0.1:${port}`));
  writeFileSync(join(folder, 'refused.yaml'), kubeconfig('http://127.0.0.1:1'));
});
afterAll(() => {
  silent.close();
  rmSync(folder, { recursive: true, force: true });
});

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s in the middle of a cycle ends with %i', async (signal, code) => {
  const cycle = start(['run', '--once'], 'silent.yaml');
  await once(silent, 'connection');
  cycle.child.kill(signal);
  const ended = await cycle.ended;
  expect(ended.code).toBe(code);
  expect(ended.stderr).toContain('k8s-monitor: stopping');
  expect(ended.stderr).not.toContain('    at ');
}); // prettier-ignore

it('stays for the next cycle when the cluster cannot be read, until it is stopped', async () => {
  const cycle = start(['run', '--interval', '1h', '--output', 'json'], 'refused.yaml');
  await cycle.said(/next cycle in/);
  cycle.child.kill('SIGTERM');
  const ended = await cycle.ended;
  expect(ended.code).toBe(143);
  expect(ended.stderr).toContain('k8s-monitor: a cycle every 1 h until stopped (Ctrl-C)');
  expect(JSON.parse(ended.stdout)).toMatchObject({ cycle: { outcome: 'failed' } });
});

function start(args: readonly string[], config: string) {
  const env = { PATH: process.env['PATH'], HOME: folder, KUBECONFIG: join(folder, config) };
  const child = spawn(CLI, [...args, '--state', join(folder, 'state')], { env, cwd: folder });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  const said = async (words: RegExp): Promise<void> => {
    while (!words.test(stderr)) await once(child.stderr, 'data');
  };
  return { child, ended, said };
}

function kubeconfig(server: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'c',
    clusters: [{ name: 'c', cluster: { server } }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    users: [{ name: 'u', user: { token: 't' } }],
  }); // prettier-ignore
}
