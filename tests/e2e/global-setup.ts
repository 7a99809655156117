// One control plane with one homelab for all files; see vitest.config.ts.

import type { TestProject } from 'vitest/node';
import { ensureBinaries, withoutControlPlane } from '../control-plane/binaries.ts';
import { startControlPlane } from '../control-plane/start.ts';
import { homelab } from './homelab/homelab.ts';
import { manifestText } from './homelab/objects.ts';
import type { Connection } from './lab.ts';
import { MASKED, rbac } from './rbac.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    controlPlane: Connection | { readonly unavailable: string };
  }
}

export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const binaries = await ensureBinaries();
  if ('unavailable' in binaries) {
    const why = `no control plane, so no end-to-end tests: ${binaries.unavailable}`;
    if (withoutControlPlane() === 'fail') throw new Error(why);
    process.stderr.write(`${why}\n`);
    project.provide('controlPlane', binaries);
    return undefined;
  }
  const users = Object.values(MASKED).map((name) => ({ name }));
  const cluster = await startControlPlane({ binaries, users });
  try {
    await homelab(cluster);
    await cluster.apply(manifestText(rbac()));
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  const { url, caFile, dir, kubeconfig } = cluster;
  project.provide('controlPlane', { url, caFile, dir, kubeconfig, kubectl: binaries.kubectl });
  return cluster.stop;
}
