import { describe, expect, it } from 'vitest';
import { grounds } from '../../../tests/support/brief.ts';
import { knownOf } from './known.ts';
import { unknownName } from './names.ts';

const known = knownOf(grounds());

describe('a name that nobody gave is found beside the word of a kind, and with a hyphen anywhere', () => {
  it.each([
    ['The StatefulSet kafka-broker ran out of disk.', 'kafka-broker'],
    ['Pods wait for the node worker-alpha.', 'worker-alpha'],
    ['It is caused by service checkout.', 'checkout'],
    ['The service billing is down.', 'billing'],
    ['It lives in namespace billing.', 'billing'],
    ['The orders service refuses connections.', 'orders'],
    ['the payments pod crashed first', 'payments'],
    ['deployment redis has no replicas', 'redis'],
    ['The configmap features lost its key.', 'features'],
    ['The pvc pgdata is full.', 'pgdata'],
    ['Image registry/evil was pulled.', 'registry/evil'],
    ['The pod "ghost" is stuck.', 'ghost'],
    ['A pod called ghost is stuck.', 'ghost'],
    ['It comes from feature-flags.', 'feature-flags'],
    ['It reads DB_HOST.', 'DB_HOST'],
  ])('%s', (text, name) => expect(unknownName(text, known)).toBe(name));
});

describe('ordinary words are no names', () => {
  it.each([
    'The service is down. The pod cannot start. Node pressure is unlikely.',
    'Pods crash-loop, flap and thrash; the pod thrashes, too.',
    'The Deployment rolled out a new ReplicaSet whose pods never become ready.',
    'Secret values are mounted, and the image pulls fine.',
    'The failing pod, the affected namespace, a previous container, which service, every node.',
    'It is a pre-existing, long-running, memory-hungry, read-only, business-critical process.',
    'The container is OOM-killed at start-up and re-created; point-in-time and end-to-end checks fail.',
    'A client/server, CPU/memory or readiness/liveness matter, and/or a time-out.',
    'Service shop-api, pod shop-api-7d9f8c6b5-x2k4p, namespace shop, container app and the mysql service.',
    'It is a vault-related, pod-level or cluster-wide fault.',
    'Image pull back-off, service endpoints, pod template, node pool, ingress controller.',
  ])('%s', (text) => expect(unknownName(text, known)).toBeNull());
});
