import type { FindingCode } from '../../src/domain/catalogue.ts';
import type { Edit } from './case.ts';

/** A fault, what its findings say, and the edit that brings it about. */
export interface Pair {
  readonly name: string;
  readonly faults: readonly FindingCode[];
  readonly words: readonly string[];
  readonly edit: Edit;
}

const at = (file: string) => `base-apps/orders/${file}.yaml`;
const pair = (name: string, faults: readonly FindingCode[], words: string, edit: Edit): Pair => ({
  name,
  faults,
  words: words === '' ? [] : [words],
  edit,
});
const edit = (file: string, from: string, to: string): Edit => ({ path: at(file), from, to });

const cutLimit = edit('deployment', 'limits:\n              memory: 512Mi', 'limits:\n              memory: 64Mi');

/** Every fault beside a field that explains it, as severity.md pairs them. All in `orders`. */
export const PAIRS: readonly Pair[] = [
  pair('limit and OOM loop', ['oom-crash-loop'], 'main is killed for using more memory than 64Mi', cutLimit),
  pair('limit and OOM', ['oom-killed'], 'main was killed for using more memory than 64Mi', cutLimit),
  pair(
    'tag and pull',
    ['image-pull'],
    'image registry.example/orders:1.4.O cannot be pulled: not found',
    edit('deployment', 'orders:1.4.0', 'orders:1.4.O'),
  ),
  pair(
    'registry and pull',
    ['image-pull'],
    'image registry.exmaple/orders:1.4.0 cannot be pulled',
    edit('deployment', 'registry.example/orders', 'registry.exmaple/orders'),
  ),
  pair(
    'image and crash',
    ['crash-loop'],
    'main crashes again and again: exit code 1',
    edit('deployment', 'orders:1.4.0', 'orders:1.5.0'),
  ),
  pair('image and stuck rollout', ['rollout-stuck'], '', edit('deployment', 'orders:1.4.0', 'orders:1.5.0')),
  pair('chart and crash', ['crash-loop'], 'main crashes again and again: exit code 1', {
    path: 'base-apps/orders.yaml',
    from: 'targetRevision: 4.11.2',
    to: 'targetRevision: 5.0.0',
  }),
  pair(
    'command and start',
    ['container-start'],
    'main cannot be started: exec: "/bin/order": not found',
    edit('deployment', '"/bin/orders"', '"/bin/order"'),
  ),
  pair(
    'command and crash',
    ['crash-loop'],
    'main crashes again and again: unknown command',
    edit('deployment', '"serve"', '"sreve"'),
  ),
  pair(
    'env value and crash',
    ['crash-loop'],
    'main crashes again and again: no such host queue.qeue.svc',
    edit('deployment', 'queue.queue.svc', 'queue.qeue.svc'),
  ),
  pair(
    'env gone and crash',
    ['crash-loop'],
    'QUEUE_HOST is not set',
    edit('deployment', '            - name: QUEUE_HOST\n              value: queue.queue.svc\n', ''),
  ),
  pair(
    'secret name and config error',
    ['container-config'],
    'secret "orders-secret" not found',
    edit('deployment', 'name: orders-secrets', 'name: orders-secret'),
  ),
  pair(
    'secret key and config error',
    ['container-config'],
    "couldn't find key db-url in Secret orders/orders-secrets",
    edit('deployment', 'key: database-url', 'key: db-url'),
  ),
  pair(
    'config map name and config error',
    ['container-config'],
    'configmap "orders-settings" not found',
    edit('deployment', 'name: orders-config', 'name: orders-settings'),
  ),
  pair(
    'key taken out of a config map and crash',
    ['crash-loop'],
    'FEATURES is required',
    edit('configmap', '  FEATURES: basic\n', ''),
  ),
  pair(
    'external secret and sync',
    ['secret-not-syncing'],
    'secret orders-secrets does not sync: k8s/order not found',
    edit('external-secret', 'key: k8s/orders', 'key: k8s/order'),
  ),
  pair(
    'external secret and config error',
    ['container-config'],
    "couldn't find key database-url in Secret orders/orders-secrets",
    edit('external-secret', 'secretKey: database-url', 'secretKey: database_url'),
  ),
  pair(
    'readiness path and not ready',
    ['not-ready'],
    'readiness probe failed: HTTP 404',
    edit('deployment', 'path: /healthz', 'path: /ready'),
  ),
  pair(
    'readiness port and not ready',
    ['not-ready'],
    'readiness probe failed: connection refused',
    edit('deployment', 'path: /healthz\n              port: 8080', 'path: /healthz\n              port: 9090'),
  ),
  pair(
    'liveness delay and crash',
    ['crash-loop'],
    'liveness probe failed',
    edit('deployment', 'initialDelaySeconds: 60', 'initialDelaySeconds: 1'),
  ),
  pair(
    'service port and no endpoints',
    ['endpoints-missing'],
    '',
    edit('service', 'targetPort: 8080', 'targetPort: 9090'),
  ),
  pair(
    'service selector and no endpoints',
    ['endpoints-unmatched'],
    'no pod has app=order',
    edit('service', '    app: orders', '    app: order'),
  ),
  pair(
    'ingress backend',
    ['ingress-broken'],
    'service orders-web does not exist',
    edit('ingress', '                name: orders', '                name: orders-web'),
  ),
  pair(
    'ingress port',
    ['ingress-broken'],
    'service orders has no port 8081',
    edit('ingress', 'number: 80', 'number: 8081'),
  ),
  pair('service gone', ['service-missing'], 'service orders is not there', { path: at('service'), remove: true }),
  pair(
    'node selector and pending',
    ['unschedulable'],
    "no node can take the pod: didn't match node selector",
    edit('deployment', 'disk: ssd', 'disk: nvme'),
  ),
  pair(
    'requests and pending',
    ['unschedulable'],
    'no node can take the pod: insufficient cpu',
    edit('deployment', 'cpu: 100m', 'cpu: "64"'),
  ),
  pair(
    'storage class and pending claim',
    ['claim-pending'],
    'storageclass fast not found',
    edit('claim', 'storageClassName: local-path', 'storageClassName: fast'),
  ),
  pair(
    'user and start',
    ['container-config'],
    'container has runAsNonRoot and image will run as root',
    edit('deployment', 'runAsNonRoot: false', 'runAsNonRoot: true'),
  ),
  pair('replicas to none', ['workload-scaled-to-zero'], '', edit('deployment', 'replicas: 2', 'replicas: 0')),
  pair(
    'quota and pods',
    ['create-failed'],
    'exceeded quota: orders, limits.memory',
    edit('quota', 'limits.memory: 8Gi', 'limits.memory: 512Mi'),
  ),
  pair('switched off', ['workload-gone'], '', {
    path: 'base-apps/orders.yaml',
    moveTo: 'base-apps/orders.yaml.disabled',
  }),
  pair('schedule and missed run', ['cronjob-missed'], '', edit('cronjob', '0 * * * *', '0 0 31 2 *')),
  pair(
    'image and failing cron job',
    ['cronjob-failing'],
    '',
    edit('cronjob', 'orders-report:2.0.0', 'orders-report:3.0.0'),
  ),
];
