import type { Finding } from '../domain/finding.ts';
import type { ObjectRef } from '../domain/object-ref.ts';
import type { PodSpec } from '../kinds/pod.ts';
import type { HasMeta } from '../kinds/refs.ts';
import { behindService } from './behind-service.ts';
import { selects } from './detectors/lib/selectors.ts';
import { behindGateway, behindGatewayClass, behindRoute } from './follow-gateway.ts';
import type { Scene } from './view.ts';

/**
 * The workloads a finding on a Service, Ingress, gateway, route, claim, Certificate, ExternalSecret, autoscaler or disruption
 * budget is about: where its reference leads. Empty when it leads nowhere, as of what is about a namespace or the cluster.
 */
export function followReference(scene: Scene, finding: Pick<Finding, 'subject'>): readonly ObjectRef[] {
  const { subject } = finding;
  const object = scene.index.get(subject.kind, subject.namespace, subject.name);
  switch (subject.kind) {
    case 'Service':
      return behindService(scene, subject.namespace, subject.name);
    case 'Ingress': {
      const ingress = scene.snapshot.objects.Ingress.find((i) => i === object);
      return backendsOf(ingress?.spec ?? null).flatMap((name) => behindService(scene, subject.namespace, name));
    }
    case 'HTTPRoute':
      return behindRoute(scene, subject.namespace, subject.name);
    case 'Gateway':
      return behindGateway(scene, subject.namespace, subject.name);
    case 'GatewayClass':
      return behindGatewayClass(scene, subject.name);
    case 'PodDisruptionBudget': {
      const selector = scene.view.get('PodDisruptionBudget', subject.namespace, subject.name)?.spec?.selector;
      const picked = scene.templatesIn(subject.namespace).filter((w) => selects(selector, w.labels));
      return picked.map((w) => scene.index.ownerOf(w.object));
    }
    case 'HorizontalPodAutoscaler': {
      const target = scene.snapshot.objects.HorizontalPodAutoscaler.find((h) => h === object)?.spec?.scaleTargetRef;
      return target ? [{ kind: target.kind, namespace: subject.namespace, name: target.name }] : [];
    }
    case 'PersistentVolumeClaim':
      return usersOf(scene, subject.namespace, (spec) => claims(spec).includes(subject.name), subject.name);
    case 'Certificate': {
      const secret = scene.snapshot.objects.Certificate.find((c) => c === object)?.spec?.secretName;
      if (!secret) return [];
      return [
        ...usersOf(scene, subject.namespace, (spec) => secrets(spec).includes(secret)),
        ...behindTls(scene, subject.namespace, secret),
      ];
    }
    case 'ExternalSecret': {
      const spec = scene.snapshot.objects.ExternalSecret.find((s) => s === object)?.spec;
      const secret = spec?.target?.name ?? subject.name;
      return [
        ...usersOf(scene, subject.namespace, (pod) => secrets(pod).includes(secret)),
        ...behindTls(scene, subject.namespace, secret),
      ];
    }
    case 'SealedSecret':
      return usersOf(scene, subject.namespace, (pod) => secrets(pod).includes(subject.name));
    default:
      return [];
  }
}

/** What is served with this certificate, by ingresses and by listeners of gateways. */
function behindTls(scene: Scene, namespace: string | null, secret: string): readonly ObjectRef[] {
  const byIngress = scene.snapshot.objects.Ingress.filter((i) => i.metadata.namespace === namespace)
    .filter((i) => (i.spec?.tls ?? []).some((tls) => tls.secretName === secret))
    .flatMap((i) => backendsOf(i.spec ?? null).flatMap((name) => behindService(scene, namespace, name)));
  const gateways = scene.snapshot.objects.Gateway.filter((g) =>
    (g.spec?.listeners ?? [])
      .flatMap((listener) => listener.tls?.certificateRefs ?? [])
      .some((ref) => ref.name === secret && (ref.namespace || g.metadata.namespace) === namespace),
  );
  return [
    ...byIngress,
    ...gateways.flatMap((g) => behindGateway(scene, g.metadata.namespace ?? null, g.metadata.name)),
  ];
}

type IngressSpec = NonNullable<Scene['snapshot']['objects']['Ingress'][number]['spec']>;

function backendsOf(spec: IngressSpec | null): readonly string[] {
  const paths = (spec?.rules ?? []).flatMap((rule) => rule.http?.paths ?? []);
  return [spec?.defaultBackend, ...paths.map((path) => path.backend)].flatMap((b) =>
    b?.service ? [b.service.name] : [],
  );
}

function usersOf(
  scene: Scene,
  namespace: string | null,
  uses: (spec: PodSpec) => boolean,
  claim?: string,
): readonly ObjectRef[] {
  return scene
    .templatesIn(namespace)
    .filter((w) => (w.spec !== null && uses(w.spec)) || (claim !== undefined && ownsClaim(scene, w.object, claim)))
    .map((w) => scene.index.ownerOf(w.object));
}

/** A StatefulSet's claims are `<template>-<set>-<ordinal>`. */
function ownsClaim(scene: Scene, workload: HasMeta, claim: string): boolean {
  const set = scene.snapshot.objects.StatefulSet.find((s) => s === workload);
  return (set?.spec?.volumeClaimTemplates ?? []).some((template) => {
    const prefix = `${template.metadata?.name ?? ''}-${workload.metadata.name}-`;
    return claim.startsWith(prefix) && /^\d+$/.test(claim.slice(prefix.length));
  });
}

function claims(spec: PodSpec): readonly string[] {
  return (spec.volumes ?? []).flatMap((v) => (v.persistentVolumeClaim ? [v.persistentVolumeClaim.claimName] : []));
}

function secrets(spec: PodSpec): readonly string[] {
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  const named = [
    ...(spec.volumes ?? []).map((v) => v.secret?.secretName),
    ...(spec.imagePullSecrets ?? []).map((s) => s.name),
    ...containers.flatMap((c) => (c.env ?? []).map((e) => e.valueFrom?.secretKeyRef?.name)),
    ...containers.flatMap((c) => (c.envFrom ?? []).map((e) => e.secretRef?.name)),
  ];
  return named.filter((name): name is string => typeof name === 'string');
}
