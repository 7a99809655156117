import type { CatalogueEntry } from './entry.ts';

/** The way to a pod. */
export const NETWORK = {
  'endpoints-missing': {
    sentence: 'no endpoint is ready behind the service: {cause}',
    class: 'runtime',
    fromDependency: true,
    symptom: true,
    firstStep: 'compare the selector with the labels of the pods, then look at the pods',
  },
  'endpoints-unmatched': {
    sentence: 'no endpoint is ready behind the service: {cause}',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'compare the selector with the labels of the pods',
  },
  'service-missing': {
    sentence: 'the service is gone, though {user} still names it in {field}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'look who deleted it; apply its manifest again',
  },
  'port-unserved': {
    sentence: 'the service sends to port {port}, which no container of its pods has: {declared}',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'compare targetPort with the ports of the containers',
  },
  'policy-blocks': {
    sentence: '{policy} lets nobody in, though {client} uses it',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'look at the ingress rules of the network policies that pick its pods',
  },
  'ingress-broken': {
    sentence: 'traffic for {host} leads nowhere: {cause}',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'compare the backend of the ingress with the services',
  },
  'gateway-not-ready': {
    sentence: '{what}: {cause}',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'look at the conditions of the gateway, its class and its routes',
  },
  'load-balancer-pending': {
    sentence: 'the load balancer has had no address for {duration}: {cause}',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'look at the controller that gives out addresses, and at its pool',
  },
  'webhook-down': {
    sentence: 'nobody answers the admission webhook {webhook}, so {effect}: {cause}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'look at the pods behind the webhook; as a last resort delete its configuration',
  },
} as const satisfies Record<string, CatalogueEntry>;
