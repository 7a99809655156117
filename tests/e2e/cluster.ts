import type { ControlPlane } from '../control-plane/types.ts';

/** What tests need of a control plane, whoever started it. */
export type Cluster = Pick<ControlPlane, 'kubectl' | 'apply' | 'setLogs' | 'kubeconfigFor' | 'kubeconfigForToken'>;

/** kubectl's standard output; throws with its words when it fails. */
export async function kubectl(cluster: Pick<Cluster, 'kubectl'>, ...args: string[]): Promise<string> {
  const { stdout, stderr, code } = await cluster.kubectl(args);
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr.trim()}`);
  return stdout;
}
