// The homelab that global-setup.ts started, from inside a test file.
import { beforeAll, describe, inject, it } from 'vitest';
import { applyWith, kubectlWith, tokenOf, writeKubeconfig } from '../control-plane/client.ts';
import { logWriter } from '../control-plane/logs.ts';
import type { Cluster } from './cluster.ts';
import { recover } from './recover.ts';

/** What goes from the process that started the control plane to those that run tests. */
export type Connection = {
  readonly url: string;
  readonly caFile: string;
  readonly dir: string;
  readonly kubeconfig: string;
  /** The program. */
  readonly kubectl: string;
};

export function connect({ url, caFile, dir, kubeconfig, kubectl }: Connection): Cluster {
  const run = kubectlWith(kubectl, kubeconfig, dir);
  const apply = (manifest: string): Promise<void> => applyWith(run, manifest);
  const kubeconfigForToken = (name: string, token: string): string =>
    writeKubeconfig({ url, caFile, dir }, name, token);
  return {
    kubectl: run,
    apply,
    setLogs: logWriter(dir, run, apply),
    kubeconfigFor: (user) => kubeconfigForToken(user, tokenOf(dir, user)),
    kubeconfigForToken,
  };
}

/** Tests on the live homelab; where there is none, one skipped test says why. */
export function onHomelab(title: string, tests: (cluster: Cluster) => void): void {
  const given = inject('controlPlane');
  describe(title, () => {
    if ('unavailable' in given) {
      it('needs a control plane', ({ skip }) => skip(given.unavailable));
      return;
    }
    const cluster = connect(given);
    // A file that ended early may have left something behind.
    beforeAll(() => recover(cluster));
    tests(cluster);
  });
}
