import type { ObjectRef } from '../domain/object-ref.ts';
import { sameRef } from '../domain/object-ref.ts';
import { refOf } from '../kinds/refs.ts';
import { BESIDE, CONTROLLER_WORDS, INGRESS_PRODUCTS, type IngressProduct } from './ingress-products.ts';
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
const RUNS_ON = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout', 'ReplicaSet', 'Pod']);

/**
 * True when this workload is the controller of an IngressClass that some Ingress uses: it runs an image of the product
 * the class names, or its name is made of the product's words and a controller's. The namespace proves nothing.
 */
export function isIngressController(scene: Scene, root: ObjectRef): boolean {
  const name = root.name.toLowerCase();
  if (!RUNS_ON.has(root.kind) || BESIDE.test(name)) return false;
  const products = classesInUse(scene).flatMap(productsOf);
  if (products.length === 0) return false;
  const template = scene.templatesIn(root.namespace).find((t) => sameRef(refOf(t.object), root));
  const images = (template?.spec?.containers ?? []).map((c) => pathOf(c.image ?? ''));
  return products.some((product) => images.some((image) => isImageOf(product, image)) || isNameOf(product, name));
}

/** The known products in a controller's id (`k8s.io/ingress-nginx`); of others the words of the id itself. */
function productsOf(id: string): readonly IngressProduct[] {
  const text = id.toLowerCase();
  const known = INGRESS_PRODUCTS.filter((p) => text.includes(p.word));
  if (known.length > 0) return known;
  const words = text.split(/[/.-]/).filter((word) => word !== '' && !PLAIN.has(word));
  return words.map((word) => ({ word, images: [], alone: false }));
}

/** `registry:5000/a/b:v1@sha256:…` → `registry:5000/a/b`; Rancher's mirrors have the owner in the name. */
function pathOf(image: string): string {
  return image
    .toLowerCase()
    .replace(/@.*$/, '')
    .replace(/:[^/]*$/, '')
    .replace(/\/mirrored-(library-)?/, '/');
}

function isImageOf(product: IngressProduct, image: string): boolean {
  return product.images.some((known) => image === known || image.endsWith(`/${known}`));
}

function isNameOf(product: IngressProduct, name: string): boolean {
  const words = name.split(/[-_.]/);
  return (
    words.includes(product.word) &&
    words.every((word) => word === product.word || CONTROLLER_WORDS.has(word)) &&
    (product.alone || words.includes('ingress') || words.includes('ingressgateway'))
  );
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
