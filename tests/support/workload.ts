import { ago } from './view.ts';

const LABELS = { app: 'api' };
const TEMPLATE = { metadata: { labels: LABELS }, spec: { containers: [{ name: 'api', image: 'acme/api:1.4.2' }] } };

/** What a test says of a workload `shop/api`; the rest is as the API serves a healthy one. */
export interface WorkloadParts {
  readonly name?: string;
  readonly metadata?: object;
  readonly spec?: object;
  readonly status?: object;
  readonly wanted?: number;
  readonly ready?: number;
}

export function workload(kind: string, parts: WorkloadParts = {}): object {
  const { name = 'api', wanted = 2, ready = wanted } = parts;
  return {
    kind,
    metadata: { name, namespace: 'shop', creationTimestamp: ago('30d'), ...parts.metadata },
    spec: { replicas: wanted, selector: { matchLabels: LABELS }, template: TEMPLATE, ...parts.spec },
    // The API leaves out a zero.
    status: { replicas: wanted, ...(ready === 0 ? {} : { readyReplicas: ready }), ...parts.status },
  };
}

export function daemonSet(wanted: number, ready: number, parts: WorkloadParts = {}): object {
  return {
    kind: 'DaemonSet',
    metadata: { name: 'api', namespace: 'shop', creationTimestamp: ago('30d'), ...parts.metadata },
    spec: { selector: { matchLabels: LABELS }, template: TEMPLATE },
    status: {
      desiredNumberScheduled: wanted,
      currentNumberScheduled: wanted,
      numberReady: ready,
      updatedNumberScheduled: wanted,
      ...parts.status,
    },
  };
}

export function condition(type: string, status: string, reason: string, age = '20m', message?: string): object {
  return { type, status, reason, message, lastTransitionTime: ago(age), lastUpdateTime: ago(age) };
}

/** `metadata` of a pod `shop/api-1` that this workload controls. */
export function ownedBy(kind: string, more: object = {}): object {
  return { labels: LABELS, ownerReferences: [{ kind, name: 'api', controller: true }], ...more };
}

/** An event about one object of namespace shop. */
export function eventAbout(
  kind: string,
  name: string,
  reason: string,
  message: string,
  first = '20m',
  last = '2m',
): object {
  return {
    kind: 'Event',
    metadata: { name: `${name}.${reason.toLowerCase()}.${last}`, namespace: 'shop' },
    involvedObject: { kind, namespace: 'shop', name },
    type: 'Warning',
    reason,
    message,
    firstTimestamp: ago(first),
    lastTimestamp: ago(last),
  };
}
