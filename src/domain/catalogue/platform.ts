import type { CatalogueEntry } from './entry.ts';

/** What others stand on: certificates, secrets, what syncs and installs, and parts of the API. */
export const PLATFORM = {
  'certificate-not-ready': {
    sentence: 'the certificate in secret {secret} is not valid: {cause}',
    class: 'config',
    fromDependency: true,
    symptom: false,
    firstStep: 'look at the CertificateRequest and the issuer',
  },
  'certificate-expiring': {
    sentence: 'the certificate in secret {secret} expires in {left} and was not renewed',
    class: 'config',
    fromDependency: true,
    symptom: false,
    firstStep: 'look at the CertificateRequest and the issuer',
  },
  'secret-not-syncing': {
    sentence: 'secret {secret} is not synced: {cause}',
    class: 'config',
    fromDependency: true,
    symptom: false,
    firstStep: 'look at the status of the ExternalSecret and at the store behind it',
  },
  'store-not-ready': {
    sentence: 'the secret store gives no secrets: {cause}',
    class: 'config',
    fromDependency: true,
    symptom: false,
    firstStep: 'look at its credentials and at the service behind it',
  },
  'app-degraded': {
    sentence: 'Argo CD says it is {health}: {cause}',
    class: 'config',
    fromDependency: true,
    symptom: true,
    firstStep: 'look at the resources of the application that are not healthy',
  },
  'app-out-of-sync': {
    sentence: 'is out of sync and was last synced {duration} ago: {cause}',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'look at the difference, and why nobody synced it',
  },
  'app-sync-failed': {
    sentence: 'the sync of {revision} failed: {cause}',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'look at the operation of the application; revert or mend the manifest',
  },
  'gitops-not-ready': {
    sentence: '{what} cannot be {done}: {cause}',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'look at its conditions; revert or mend the manifest',
  },
  'helmchart-failed': {
    sentence: 'the chart {chart} could not be installed: {cause}',
    class: 'config',
    fromDependency: true,
    symptom: false,
    firstStep: 'read the log of its install job',
  },
  'api-service-down': {
    sentence: 'nobody answers for this part of the API: {cause}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'look at the pods of the service that answers for it',
  },
  'metrics-missing': {
    sentence: 'there are no metrics: {cause}',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'look at the metrics server',
  },
} as const satisfies Record<string, CatalogueEntry>;
