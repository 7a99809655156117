import type { CatalogueEntry } from './entry.ts';

/** Claims and volumes. */
export const STORAGE = {
  'claim-pending': {
    sentence: 'the volume claim is not bound: {cause}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'look at the storage class and its provisioner',
  },
  'claim-lost': {
    sentence: 'the volume claim lost its volume {volume}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'do not delete the claim; look for the volume',
  },
  'claim-resize-stuck': {
    sentence: 'the volume claim does not grow to {wanted}: {cause}',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'look at the events of the claim and at its storage driver',
  },
  'volume-failed': {
    sentence: 'the volume could not be {what}: {cause}',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'look at the storage behind it; it has to be cleaned up by hand',
  },
  'volume-nearly-full': {
    sentence: 'the volume is {share} full ({left} left)',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'free space on it, or let the claim grow',
  },
} as const satisfies Record<string, CatalogueEntry>;
