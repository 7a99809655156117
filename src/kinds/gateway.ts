import { z } from 'zod';
import { list, Meta, opt, Selector } from './meta.ts';
import { Condition as Plain } from './text.ts';

/** Says of which generation of the object it speaks: an older one means nothing any more. */
const Condition = Plain.extend({ observedGeneration: opt(z.number()) });
export type GatewayCondition = z.infer<typeof Condition>;

const ParentRef = z.object({
  group: opt(z.string()),
  kind: opt(z.string()),
  namespace: opt(z.string()),
  name: z.string(),
  sectionName: opt(z.string()),
});
export type ParentRef = z.infer<typeof ParentRef>;

const BackendRef = z.object({
  group: opt(z.string()),
  kind: opt(z.string()),
  namespace: opt(z.string()),
  name: z.string(),
  port: opt(z.number()),
  weight: opt(z.number()),
});
export type BackendRef = z.infer<typeof BackendRef>;

const CertificateRef = z.object({ kind: opt(z.string()), namespace: opt(z.string()), name: z.string() });
const AllowedRoutes = z.object({ namespaces: opt(z.object({ from: opt(z.string()), selector: opt(Selector) })) });
const Listener = z.object({
  name: z.string(),
  port: opt(z.number()),
  hostname: opt(z.string()),
  tls: opt(z.object({ certificateRefs: list(CertificateRef) })),
  allowedRoutes: opt(AllowedRoutes),
});
export type Listener = z.infer<typeof Listener>;

/** Gateway API. */
export const GatewayClass = z.object({
  kind: z.literal('GatewayClass'),
  metadata: Meta,
  spec: opt(z.object({ controllerName: opt(z.string()) })),
  status: opt(z.object({ conditions: list(Condition) })),
});
export type GatewayClass = z.infer<typeof GatewayClass>;

export const Gateway = z.object({
  kind: z.literal('Gateway'),
  metadata: Meta,
  spec: opt(
    z.object({
      gatewayClassName: opt(z.string()),
      listeners: list(Listener),
    }),
  ),
  status: opt(
    z.object({
      addresses: list(z.object({ value: opt(z.string()) })),
      conditions: list(Condition),
      listeners: list(z.object({ name: z.string(), attachedRoutes: opt(z.number()), conditions: list(Condition) })),
    }),
  ),
});
export type Gateway = z.infer<typeof Gateway>;

export const HTTPRoute = z.object({
  kind: z.literal('HTTPRoute'),
  metadata: Meta,
  spec: opt(
    z.object({
      hostnames: list(z.string()),
      parentRefs: list(ParentRef),
      rules: list(z.object({ backendRefs: list(BackendRef) })),
    }),
  ),
  status: opt(z.object({ parents: list(z.object({ parentRef: opt(ParentRef), conditions: list(Condition) })) })),
});
export type HTTPRoute = z.infer<typeof HTTPRoute>;
