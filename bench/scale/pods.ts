// Pods as a real API server serves them: 5 KB each, most of it defaults and managed fields.
import {
  address,
  deploymentOf,
  faultOf,
  hashOf,
  hex,
  labelsOf,
  ownedBy,
  podName,
  type Served,
  served,
  spaceOf,
  type World,
} from './world.ts';

const SCRAPED = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '9090' };
const imageOf = (deployment: number, version: number): string => `registry.example/app-${deployment}:${version}.0`;

export function podTemplate(deployment: number, version: number) {
  return { metadata: { labels: labelsOf(deployment), annotations: SCRAPED }, spec: podSpec(deployment, version) };
}

function podSpec(deployment: number, version: number) {
  const probe = { httpGet: { path: '/health', port: 'http', scheme: 'HTTP' }, timeoutSeconds: 1, periodSeconds: 10 };
  return {
    volumes: [{ name: 'settings', configMap: { name: `app-${deployment}`, defaultMode: 420 } }],
    containers: [
      {
        name: 'app',
        image: imageOf(deployment, version),
        ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
        env: [
          { name: 'DATABASE', value: 'postgres.team-0.svc:5432' },
          { name: 'LEVEL', value: 'info' },
          { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: `app-${deployment}`, key: 'password' } } },
          { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
        ],
        resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
        volumeMounts: [{ name: 'settings', mountPath: '/etc/app', readOnly: true }],
        livenessProbe: { ...probe, failureThreshold: 6, successThreshold: 1 },
        readinessProbe: { ...probe, failureThreshold: 3, successThreshold: 1 },
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        imagePullPolicy: 'IfNotPresent',
        securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      },
    ],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: 'default',
    securityContext: {},
    imagePullSecrets: [{ name: 'registry' }],
    schedulerName: 'default-scheduler',
  };
}

const ADDED = {
  tolerations: ['not-ready', 'unreachable'].map((key) => ({
    key: `node.kubernetes.io/${key}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  })),
  priority: 0,
  enableServiceLinks: true,
  preemptionPolicy: 'PreemptLowerPriority',
};

/** What the API server adds to each pod: a token of its own, under a name of its own. */
function admitted(spec: ReturnType<typeof podSpec>, pod: number) {
  const name = `kube-api-access-${hex(pod).slice(0, 5)}`;
  const mount = { name, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' };
  const sources = [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] },
    },
  ];
  return {
    ...spec,
    containers: spec.containers.map((c) => ({ ...c, volumeMounts: [...c.volumeMounts, mount] })),
    volumes: [...spec.volumes, { name, projected: { sources, defaultMode: 420 } }],
  };
}

export function pod(world: World, i: number): Served {
  const deployment = deploymentOf(i);
  const namespace = spaceOf(deployment);
  const hash = hashOf(deployment);
  const fault = faultOf(i);
  const node = i % world.nodes;
  const ready = fault === null ? 'True' : 'False';
  const [made, started] = [
    { lastTransitionTime: world.since(i) },
    fault === null ? { lastTransitionTime: world.since(i + 9) } : {},
  ];
  const why = fault === null ? {} : { reason: 'ContainersNotReady', message: 'containers with unready status: [app]' };
  return served(namespace, {
    metadata: world.meta(podName(i), i, namespace, 28, {
      generateName: `app-${deployment}-${hash}-`,
      labels: { ...labelsOf(deployment), 'pod-template-hash': hash },
      annotations: SCRAPED,
      ...ownedBy('apps/v1', 'ReplicaSet', `app-${deployment}-${hash}`, deployment),
    }),
    spec: { ...admitted(podSpec(deployment, 3), i), nodeName: `node-${node}`, ...ADDED },
    status: {
      phase: fault === 'image' ? 'Pending' : 'Running',
      conditions: [
        world.condition('PodReadyToStartContainers', 'True', made),
        world.condition('Initialized', 'True', made),
        world.condition('Ready', ready, { ...why, ...started }),
        world.condition('ContainersReady', ready, { ...why, ...started }),
        world.condition('PodScheduled', 'True', made),
      ],
      hostIP: `192.168.${node >> 8}.${node & 255}`,
      podIP: address(i),
      podIPs: [{ ip: address(i) }],
      startTime: world.since(i),
      containerStatuses: [containerStatus(world, i)],
      qosClass: 'Burstable',
    },
  });
}

function containerStatus({ since, ago }: World, pod: number): object {
  const fault = faultOf(pod);
  const image = imageOf(deploymentOf(pod), 3);
  const told = {
    name: 'app',
    image,
    imageID: fault === 'image' ? '' : `${image.replace(/:.*/, '')}@sha256:${hex(deploymentOf(pod)).repeat(8)}`,
    containerID: `containerd://${hex(pod).repeat(8)}`,
    ready: fault === null,
    started: fault === null,
  };
  if (fault === null)
    return { ...told, restartCount: 0, state: { running: { startedAt: since(pod + 5) } }, lastState: {} };
  if (fault === 'image') {
    const message = `Back-off pulling image "${image}": manifest unknown`;
    return { ...told, restartCount: 0, state: { waiting: { reason: 'ImagePullBackOff', message } }, lastState: {} };
  }
  return {
    ...told,
    restartCount: 12,
    state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container=app' } },
    lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: ago(5), finishedAt: ago(4) } },
  };
}
