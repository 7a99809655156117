// Plays the container of a pod that a controller made: the built CLI with the pod's own environment, mounts, token and user. The pod
// needs the label `stage: manual`, so that the fake kubelet leaves its status to us.
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Cluster, kubectl } from '../e2e/cluster.ts';
import { until } from '../e2e/homelab/health.ts';
import { startContainer } from './container.ts';
import { imageOf } from './image.ts';
import { type Pod, readPod } from './pod.ts';
import { envOf } from './pod-env.ts';
import { volumesOf } from './pod-volumes.ts';

export interface Played {
  /** 128 and the signal's number, as a runtime tells it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Playing {
  readonly pod: Pod;
  /** When the process has ended and the pod's status says so. */
  readonly over: Promise<Played>;
  readonly kill: () => void;
}

const SIGNALS: Readonly<Record<string, number>> = { SIGKILL: 9, SIGTERM: 15, SIGSEGV: 11, SIGABRT: 6 };

/** `server`: the API server's address. Resolves once the container runs. */
export async function playPod(cluster: Cluster, server: string, namespace: string, name: string): Promise<Playing> {
  await until(`pod ${name} has a node`, async () => {
    const { metadata, spec } = await readPod(cluster, namespace, name);
    if (metadata.labels['stage'] !== 'manual') throw new Error(`pod ${name} is not labelled stage: manual`);
    return spec.nodeName === undefined ? 'not yet' : '';
  });
  const pod = await readPod(cluster, namespace, name);
  const [container] = pod.spec.containers;
  const dir = mkdtempSync(join(tmpdir(), 'k8s-monitor-pod-'));
  const own = join(dir, 'container');
  mkdirSync(own);
  const volumes = await volumesOf(cluster, pod, join(dir, 'volumes'));
  const child = startContainer({
    dir: own,
    image: imageOf(),
    args: container.args,
    env: await envOf(cluster, pod, new URL(server)),
    mounts: container.volumeMounts.map(({ name: volume, mountPath, readOnly }) => {
      const from = volumes.get(volume);
      if (from === undefined) throw new Error(`pod ${name} mounts ${volume}, which is no volume of it`);
      return { from, at: mountPath, readOnly };
    }),
    user: pod.spec.securityContext.runAsUser,
    group: pod.spec.securityContext.runAsGroup,
    readOnlyRoot: container.securityContext.readOnlyRootFilesystem,
    mayGainRights: container.securityContext.allowPrivilegeEscalation,
  });
  const kill = (): void => void child.kill('SIGKILL');
  onTestFinished(kill);
  const ended = endOf(child).finally(() => rmSync(dir, { recursive: true, force: true }));
  // Whoever never asks for the end must not bring down the test.
  ended.catch(() => undefined);
  const startedAt = now();
  await writeStatus(cluster, pod, 'Running', { running: { startedAt } });
  const over = ended.then(async (played) => {
    const { code } = played;
    const terminated = { exitCode: code, reason: code === 0 ? 'Completed' : 'Error', startedAt, finishedAt: now() };
    await writeStatus(cluster, pod, code === 0 ? 'Succeeded' : 'Failed', { terminated });
    return played;
  });
  over.catch(() => undefined);
  return { pod, over, kill };
}

const now = (): string => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

function endOf(child: ChildProcess): Promise<Played> {
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const [stdout, stderr] = [Buffer.concat(out).toString(), Buffer.concat(errors).toString()];
      resolve({ code: code ?? 128 + (SIGNALS[signal ?? ''] ?? 0), stdout, stderr });
    });
  });
}

/** What the kubelet would write. */
async function writeStatus(
  cluster: Cluster,
  { metadata: { name, namespace }, spec }: Pod,
  phase: 'Running' | 'Succeeded' | 'Failed',
  state: object,
): Promise<void> {
  const [container] = spec.containers;
  const ready = phase === 'Running';
  const conditions = ['Initialized', 'Ready', 'ContainersReady'].map((type) => ({
    type,
    status: type === 'Initialized' || ready ? 'True' : 'False',
    lastTransitionTime: now(),
  }));
  const { image } = container;
  const containerStatus = {
    name: container.name,
    image,
    imageID: image,
    ready,
    started: ready,
    restartCount: 0,
    state,
  };
  const status = { phase, ...(ready && { startTime: now() }), conditions, containerStatuses: [containerStatus] };
  const patch = JSON.stringify({ status });
  await kubectl(
    cluster,
    'patch',
    'pod',
    name,
    '-n',
    namespace,
    '--subresource=status',
    '--type=strategic',
    '-p',
    patch,
  );
}
