// The cluster that global-setup.ts started, from inside a test file.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import { withLock } from '../control-plane/lock.ts';
import type { Cluster } from '../e2e/cluster.ts';
import { type Connection, connect } from '../e2e/lab.ts';
import { noContainers } from './container.ts';

export interface Lab extends Cluster {
  /** The API server's address. */
  readonly url: string;
  /** A folder that goes away with the control plane. */
  readonly dir: string;
  /** The program. */
  readonly kubectlPath: string;
}

export interface LabOptions {
  /** Pods are played: needs namespaces of Linux. */
  readonly playsPods?: boolean;
  /** Has a namespace and roles of its own, and need not wait for the files that use those of k8s/base. */
  readonly apart?: boolean;
}

/** Where something is missing, one skipped test says what. */
export function inTheCluster(title: string, options: LabOptions, tests: (lab: Lab) => void): void {
  const given = inject('inCluster');
  const missing = 'unavailable' in given ? given.unavailable : options.playsPods ? noContainers() : null;
  describe(title, () => {
    if (missing !== null || 'unavailable' in given) {
      it('needs a cluster to run in', ({ skip }) => skip(missing ?? ''));
      return;
    }
    if (!options.apart) takeTurns(given);
    tests({ ...connect(given), url: given.url, dir: given.dir, kubectlPath: given.kubectl });
  });
}

/** All files start at once, as one of them mostly waits for a clock; those that would disturb each other wait here. */
function takeTurns({ dir }: Connection): void {
  const over = Promise.withResolvers<void>();
  let held: Promise<void> | undefined;
  beforeAll(async () => {
    const taken = Promise.withResolvers<void>();
    held = withLock(
      join(dir, 'turn.lock'),
      () => undefined,
      async () => {
        taken.resolve();
        await over.promise;
      },
    );
    await Promise.race([taken.promise, held]);
  });
  afterAll(async () => {
    over.resolve();
    await held;
  });
}
