// What makes the pods, and what is told of them.
import { podTemplate } from './pods.ts';
import {
  address,
  brokenPods,
  deploymentOf,
  hashOf,
  hex,
  labelsOf,
  ownedBy,
  PODS_PER_DEPLOYMENT,
  podName,
  type Served,
  served,
  spaceOf,
  uid,
  type World,
} from './world.ts';

/** Of each Deployment the present one and two that are kept for the way back. */
export const GENERATIONS = 3;

export function replicaSet(world: World, i: number): Served {
  const [deployment, generation] = [Math.floor(i / GENERATIONS), i % GENERATIONS];
  const namespace = spaceOf(deployment);
  const hash = hashOf(deployment, generation);
  const replicas = generation === 0 ? PODS_PER_DEPLOYMENT : 0;
  const ready = generation === 0 ? replicas - brokenPods(deployment) : 0;
  const labels = { ...labelsOf(deployment), 'pod-template-hash': hash };
  return served(namespace, {
    metadata: world.meta(`app-${deployment}-${hash}`, i, namespace, 24, {
      labels,
      annotations: {
        'deployment.kubernetes.io/desired-replicas': '10',
        'deployment.kubernetes.io/max-replicas': '13',
        'deployment.kubernetes.io/revision': String(GENERATIONS - generation),
      },
      ...ownedBy('apps/v1', 'Deployment', `app-${deployment}`, deployment),
    }),
    spec: { replicas, selector: { matchLabels: labels }, template: podTemplate(deployment, GENERATIONS - generation) },
    status: {
      replicas,
      fullyLabeledReplicas: replicas,
      readyReplicas: ready,
      availableReplicas: ready,
      observedGeneration: 1,
    },
  });
}

export function deployment(world: World, i: number): Served {
  const namespace = spaceOf(i);
  const template = podTemplate(i, GENERATIONS);
  const broken = brokenPods(i);
  const ready = PODS_PER_DEPLOYMENT - broken;
  return served(namespace, {
    metadata: world.meta(`app-${i}`, i, namespace, 30, {
      generation: 3,
      labels: labelsOf(i),
      annotations: {
        'deployment.kubernetes.io/revision': '3',
        'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ spec: { template } }),
      },
    }),
    spec: {
      replicas: PODS_PER_DEPLOYMENT,
      selector: { matchLabels: { app: `app-${i}` } },
      template,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    },
    status: {
      observedGeneration: 3,
      replicas: PODS_PER_DEPLOYMENT,
      updatedReplicas: PODS_PER_DEPLOYMENT,
      readyReplicas: ready,
      availableReplicas: ready,
      ...(broken > 0 && { unavailableReplicas: broken }),
      conditions: [
        world.condition('Available', 'True', { reason: 'MinimumReplicasAvailable', lastUpdateTime: world.old }),
        world.condition('Progressing', 'True', { reason: 'NewReplicaSetAvailable', lastUpdateTime: world.old }),
      ],
    },
  });
}

/** Every second one is a warning, about a probe that failed for a moment. */
export function event(world: World, i: number): Served {
  const about = i % world.pods;
  const deployment = deploymentOf(about);
  const namespace = spaceOf(deployment);
  const node = `node-${about % world.nodes}`;
  const warning = i % 2 === 1;
  const message = warning
    ? `Readiness probe failed: Get "http://${address(about)}:8080/health": context deadline exceeded`
    : `Container image "registry.example/app-${deployment}:3.0" already present on machine`;
  const told = served(namespace, {
    metadata: world.meta(`${podName(about)}.${hex(i)}`, i, namespace, 5),
    involvedObject: {
      kind: 'Pod',
      namespace,
      name: podName(about),
      uid: uid(about),
      apiVersion: 'v1',
      resourceVersion: String(1_000_000 + about),
      fieldPath: 'spec.containers{app}',
    },
    reason: warning ? 'Unhealthy' : 'Pulled',
    message,
    source: { component: 'kubelet', host: node },
    firstTimestamp: world.ago(50 - (i % 30)),
    lastTimestamp: world.ago(i % 20),
    count: 1 + (i % 9),
    type: warning ? 'Warning' : 'Normal',
    eventTime: null,
    reportingComponent: 'kubelet',
    reportingInstance: node,
  });
  return { ...told, warning };
}
