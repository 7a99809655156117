// A real control plane on loopback, for one test run: `startControlPlane()`, use it, `stop()`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Binaries, ensureBinaries } from './binaries.ts';
import { type Child, isRunning, killAll, killNow, onExit, start, watchdog } from './children.ts';
import { applyWith, kubectlWith, tokenOf, writeKubeconfig, writeTokenFile } from './client.ts';
import { defaultLogs, logWriter } from './logs.ts';
import * as servers from './servers.ts';
import type { ControlPlane, ControlPlaneOptions } from './types.ts';

/** The custom kinds' definitions: `apply(crdsDir)`. */
export const crdsDir = join(import.meta.dirname, 'crds');

const lastLines = (file: string): string => readFileSync(file, 'utf8').split('\n').slice(-15).join('\n');

function assertAlive(children: readonly Child[]): void {
  const dead = children.find((child) => !isRunning(child));
  if (dead) throw new Error(`${dead.name} ended while the control plane started:\n${lastLines(dead.logFile)}`);
}

async function until(what: string, children: readonly Child[], check: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await check())) {
    assertAlive(children);
    if (Date.now() > deadline) throw new Error(`${what}: not within 60 s`);
    await sleep(100);
  }
}

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2000) }).then(
    (response) => response.ok,
    () => false,
  );

async function resolveBinaries(given: Binaries | undefined): Promise<Binaries> {
  const found = given ?? (await ensureBinaries());
  if ('unavailable' in found) throw new Error(found.unavailable);
  return found;
}

export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const { controllers = true, scheduler = true, kwok = true, users = [] } = options;
  const { nodeGraceSeconds = 40, eventTtl = '1h' } = options;
  const binaries = await resolveBinaries(options.binaries);
  const dir = mkdtempSync(join(tmpdir(), 'control-plane-'));
  const children: Child[] = [];
  const cancelOnExit = onExit(() => {
    killNow(children);
    rmSync(dir, { recursive: true, force: true });
  });
  const run = (name: string, command: string, args: string[]): void => {
    children.push(start(name, command, args, join(dir, `${name}.log`)));
  };
  const stop = async (): Promise<void> => {
    await killAll(children);
    cancelOnExit();
    await rm(dir, { recursive: true, force: true });
  };

  try {
    const ports = await servers.freePorts();
    const url = `https://127.0.0.1:${ports.apiserver}`;
    // The API server signs its own certificate there; the file holds the signer too.
    const server = { url, caFile: join(dir, 'certs', 'apiserver.crt'), dir };
    const kubeconfigFor = (user: string): string => writeKubeconfig(server, user, tokenOf(dir, user));
    const admin = kubeconfigFor('admin');
    const kubectl = kubectlWith(binaries.kubectl, admin, dir);
    const apply = (manifest: string): Promise<void> => applyWith(kubectl, manifest);
    const tokenFile = writeTokenFile(dir, [
      { name: 'admin', groups: ['system:masters'] },
      { name: 'monitor' },
      { name: 'system:kube-controller-manager' },
      { name: 'system:kube-scheduler' },
      ...users,
    ]);
    const keyFile = servers.writeServiceAccountKey(dir);

    run('etcd', binaries.etcd, servers.etcdArgs(dir, ports));
    run(
      'apiserver',
      binaries.kubeApiserver,
      servers.apiserverArgs({ dir, ports, tokenFile, keyFile, controllers, eventTtl }),
    );
    await until('kube-apiserver', children, async () => (await kubectl(['get', '--raw', '/readyz'])).code === 0);
    if (controllers) {
      const kubeconfig = kubeconfigFor('system:kube-controller-manager');
      const args = servers.controllerManagerArgs(kubeconfig, keyFile, server.caFile, nodeGraceSeconds);
      run('controller-manager', binaries.kubeControllerManager, args);
    }
    if (scheduler) {
      run('scheduler', binaries.kubeScheduler, servers.schedulerArgs(kubeconfigFor('system:kube-scheduler')));
    }
    if (kwok) {
      await apply(join(crdsDir, 'kwok-logs.yaml'));
      await kubectl(['wait', '--for=condition=Established', 'crd/logs.kwok.x-k8s.io', 'crd/clusterlogs.kwok.x-k8s.io']);
      await apply(defaultLogs(dir));
      run('kwok', binaries.kwok, servers.kwokArgs(dir, admin, ports, nodeGraceSeconds));
      await until('kwok', children, () => answers(`http://127.0.0.1:${ports.kwok}/healthz`));
    }
    if (controllers) {
      // Pods may be made from here on: the account controller has been round.
      const account = ['get', 'serviceaccount', 'default', '-n', 'default'];
      await until('kube-controller-manager', children, async () => (await kubectl(account)).code === 0);
    }
    assertAlive(children);
    children.push(...watchdog(children));
    return {
      url,
      caFile: server.caFile,
      dir,
      adminToken: tokenOf(dir, 'admin'),
      kubeconfig: admin,
      kubeconfigFor,
      kubeconfigForToken: (name, token) => writeKubeconfig(server, name, token),
      kubectl,
      apply,
      setLogs: logWriter(dir, kubectl, apply),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
