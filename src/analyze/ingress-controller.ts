import type { ObjectRef } from '../domain/object-ref.ts';
import { sameRef } from '../domain/object-ref.ts';
import { refOf } from '../kinds/refs.ts';
import type { Scene } from './view.ts';

/** Words of a controller's id that name no product. */
const PLAIN = new Set([
  'k8s',
  'io',
  'org',
  'com',
  'net',
  'ingress',
  'controller',
  'networking',
  'x',
  'cluster',
  'local',
]);

/**
 * True when this workload serves an IngressClass that some Ingress uses. The class names its controller only by an id
 * (`k8s.io/ingress-nginx`, `traefik.io/ingress-controller`): the product's word in it must stand in the workload's
 * name or image, together with `ingress` unless the product is nothing else.
 */
export function isIngressController(scene: Scene, root: ObjectRef): boolean {
  const template = scene.templates.find((t) => sameRef(refOf(t.object), root));
  const images = (template?.spec?.containers ?? []).map((c) => c.image ?? '');
  // The namespace names no product: whatever runs beside the controller is in it too.
  const text = [root.name, ...images].join(' ').toLowerCase();
  const all = `${text} ${root.namespace ?? ''}`;
  return classesInUse(scene).some((id) => {
    const product = id
      .toLowerCase()
      .split(/[/.-]/)
      .filter((word) => word !== '' && !PLAIN.has(word));
    return (
      product.length > 0 &&
      product.some((word) => text.includes(word)) &&
      (all.includes('ingress') || product.includes('traefik'))
    );
  });
}

/** Controller ids of the classes that Ingresses name, or get by default. */
function classesInUse(scene: Scene): readonly string[] {
  const { Ingress, IngressClass } = scene.snapshot.objects;
  const named = new Set(
    Ingress.map((i) => i.spec?.ingressClassName ?? i.metadata.annotations?.['kubernetes.io/ingress.class'] ?? null),
  );
  return IngressClass.filter((c) => {
    const isDefault = c.metadata.annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true';
    return named.has(c.metadata.name) || (isDefault && named.has(null));
  }).flatMap((c) => (c.spec?.controller ? [c.spec.controller] : []));
}
