import { z } from 'zod';
import { list, Meta, opt, Selector } from './meta.ts';
import { Condition } from './text.ts';

const ServiceRef = z.object({
  namespace: opt(z.string()),
  name: opt(z.string()),
  path: opt(z.string()),
  port: opt(z.number()),
});

/** Who is asked before an object is written. The CA bundle and the URL's path are not kept. */
const Webhook = z.object({
  name: z.string(),
  failurePolicy: opt(z.string()),
  clientConfig: opt(z.object({ service: opt(ServiceRef) })),
  rules: list(z.object({ operations: list(z.string()), apiGroups: list(z.string()), resources: list(z.string()) })),
  namespaceSelector: opt(Selector),
  objectSelector: opt(Selector),
});
export type Webhook = z.infer<typeof Webhook>;

export const ValidatingWebhookConfiguration = z.object({
  kind: z.literal('ValidatingWebhookConfiguration'),
  metadata: Meta,
  webhooks: list(Webhook),
});
export type ValidatingWebhookConfiguration = z.infer<typeof ValidatingWebhookConfiguration>;

export const MutatingWebhookConfiguration = z.object({
  kind: z.literal('MutatingWebhookConfiguration'),
  metadata: Meta,
  webhooks: list(Webhook),
});
export type MutatingWebhookConfiguration = z.infer<typeof MutatingWebhookConfiguration>;

/** A part of the API that another server answers for; without a service it is the API server's own. */
export const APIService = z.object({
  kind: z.literal('APIService'),
  metadata: Meta,
  spec: opt(z.object({ group: opt(z.string()), version: opt(z.string()), service: opt(ServiceRef) })),
  status: opt(z.object({ conditions: list(Condition) })),
});
export type APIService = z.infer<typeof APIService>;
