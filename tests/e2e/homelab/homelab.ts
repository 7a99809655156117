// A k3s homelab with the 15 services of docs/reference/services.txt, as a person would have it, all of it healthy.
import { join } from 'node:path';
import { crdsDir } from '../../control-plane/start.ts';
import { type Cluster, kubectl } from '../cluster.ts';
import { until, untilHealthy } from './health.ts';
import { applications, manifestText, namespaces, nodes, volumes } from './objects.ts';
import { steadyStatuses, syncedSecrets, writeStatuses } from './statuses.ts';
import { minutesBefore } from './times.ts';

export const manifestsDir = join(import.meta.dirname, 'manifests');

export async function homelab(cluster: Cluster): Promise<void> {
  await cluster.apply(crdsDir);
  await cluster.apply(`${nodes()}\n---\n${manifestText([...namespaces(), ...volumes()])}`);
  await kubectl(cluster, 'wait', 'crd', '--all', '--for=condition=Established', '--timeout=60s');
  await cluster.apply(manifestsDir);
  await cluster.apply(manifestText(applications()));
  await Promise.all([steadyStatuses(cluster), syncedSecrets(cluster)]);
  // Each CronJob has run once, and well.
  await backUp(cluster);
  await syncRegistry(cluster);
  await untilHealthy(cluster);
}

export const backUp = (cluster: Cluster): Promise<void> => runNow(cluster, 'mysql', 'mysql-backup');
export const syncRegistry = (cluster: Cluster): Promise<void> => runNow(cluster, 'ecr-auth', 'ecr-credentials-sync');

/** Runs a CronJob out of turn, as if this moment were its time. */
async function runNow(cluster: Cluster, namespace: string, name: string): Promise<void> {
  const job = `${name}-${Math.floor(Date.now() / 1000)}`;
  await kubectl(cluster, 'create', 'job', job, `--from=cronjob/${name}`, '-n', namespace);
  const metadata = { name, namespace };
  const status = { lastScheduleTime: minutesBefore(0) };
  await writeStatuses(cluster, [{ apiVersion: 'batch/v1', kind: 'CronJob', metadata, status }]);
  await kubectl(cluster, 'wait', `job/${job}`, '-n', namespace, '--for=condition=Complete', '--timeout=60s');
  await until(`${name} has succeeded`, async () => {
    const path = '-o=jsonpath={.status.lastSuccessfulTime}';
    return (await kubectl(cluster, 'get', 'cronjob', name, '-n', namespace, path)) === '' ? 'not yet' : '';
  });
}
