// How tests talk to the control plane: kubeconfig files, tokens and kubectl.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A user of the token file; `groups` are what RBAC may bind to. */
export type User = { name: string; groups?: readonly string[] };
export type Result = { stdout: string; stderr: string; code: number };
export type Run = (args: readonly string[], options?: { stdin?: string }) => Promise<Result>;
export type Server = { url: string; caFile: string; dir: string };

/** Tokens are ours alone and live as long as the run: a hash of the folder and the name will do. */
export const tokenOf = (dir: string, user: string): string =>
  createHash('sha256').update(`${dir}/${user}`).digest('hex').slice(0, 32);

export function writeTokenFile(dir: string, users: readonly User[]): string {
  const path = join(dir, 'tokens.csv');
  const lines = users.map(({ name, groups = [] }) => `${tokenOf(dir, name)},${name},${name},"${groups.join(',')}"`);
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 });
  return path;
}

export function writeKubeconfig(server: Server, user: string, token: string): string {
  const path = join(server.dir, `kubeconfig-${user.replaceAll(/[^a-z0-9-]/gi, '-')}.json`);
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    contexts: [{ name: 'test', context: { cluster: 'test', user, namespace: 'default' } }],
    clusters: [{ name: 'test', cluster: { server: server.url, 'certificate-authority': server.caFile } }],
    users: [{ name: user, user: { token } }],
  };
  writeFileSync(path, JSON.stringify(config, null, 2), { mode: 0o600 });
  return path;
}

/** kubectl with that kubeconfig and with a discovery cache of its own. */
export const kubectlWith =
  (kubectl: string, kubeconfig: string, dir: string): Run =>
  (args, { stdin } = {}) =>
    new Promise((resolve, reject) => {
      const all = ['--kubeconfig', kubeconfig, '--cache-dir', join(dir, 'kubectl-cache'), ...args];
      const child = spawn(kubectl, all, { stdio: ['pipe', 'pipe', 'pipe'] });
      const out: Buffer[] = [];
      const errors: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
      child.on('error', reject);
      // kubectl may end before it has read everything.
      child.stdin.on('error', () => undefined);
      child.stdin.end(stdin ?? '');
      child.on('close', (code) =>
        resolve({ stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(errors).toString(), code: code ?? 1 }),
      );
    });

/** Applies a manifest (text, or a path to a file or folder); throws with kubectl's words. */
export async function applyWith(kubectl: Run, manifest: string): Promise<void> {
  const isPath = !manifest.includes('\n') && existsSync(manifest);
  const result = await (isPath
    ? kubectl(['apply', '-f', manifest])
    : kubectl(['apply', '-f', '-'], { stdin: manifest }));
  if (result.code !== 0) throw new Error(`kubectl apply: ${result.stderr.trim()}`);
}
