import type { CatalogueEntry } from './entry.ts';

/** Pods that no node runs, or that do not end. */
export const PODS = {
  unschedulable: {
    sentence: 'no node can take the pod: {cause}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'compare what the pod asks for with what the nodes have left',
  },
  'scheduling-gated': {
    sentence: 'the pod waits for the scheduling gate {gates}',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'find the controller that should lift the gate',
  },
  'pod-start': {
    sentence: 'the pod does not start: {cause}',
    class: 'runtime',
    fromDependency: true,
    symptom: false,
    firstStep: 'look at the events of the pod',
  },
  'terminating-stuck': {
    sentence: 'has been terminating for {duration}: {cause}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'look at its finalizers and at the node it runs on',
  },
  evicted: {
    sentence: 'the pod was evicted: {cause}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'look at the node: it was short of something',
  },
  preempted: {
    sentence: 'the pod was preempted: {cause}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'look which pod of a higher priority took its place',
  },
} as const satisfies Record<string, CatalogueEntry>;
