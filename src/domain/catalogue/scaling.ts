import type { CatalogueEntry } from './entry.ts';

/** Autoscalers, budgets and quotas. */
export const SCALING = {
  'hpa-blocked': {
    sentence: 'the autoscaler cannot work: {cause}',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'check its target, the requests of its pods, and the metrics server',
  },
  'hpa-at-max': {
    sentence: 'the autoscaler is at its maximum of {max} and wants more',
    class: 'config',
    fromDependency: true,
    symptom: false,
    firstStep: 'raise the maximum, or look why it is so busy',
  },
  'pdb-blocks-drain': {
    sentence: 'the disruption budget keeps {pods} on the cordoned node {node}: {cause}',
    class: 'config',
    fromDependency: true,
    symptom: false,
    firstStep: 'get its pods ready, add a replica, or loosen the budget',
  },
  'quota-full': {
    sentence: 'the quota has no {resource} left: {used} of {hard} are used',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'raise the quota or free what is not needed',
  },
} as const satisfies Record<string, CatalogueEntry>;
