import type { CatalogueEntry } from './entry.ts';

/** The machines. */
export const NODES = {
  'node-not-ready': {
    sentence: 'the node is not ready: {cause}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'check that the machine is up and its kubelet runs',
  },
  'node-pressure': {
    sentence: 'the node has {condition}: {cause}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'free disk or memory on the node',
  },
  'node-pods-full': {
    sentence: 'the node runs {pods} of at most {capacity} pods, and pods wait for room',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'move pods to another node or raise its pod limit',
  },
  'node-kernel': {
    sentence: 'the node has {condition}: {cause}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'look at the kernel log of the node; it may have to be restarted',
  },
  'node-lease-stale': {
    sentence: 'the node says it is ready, but its kubelet has been silent for {duration}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'look at the kubelet of the node, and at the controllers of the cluster',
  },
  'node-cordoned': {
    sentence: 'the node is cordoned, and {pods} could run nowhere else',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'uncordon it when the work on it is done',
  },
} as const satisfies Record<string, CatalogueEntry>;
