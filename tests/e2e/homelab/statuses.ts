// What the controllers of the custom kinds would write: no such controller runs here.
import { z } from 'zod';
import type { Cluster } from '../cluster.ts';
import { APPS, type Manifest, manifestText, NEXT_REVISION, REVISION } from './objects.ts';
import { daysBefore, minutesBefore } from './times.ts';

/** Writes statuses as a controller does, all in one call. */
export async function writeStatuses(cluster: Cluster, manifests: readonly Manifest[]): Promise<void> {
  const args = ['apply', '--server-side', '--force-conflicts', '--field-manager=controllers', '--subresource=status'];
  const result = await cluster.kubectl([...args, '-f', '-'], { stdin: manifestText(manifests) });
  if (result.code !== 0) throw new Error(`kubectl apply --subresource=status: ${result.stderr.trim()}`);
}

const Names = z.object({
  items: z.array(z.object({ metadata: z.object({ name: z.string(), namespace: z.string() }) })),
});

async function namesOf(cluster: Cluster, resource: string): Promise<z.infer<typeof Names>['items']> {
  const { stdout } = await cluster.kubectl(['get', resource, '-A', '-o', 'json']);
  return Names.parse(JSON.parse(stdout)).items;
}

export async function syncedSecrets(cluster: Cluster): Promise<void> {
  const at = minutesBefore(25);
  const condition = { type: 'Ready', status: 'True', reason: 'SecretSynced', message: 'secret synced' };
  await writeSecrets(cluster, { ...condition, lastTransitionTime: daysBefore(9) }, at);
}

/** What the operator says while Vault is sealed. */
export async function unsyncedSecrets(cluster: Cluster, since: string): Promise<void> {
  const message =
    'could not get secret data from provider: cannot read secret data from Vault: Error making API request. ' +
    'URL: GET http://vault.vault.svc.cluster.local:8200/v1/k8s-secrets Code: 503. Errors: * Vault is sealed';
  const condition = { type: 'Ready', status: 'False', reason: 'SecretSyncedError', message };
  await writeSecrets(cluster, { ...condition, lastTransitionTime: since }, minutesBefore(61));
}

async function writeSecrets(cluster: Cluster, condition: Manifest, refreshTime: string): Promise<void> {
  const secrets = await namesOf(cluster, 'externalsecrets');
  const status = { refreshTime, conditions: [condition] };
  await writeStatuses(
    cluster,
    secrets.map(({ metadata }) => ({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: metadata.name, namespace: metadata.namespace },
      status,
    })),
  );
}

/** Certificates with two months left, Applications synced and healthy. */
export async function steadyStatuses(cluster: Cluster): Promise<void> {
  const certificates = await namesOf(cluster, 'certificates');
  const ready = {
    type: 'Ready',
    status: 'True',
    reason: 'Ready',
    message: 'Certificate is up to date and has not expired',
  };
  await writeStatuses(cluster, [
    ...certificates.map(({ metadata }) => ({
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: metadata.name, namespace: metadata.namespace },
      status: {
        notAfter: daysBefore(-60),
        renewalTime: daysBefore(-30),
        conditions: [{ ...ready, lastTransitionTime: daysBefore(30) }],
      },
    })),
    ...Object.keys(APPS).map((name) => syncedApp(name, 'Healthy', REVISION, daysBefore(9))),
  ]);
}

/** Argo CD has synced an app to a new commit, and this is how well it is since. */
export async function appSynced(cluster: Cluster, name: string, health: string, minutes: number): Promise<void> {
  await writeStatuses(cluster, [syncedApp(name, health, NEXT_REVISION, minutesBefore(minutes))]);
}

const syncedApp = (name: string, health: string, revision: string, at: string): Manifest => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name, namespace: 'argo-cd' },
  status: {
    sync: { status: 'Synced', revision },
    health: { status: health },
    reconciledAt: minutesBefore(2),
    operationState: { phase: 'Succeeded', startedAt: at, finishedAt: at },
    history: [{ revision, deployedAt: at }],
  },
});
