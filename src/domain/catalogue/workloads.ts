import type { CatalogueEntry } from './entry.ts';

/** What makes pods. */
export const WORKLOADS = {
  'replicas-short': {
    sentence: '{ready} of {wanted} replicas are ready',
    class: 'runtime',
    fromDependency: true,
    symptom: true,
    firstStep: 'look at the pods that are not ready',
  },
  'rollout-stuck': {
    sentence: 'the rollout does not get on: {updated} of {wanted} replicas are updated {cause}',
    class: 'runtime',
    fromDependency: true,
    symptom: true,
    firstStep: 'look at the new pods, or roll back',
  },
  'rollout-aborted': {
    sentence: 'the rollout was given up: {cause}',
    class: 'runtime',
    fromDependency: true,
    symptom: true,
    firstStep: 'look at the analysis or the new pods; retry or set the old version',
  },
  'statefulset-stalled': {
    sentence: 'waits for its pod {pod}: {cause}',
    class: 'runtime',
    fromDependency: true,
    symptom: true,
    firstStep: 'look at the pod it waits for; a broken revision keeps its pod until that is deleted',
  },
  misscheduled: {
    sentence: 'runs on {nodes} where it should not: {cause}',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'compare its node selector and tolerations with the labels and taints of the nodes',
  },
  'create-failed': {
    sentence: 'its pods cannot be created: {cause}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'look at the quota or the admission rule that is named',
  },
  'workload-gone': {
    sentence: 'was here in an earlier cycle and is gone',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'look who deleted it; apply its manifest again',
  },
  'workload-scaled-to-zero': {
    sentence: 'is scaled to zero',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'look who scaled it down; scale it up again',
  },
} as const satisfies Record<string, CatalogueEntry>;
