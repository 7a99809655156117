import type { PodSpec } from './owner.ts';

/** What pods take from ConfigMaps and Secrets of their namespace, by name. */
export interface Uses {
  readonly configMaps: ReadonlySet<string>;
  readonly secrets: ReadonlySet<string>;
}

/** Every cluster has it in every namespace, and it changes with the cluster's own authority only. */
const EVERYWHERE = 'kube-root-ca.crt';

export function usesOf(spec: PodSpec | null): Uses {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  const env = containers.flatMap((one) => one.env ?? []);
  const envFrom = containers.flatMap((one) => one.envFrom ?? []);
  const volumes = spec?.volumes ?? [];
  const projected = volumes.flatMap((one) => one.projected?.sources ?? []);
  return {
    configMaps: names([
      ...env.map((one) => one.valueFrom?.configMapKeyRef?.name),
      ...envFrom.map((one) => one.configMapRef?.name),
      ...volumes.map((one) => one.configMap?.name),
      ...projected.map((one) => one.configMap?.name),
    ]),
    secrets: names([
      ...env.map((one) => one.valueFrom?.secretKeyRef?.name),
      ...envFrom.map((one) => one.secretRef?.name),
      ...volumes.map((one) => one.secret?.secretName),
      ...projected.map((one) => one.secret?.name),
      ...(spec?.imagePullSecrets ?? []).map(({ name }) => name),
    ]),
  };
}

function names(all: readonly (string | null | undefined)[]): ReadonlySet<string> {
  return new Set(all.flatMap((name) => (name && name !== EVERYWHERE ? [name] : [])));
}
