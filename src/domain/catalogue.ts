/**
 * runtime: something that ran or should run does not. config: a reference or setting that can't work.
 * hygiene: never part of the cycle.
 */
export type FindingClass = 'runtime' | 'config' | 'hygiene';

export interface CatalogueEntry {
  /** `{name}` is filled from the finding's parameters. */
  readonly sentence: string;
  readonly class: FindingClass;
  /** False for faults a missing dependency can't cause (memory, image, scheduling): they are never blamed on one. */
  readonly fromDependency: boolean;
  /** True for faults that only show another one's effect: they never give an incident its title when a cause is there. */
  readonly symptom: boolean;
  /** What to look at first, one line. */
  readonly firstStep: string;
}

/** Every finding there is: code → sentence, class, and how the rules may reason about it. */
export const CATALOGUE = {
  'crash-loop': {
    sentence: '{container} crashes again and again ({restarts}): {cause}',
    class: 'runtime',
    fromDependency: true,
    symptom: false,
    firstStep: 'read the log of the run that crashed',
  },
  'oom-crash-loop': {
    sentence: '{container} is killed again and again for using more memory than {limit} ({restarts})',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'compare the memory limit with what it needs; look for a change of the limit',
  },
  'oom-killed': {
    sentence: '{container} was killed for using more memory than {limit} and {now} ({restarts})',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'compare the memory limit with what it needs',
  },
  'restarts-growing': {
    sentence: '{container} keeps restarting ({restarts}, {grown}): {cause}',
    class: 'runtime',
    fromDependency: true,
    symptom: false,
    firstStep: 'read the log of the run before',
  },
  'image-pull': {
    sentence: 'image {image} of {container} cannot be pulled: {cause}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'check the image name and tag, and the pull secret',
  },
  'container-config': {
    sentence: '{container} cannot be created: {cause}',
    class: 'runtime',
    fromDependency: true,
    symptom: false,
    firstStep: 'look for the ConfigMap, Secret or key that is named',
  },
  'container-start': {
    sentence: '{container} cannot be started: {cause}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'check the command and the mounts of the container',
  },
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
  'not-ready': {
    sentence: '{what} runs but is not ready, past its startup allowance of {allowance}: {cause}',
    class: 'runtime',
    fromDependency: true,
    symptom: false,
    firstStep: 'look at the readiness probe and the log',
  },
  'init-hanging': {
    sentence: 'init container {container} has not finished for {duration}',
    class: 'runtime',
    fromDependency: true,
    symptom: false,
    firstStep: 'read the log of the init container: it usually waits for something',
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
  'create-failed': {
    sentence: 'its pods cannot be created: {cause}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'look at the quota or the admission rule that is named',
  },
  'job-failed': {
    sentence: 'the job failed for good: {cause}',
    class: 'runtime',
    fromDependency: true,
    symptom: false,
    firstStep: 'read the log of its last pod',
  },
  'cronjob-failing': {
    sentence: '{runs} failed: {cause}',
    class: 'runtime',
    fromDependency: true,
    symptom: false,
    firstStep: 'read the log of the last run',
  },
  'cronjob-missed': {
    sentence: '{has} not run since {last}, though its schedule is {schedule}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'look at the events of the CronJob and at its deadline',
  },
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
  'secret-not-syncing': {
    sentence: 'secret {secret} is not synced: {cause}',
    class: 'config',
    fromDependency: true,
    symptom: false,
    firstStep: 'look at the status of the ExternalSecret and at the store behind it',
  },
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
  'ingress-broken': {
    sentence: 'traffic for {host} leads nowhere: {cause}',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'compare the backend of the ingress with the services',
  },
  'hpa-blocked': {
    sentence: 'the autoscaler cannot work: {cause}',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'check its target, the requests of its pods, and the metrics server',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type FindingCode = keyof typeof CATALOGUE;

export function isFindingCode(text: string): text is FindingCode {
  return Object.hasOwn(CATALOGUE, text);
}

type Placeholder<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

/** The parameters the sentence of a code needs: forgetting one is a type error. */
export type SentenceParams<C extends FindingCode> = {
  readonly [P in Placeholder<(typeof CATALOGUE)[C]['sentence']>]: string | number;
};

/** Fills the sentence of a code. */
export function sentence<C extends FindingCode>(code: C, params: SentenceParams<C>): string {
  const values = new Map<string, string | number>(Object.entries(params));
  return CATALOGUE[code].sentence.replace(/\{(\w+)\}/g, (hole, name: string) => String(values.get(name) ?? hole));
}
