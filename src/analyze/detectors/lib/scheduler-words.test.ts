import { expect, test } from 'vitest';
import { schedulerWords } from './scheduler-words.ts';

test.each([
  [
    '0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
    'too little cpu free (1 of 3 nodes), kept for the control plane (2 of 3 nodes)',
  ],
  [
    '0/2 nodes are available: 1 Insufficient memory, 1 Insufficient nvidia.com/gpu. no new claims to deallocate, preemption: 0/2 nodes are available: 2 No preemption victims found.',
    'too little memory free (1 of 2 nodes), no GPU free (nvidia.com/gpu) (1 of 2 nodes)',
  ],
  ['0/1 nodes are available: 1 Too many pods.', 'no pod slot free (the only node)'],
  ['0/1 nodes are available: 1 node(s) were unschedulable.', 'cordoned (the only node)'],
  [
    "0/4 nodes are available: 1 node(s) had taint {dedicated: gpu}, that the pod didn't tolerate, 3 Insufficient cpu.",
    'taint dedicated=gpu not tolerated (1 of 4 nodes), too little cpu free (3 of 4 nodes)',
  ],
  [
    "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector.",
    'its node selector or affinity does not match (all 2 nodes)',
  ],
  [
    "0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules.",
    'a pod there that it must not share a node with (all 2 nodes)',
  ],
  [
    '0/2 nodes are available: 2 node(s) had volume node affinity conflict.',
    'its volume cannot be reached from there (all 2 nodes)',
  ],
  [
    "0/2 nodes are available: 2 node(s) didn't have free ports for the requested pod ports.",
    'its host port is taken (all 2 nodes)',
  ],
  ['0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims.', 'its volume claim is not bound'],
  ['0/3 nodes are available: persistentvolumeclaim "data" not found.', 'its volume claim data does not exist'],
  ['persistentvolumeclaim "data" is being deleted', 'its volume claim data is being deleted'],
  [
    '0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/not-ready: }.',
    'not ready (the only node)',
  ],
  ['0/3 nodes are available: 3 node(s) had untolerated taint(s).', 'a taint it does not tolerate (all 3 nodes)'],
  [
    '0/2 nodes are available: 2 node(s) did not have enough free storage.',
    'too little storage there for its volume (all 2 nodes)',
  ],
  [
    '0/2 nodes are available: waiting for ephemeral volume controller to create the persistentvolumeclaim "api-1-tmp".',
    'its volume claim has not been made yet',
  ],
  [
    '0/2 nodes are available: 2 cannot allocate all claims.',
    'no device free that its resource claim wants (all 2 nodes)',
  ],
  ['0/2 nodes are available: storageclass.storage.k8s.io "fast" not found.', 'its storage class fast does not exist'],
  ['resourceclaim "gpu" not found', 'its resource claim gpu does not exist'],
  [
    "0/2 nodes are available: 2 node(s) didn't match pod topology spread constraints.",
    'its spread over nodes or zones would be broken (all 2 nodes)',
  ],
  [
    "0/2 nodes are available: 2 node(s) didn't match pod affinity rules.",
    'none of the pods it must be near (all 2 nodes)',
  ],
  ['no nodes available to schedule pods', 'the cluster has no node'],
  ['0/5 nodes are available: 5 Insufficient example.com/fpga.', 'too little example.com/fpga free (all 5 nodes)'],
  ['0/5 nodes are available: 5 something new.', 'something new (all 5 nodes)'],
  ['something else.', 'something else'],
  ['', 'the scheduler gives no cause'],
])('%s', (message, words) => {
  expect(schedulerWords(message)).toBe(words);
});

test('a long hostile message costs no time', () => {
  const start = performance.now();
  schedulerWords(`0/3 nodes are available: ${'1 taint {'.repeat(5000)}${' '.repeat(50_000)}`);
  expect(performance.now() - start).toBeLessThan(500);
});
