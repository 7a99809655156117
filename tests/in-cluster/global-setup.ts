// One control plane with a small cluster for the files of this folder; see vitest.config.ts.
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensureBinaries, withoutControlPlane } from '../control-plane/binaries.ts';
import { nodeManifests } from '../control-plane/nodes.ts';
import { crdsDir, startControlPlane } from '../control-plane/start.ts';
import { kubectl } from '../e2e/cluster.ts';
import { breakPods, settled } from '../e2e/faults.ts';
import type { Connection } from '../e2e/lab.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    inCluster: Connection | { readonly unavailable: string };
  }
}

const manifests = join(import.meta.dirname, 'manifests');
const WORKLOADS = ['deployment/shop-api -n shop', 'deployment/cart -n cart', 'deployment/web -n web'];

export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const binaries = await ensureBinaries();
  if ('unavailable' in binaries) {
    const why = `no control plane, so no tests in a cluster: ${binaries.unavailable}`;
    if (withoutControlPlane() === 'fail') throw new Error(why);
    process.stderr.write(`${why}\n`);
    project.provide('inCluster', binaries);
    return undefined;
  }
  const cluster = await startControlPlane({ binaries });
  try {
    await cluster.apply(crdsDir);
    await cluster.apply(nodeManifests(3));
    await cluster.apply(join(manifests, 'kinds.yaml'));
    await kubectl(cluster, 'wait', 'crd', '--all', '--for=condition=Established', '--timeout=60s');
    await cluster.apply(join(manifests, 'workloads.yaml'));
    for (const workload of [...WORKLOADS, 'statefulset/queue -n queue']) {
      await kubectl(cluster, 'rollout', 'status', ...workload.split(' '), '--timeout=60s');
    }
    // Long enough ago that nobody looks twice.
    await breakPods(cluster, { namespace: 'shop', selector: 'app=shop-api' }, { fault: 'crash-loop', since: 10 });
    await breakPods(cluster, { namespace: 'queue', selector: 'app=queue' }, { fault: 'crash-loop', since: 30 });
    await settled(cluster);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  const { url, caFile, dir, kubeconfig } = cluster;
  project.provide('inCluster', { url, caFile, dir, kubeconfig, kubectl: binaries.kubectl });
  return cluster.stop;
}
