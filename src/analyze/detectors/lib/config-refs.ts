import type { Container } from '../../../kinds/container.ts';
import type { PodSpec } from '../../../kinds/pod.ts';

/** A ConfigMap or Secret that a pod names, and the key in it where it names one. */
export interface ConfigRef {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly key: string | null;
}

/** What a pod can't run without. What is optional says nothing about what is there. */
export function configRefs(spec: PodSpec | null | undefined): readonly ConfigRef[] {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  return [...(spec?.volumes ?? []).flatMap(ofVolume), ...containers.flatMap(ofContainer)];
}

function ofVolume({ secret, configMap, projected }: NonNullable<PodSpec['volumes']>[number]): readonly ConfigRef[] {
  const sources = projected?.sources ?? [];
  return [
    ...ref('Secret', secret && { name: secret.secretName, optional: secret.optional }),
    ...ref('ConfigMap', configMap),
    ...sources.flatMap((source) => [...ref('Secret', source.secret), ...ref('ConfigMap', source.configMap)]),
  ];
}

function ofContainer({ env, envFrom }: Container): readonly ConfigRef[] {
  return [
    ...(envFrom ?? []).flatMap((from) => [...ref('Secret', from.secretRef), ...ref('ConfigMap', from.configMapRef)]),
    ...(env ?? []).flatMap(({ valueFrom }) => [
      ...ref('Secret', valueFrom?.secretKeyRef),
      ...ref('ConfigMap', valueFrom?.configMapKeyRef),
    ]),
  ];
}

interface Named {
  readonly name?: string | null | undefined;
  readonly key?: string | null | undefined;
  readonly optional?: boolean | null | undefined;
}

function ref(kind: ConfigRef['kind'], named: Named | null | undefined): readonly ConfigRef[] {
  if (!named?.name || named.optional === true) return [];
  return [{ kind, name: named.name, key: named.key ?? null }];
}
