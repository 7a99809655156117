import type { Detector } from '../detector.ts';
import { apiServiceDown } from './api-service-down.ts';
import { appDegraded } from './app-degraded.ts';
import { appOutOfSync } from './app-out-of-sync.ts';
import { appSyncFailed } from './app-sync-failed.ts';
import { backupStale } from './backup-stale.ts';
import { certificate } from './certificate.ts';
import { claimLost } from './claim-lost.ts';
import { claimPending } from './claim-pending.ts';
import { claimResizeStuck } from './claim-resize-stuck.ts';
import { containerConfig } from './container-config.ts';
import { containerStart } from './container-start.ts';
import { cpuThrottled } from './cpu-throttled.ts';
import { crashLoop } from './crash-loop.ts';
import { createFailed } from './create-failed.ts';
import { cronJobFailing } from './cronjob-failing.ts';
import { cronJobMissed } from './cronjob-missed.ts';
import { cronJobOverrun } from './cronjob-overrun.ts';
import { endpoints } from './endpoints.ts';
import { evicted } from './evicted.ts';
import { gatewayNotReady } from './gateway-not-ready.ts';
import { gitopsNotReady } from './gitops-not-ready.ts';
import { helmchartFailed } from './helmchart-failed.ts';
import { hpaAtMax } from './hpa-at-max.ts';
import { hpaBlocked } from './hpa-blocked.ts';
import { imagePull } from './image-pull.ts';
import { ingressBroken } from './ingress-broken.ts';
import { initHanging } from './init-hanging.ts';
import { jobFailed } from './job-failed.ts';
import { loadBalancerPending } from './load-balancer-pending.ts';
import { memoryNearLimit } from './memory-near-limit.ts';
import { metricsMissing } from './metrics-missing.ts';
import { misscheduled } from './misscheduled.ts';
import { nodeCordoned } from './node-cordoned.ts';
import { nodeKernel } from './node-kernel.ts';
import { nodeLeaseStale } from './node-lease-stale.ts';
import { nodeNotReady } from './node-not-ready.ts';
import { nodePodsFull } from './node-pods-full.ts';
import { nodePressure } from './node-pressure.ts';
import { notReady } from './not-ready.ts';
import { oomKilled } from './oom-killed.ts';
import { pdbBlocksDrain } from './pdb-blocks-drain.ts';
import { podStart } from './pod-start.ts';
import { policyBlocks } from './policy-blocks.ts';
import { portUnserved } from './port-unserved.ts';
import { preempted } from './preempted.ts';
import { quotaFull } from './quota-full.ts';
import { replicasShort } from './replicas-short.ts';
import { restartsGrowing } from './restarts-growing.ts';
import { rolloutAborted } from './rollout-aborted.ts';
import { rolloutStuck } from './rollout-stuck.ts';
import { secretNotSyncing } from './secret-not-syncing.ts';
import { serviceMissing } from './service-missing.ts';
import { statefulSetStalled } from './statefulset-stalled.ts';
import { storeNotReady } from './store-not-ready.ts';
import { terminatingStuck } from './terminating-stuck.ts';
import { unschedulable } from './unschedulable.ts';
import { volumeFailed } from './volume-failed.ts';
import { volumeNearlyFull } from './volume-nearly-full.ts';
import { webhookDown } from './webhook-down.ts';
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
  preempted,
  memoryNearLimit,
  cpuThrottled,
  // Workloads and jobs
  replicasShort,
  rolloutStuck,
  rolloutAborted,
  statefulSetStalled,
  misscheduled,
  createFailed,
  jobFailed,
  cronJobFailing,
  cronJobMissed,
  cronJobOverrun,
  backupStale,
  workloadGone,
  workloadScaledToZero,
  volumeNearlyFull,
  // Network and scaling
  endpoints,
  serviceMissing,
  ingressBroken,
  portUnserved,
  policyBlocks,
  gatewayNotReady,
  loadBalancerPending,
  webhookDown,
  hpaBlocked,
  hpaAtMax,
  pdbBlocksDrain,
  quotaFull,
  // Storage
  claimPending,
  claimLost,
  claimResizeStuck,
  volumeFailed,
  // Nodes
  nodeNotReady,
  nodePressure,
  nodePodsFull,
  nodeKernel,
  nodeLeaseStale,
  nodeCordoned,
  // Secrets and certificates
  secretNotSyncing,
  certificate,
  storeNotReady,
  // The platform
  appDegraded,
  appOutOfSync,
  appSyncFailed,
  gitopsNotReady,
  helmchartFailed,
  apiServiceDown,
  metricsMissing,
];
