import type { Detector } from '../detector.ts';
import { certificate } from './certificate.ts';
import { claimLost } from './claim-lost.ts';
import { claimPending } from './claim-pending.ts';
import { containerConfig } from './container-config.ts';
import { containerStart } from './container-start.ts';
import { crashLoop } from './crash-loop.ts';
import { createFailed } from './create-failed.ts';
import { cronJobFailing } from './cronjob-failing.ts';
import { cronJobMissed } from './cronjob-missed.ts';
import { endpoints } from './endpoints.ts';
import { evicted } from './evicted.ts';
import { hpaBlocked } from './hpa-blocked.ts';
import { imagePull } from './image-pull.ts';
import { ingressBroken } from './ingress-broken.ts';
import { initHanging } from './init-hanging.ts';
import { jobFailed } from './job-failed.ts';
import { nodeNotReady } from './node-not-ready.ts';
import { nodePodsFull } from './node-pods-full.ts';
import { nodePressure } from './node-pressure.ts';
import { notReady } from './not-ready.ts';
import { oomKilled } from './oom-killed.ts';
import { podStart } from './pod-start.ts';
import { replicasShort } from './replicas-short.ts';
import { restartsGrowing } from './restarts-growing.ts';
import { rolloutStuck } from './rollout-stuck.ts';
import { secretNotSyncing } from './secret-not-syncing.ts';
import { serviceMissing } from './service-missing.ts';
import { terminatingStuck } from './terminating-stuck.ts';
import { unschedulable } from './unschedulable.ts';
import { workloadGone } from './workload-gone.ts';
import { workloadScaledToZero } from './workload-scaled-to-zero.ts';

/** Every detector there is. A new one is a file, its test, and a line here. */
export const DETECTORS: readonly Detector[] = [
  // Containers and pods
  crashLoop,
  oomKilled,
  restartsGrowing,
  imagePull,
  containerConfig,
  containerStart,
  unschedulable,
  notReady,
  initHanging,
  podStart,
  terminatingStuck,
  evicted,
  // Workloads and jobs
  replicasShort,
  rolloutStuck,
  createFailed,
  jobFailed,
  cronJobFailing,
  cronJobMissed,
  workloadGone,
  workloadScaledToZero,
  // Network and scaling
  endpoints,
  serviceMissing,
  ingressBroken,
  hpaBlocked,
  // Storage
  claimPending,
  claimLost,
  // Nodes
  nodeNotReady,
  nodePressure,
  nodePodsFull,
  // Secrets and certificates
  secretNotSyncing,
  certificate,
];
