import { z } from 'zod';
import { shared } from './shared.ts';

/** A field an object may lack, or carry as null. */
export function opt<T extends z.ZodType>(schema: T) {
  return schema.nullish();
}

export function list<T extends z.ZodType>(schema: T) {
  return z.array(schema).nullish();
}

export const Timestamp = z.string();
export const IntOrString = z.union([z.number(), z.string()]);
export const Labels = opt(shared(z.record(z.string(), z.string())));

const OwnerReference = z.object({
  kind: z.string(),
  name: z.string(),
  uid: opt(z.string()),
  controller: opt(z.boolean()),
});

/** Of the annotations only these: the rest may say anything and is dropped at the door. */
const Annotations = z.object({
  'deployment.kubernetes.io/revision': opt(z.string()),
  'deployment.kubernetes.io/revision-history': opt(z.string()),
  'rollout.argoproj.io/revision': opt(z.string()),
  'argocd.argoproj.io/tracking-id': opt(z.string()),
  'ingressclass.kubernetes.io/is-default-class': opt(z.string()),
  'storageclass.kubernetes.io/is-default-class': opt(z.string()),
  'kubernetes.io/ingress.class': opt(z.string()),
  'control-plane.alpha.kubernetes.io/leader': opt(z.string()),
});
type Annotations = z.infer<typeof Annotations>;
const NO_ANNOTATIONS: Annotations = Object.freeze({});
/** Most objects have none that count. */
const KeptAnnotations = Annotations.transform((kept) => (Object.keys(kept).length === 0 ? NO_ANNOTATIONS : kept));

export const Meta = z.object({
  name: z.string().min(1),
  namespace: opt(z.string()),
  uid: opt(z.string()),
  creationTimestamp: opt(Timestamp),
  deletionTimestamp: opt(Timestamp),
  deletionGracePeriodSeconds: opt(z.number()),
  generation: opt(z.number()),
  labels: Labels,
  annotations: opt(KeptAnnotations),
  ownerReferences: opt(shared(z.array(OwnerReference))),
  finalizers: list(z.string()),
});
export type Meta = z.infer<typeof Meta>;

export const Selector = z.object({
  matchLabels: Labels,
  matchExpressions: list(z.object({ key: z.string(), operator: z.string(), values: list(z.string()) })),
});
export type Selector = z.infer<typeof Selector>;
