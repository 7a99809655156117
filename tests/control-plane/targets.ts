// What is compiled, and how: together with the go.mod and go.sum files this names the cache folder.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export type BinaryName = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kubectl' | 'kwok';
export type Target = { name: BinaryName; module: 'etcd' | 'kubernetes' | 'kwok'; source: string; linker: string };

const strip = '-s -w';

// Without these the server reports a version that kubectl can't parse.
const version = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']
  .flatMap((path) => [
    `-X ${path}.gitVersion=v1.34.2`,
    `-X ${path}.gitMajor=1`,
    `-X ${path}.gitMinor=34`,
    `-X ${path}.gitCommit=test-build`,
    `-X ${path}.gitTreeState=clean`,
  ])
  .join(' ');

const kubernetes = (name: BinaryName): Target => ({
  name,
  module: 'kubernetes',
  source: `k8s.io/kubernetes/cmd/${name}`,
  linker: `${strip} ${version}`,
});

export const targets: readonly Target[] = [
  { name: 'etcd', module: 'etcd', source: 'go.etcd.io/etcd/server/v3', linker: strip },
  kubernetes('kube-apiserver'),
  kubernetes('kube-controller-manager'),
  kubernetes('kube-scheduler'),
  kubernetes('kubectl'),
  { name: 'kwok', module: 'kwok', source: 'sigs.k8s.io/kwok/cmd/kwok', linker: strip },
];

export const moduleDir = (module: Target['module']): string => join(import.meta.dirname, module);

/** go.sum is complete, so nothing may change it; no paths of this machine in the binaries. */
export const buildFlags = ['-mod=readonly', '-trimpath'];

export const buildEnv = { CGO_ENABLED: '0', GOWORK: 'off' };

/** A folder per recipe: another version, another flag or another machine type builds anew. */
export function cacheDir(env: NodeJS.ProcessEnv): string {
  const hash = createHash('sha256');
  for (const module of ['etcd', 'kubernetes', 'kwok'] as const) {
    for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(join(moduleDir(module), file)));
  }
  hash.update(JSON.stringify([targets, buildFlags, buildEnv, process.platform, process.arch]));
  return join(cacheRoot(env), hash.digest('hex').slice(0, 16));
}

/** What takes minutes to get is kept here, outside the checkout. */
export function cacheRoot(env: NodeJS.ProcessEnv): string {
  return env['K8S_MONITOR_TEST_CACHE'] ?? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'k8s-monitor-tests');
}
