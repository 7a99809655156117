import type { FieldKind } from '../../domain/field-change.ts';
import type { Place } from './field-place.ts';

interface AnnotationRule {
  readonly kind: FieldKind;
  readonly name: RegExp;
}

/** Annotations that something obeys; of the others nothing follows. */
const ANNOTATIONS: readonly AnnotationRule[] = [
  {
    kind: 'ingress',
    name: /^(?:[\w.-]*nginx\.|traefik\.|haproxy|alb\.|konghq\.com|kubernetes\.io\/ingress|ingress\.kubernetes\.io|cert-manager\.io\/|acme\.cert-manager\.io\/|external-dns\.|service\.beta\.kubernetes\.io|metallb\.|projectcontour\.io|networking\.istio\.io)/,
  },
  { kind: 'secret', name: /^vault\.(?:hashicorp|security)|^secrets?\./ },
  {
    kind: 'security',
    name: /apparmor\.security|seccomp\.security|pod-security|sidecar\.istio\.io\/inject|istio\.io\//,
  },
  { kind: 'storage', name: /^storageclass\.kubernetes\.io|^volume\.(?:beta\.)?kubernetes\.io/ },
  { kind: 'access', name: /^eks\.amazonaws\.com\/role-arn|^iam\.gke\.io|^azure\.workload\.identity/ },
  { kind: 'other', name: /restartedAt$|^argocd-image-updater\./ },
];

/** Labels of a namespace that change how its pods are treated. */
const NAMESPACE_LABELS = /^pod-security\.kubernetes\.io\/enforce$|^istio(?:\.io\/|-injection)|^linkerd\.io\/inject/;

const OBJECT_KIND: readonly (readonly [RegExp, FieldKind])[] = [
  [/Secret|SecretStore/, 'secret'],
  [/^ConfigMap$/, 'config'],
  [/^(?:PersistentVolume|StorageClass)/, 'storage'],
  [/^(?:Service|Ingress.*|HTTPRoute|Gateway)$/, 'ingress'],
  [/^ServiceAccount$|Role/, 'access'],
];

/** What a difference in the metadata of an object is about; null: nothing follows from it; undefined: it stands elsewhere. */
export function metadataKind(place: Place): FieldKind | null | undefined {
  const { inside, last, keys } = place;
  if (inside('annotations', 'podAnnotations', 'ingressAnnotations', 'commonAnnotations')) return annotation(last);
  if (inside('labels') && !inside('selector', 'matchLabels')) return label(place);
  if (inside('nodeSelector', 'matchLabels', 'selector', 'affinity')) return undefined;
  if (isStray(place)) return annotation(last);
  if (keys[0] === 'metadata' || keys.at(-2) === 'metadata') return bookkeeping(place);
  if (last === 'finalizers' || inside('finalizers', 'ownerReferences')) return null;
  return undefined;
}

/** The key of a label or an annotation whose parent the hunk does not show. */
function isStray({ last, keys: [first = '', ...others] }: Place): boolean {
  if (!/^[\w.-]+\.[\w-]+\//.test(last) || /^(?:node|topology|kubernetes)\b/.test(last)) return false;
  return others.length === 0 || (others.length === 1 && /^(?:metadata|spec)$/.test(first));
}

/** Under another name or in another namespace it is another object, and whoever names the old one finds nothing. */
function bookkeeping({ last, object, difference: { before, after } }: Place): FieldKind | null {
  if (last !== 'name' && last !== 'namespace') return null;
  if (before === null || after === null) return 'other';
  return OBJECT_KIND.find(([kind]) => kind.test(object ?? ''))?.[1] ?? 'off';
}

function annotation(name: string): FieldKind | null {
  return ANNOTATIONS.find((rule) => rule.name.test(name))?.kind ?? null;
}

/** Labels of pods are what Services look for: one more does no harm, one that is gone or another does. */
function label({ keys, last, object, difference }: Place): FieldKind | null {
  if (object === 'Namespace') return NAMESPACE_LABELS.test(last) ? 'security' : null;
  const ofPods = keys.includes('template') || keys[0] === 'spec' || keys[0] === 'commonLabels';
  const isHarmless = difference.before === null || /version$|^helm\.sh|managed-by$|part-of$/.test(last);
  return ofPods && !isHarmless ? 'selector' : null;
}
