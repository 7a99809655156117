import { z } from 'zod';
import { IntOrString, list, Meta, opt, Selector } from './meta.ts';
import { Condition } from './text.ts';

export const Service = z.object({
  kind: z.literal('Service'),
  metadata: Meta,
  spec: opt(
    z.object({
      type: opt(z.string()),
      clusterIP: opt(z.string()),
      externalName: opt(z.string()),
      selector: z.record(z.string(), z.string()).nullish(),
      publishNotReadyAddresses: opt(z.boolean()),
      loadBalancerClass: opt(z.string()),
      ports: list(
        z.object({ name: opt(z.string()), port: z.number(), protocol: opt(z.string()), targetPort: opt(IntOrString) }),
      ),
    }),
  ),
  status: opt(
    z.object({
      loadBalancer: opt(z.object({ ingress: list(z.object({ ip: opt(z.string()), hostname: opt(z.string()) })) })),
      conditions: list(Condition),
    }),
  ),
});
export type Service = z.infer<typeof Service>;

export const EndpointSlice = z.object({
  kind: z.literal('EndpointSlice'),
  metadata: Meta,
  endpoints: list(
    z.object({
      addresses: list(z.string()),
      conditions: opt(z.object({ ready: opt(z.boolean()), serving: opt(z.boolean()), terminating: opt(z.boolean()) })),
      targetRef: opt(z.object({ kind: opt(z.string()), namespace: opt(z.string()), name: opt(z.string()) })),
      nodeName: opt(z.string()),
    }),
  ),
  ports: list(z.object({ name: opt(z.string()), port: opt(z.number()), protocol: opt(z.string()) })),
});
export type EndpointSlice = z.infer<typeof EndpointSlice>;

const Backend = z.object({
  service: opt(
    z.object({
      name: z.string(),
      port: opt(z.object({ name: opt(z.string()), number: opt(z.number()) })),
    }),
  ),
});

export const Ingress = z.object({
  kind: z.literal('Ingress'),
  metadata: Meta,
  spec: opt(
    z.object({
      ingressClassName: opt(z.string()),
      defaultBackend: opt(Backend),
      tls: list(z.object({ hosts: list(z.string()), secretName: opt(z.string()) })),
      rules: list(
        z.object({
          host: opt(z.string()),
          http: opt(z.object({ paths: list(z.object({ path: opt(z.string()), backend: opt(Backend) })) })),
        }),
      ),
    }),
  ),
});
export type Ingress = z.infer<typeof Ingress>;

export const IngressClass = z.object({
  kind: z.literal('IngressClass'),
  metadata: Meta,
  spec: opt(z.object({ controller: opt(z.string()) })),
});
export type IngressClass = z.infer<typeof IngressClass>;

const Peer = z.object({
  podSelector: opt(Selector),
  namespaceSelector: opt(Selector),
  ipBlock: opt(z.object({ cidr: opt(z.string()), except: list(z.string()) })),
});
const PolicyPort = z.object({ protocol: opt(z.string()), port: opt(IntOrString), endPort: opt(z.number()) });

export const NetworkPolicy = z.object({
  kind: z.literal('NetworkPolicy'),
  metadata: Meta,
  spec: opt(
    z.object({
      podSelector: opt(Selector),
      policyTypes: list(z.string()),
      ingress: list(z.object({ from: list(Peer), ports: list(PolicyPort) })),
      egress: list(z.object({ to: list(Peer), ports: list(PolicyPort) })),
    }),
  ),
});
export type NetworkPolicy = z.infer<typeof NetworkPolicy>;
