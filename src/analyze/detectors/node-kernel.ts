import { defineDetector } from '../detector.ts';
import { finding } from '../finding.ts';
import { badConditions } from './lib/node-conditions.ts';

/** Conditions that node-problem-detector and the clouds set, as far as it is known that True is bad. Of any other nobody knows. */
const BAD_WHEN_TRUE = new Map([
  ['KernelDeadlock', 'a deadlock in its kernel'],
  ['ReadonlyFilesystem', 'a file system that turned read-only'],
  ['FilesystemCorruptionProblem', 'a corrupt file system'],
  ['XfsShutdown', 'a file system that was shut down'],
  ['CorruptDockerOverlay2', 'corrupt image layers'],
  ['FrequentKubeletRestart', 'a kubelet that restarts again and again'],
  ['FrequentDockerRestart', 'a container runtime (docker) that restarts again and again'],
  ['FrequentContainerdRestart', 'a container runtime (containerd) that restarts again and again'],
  ['FrequentUnregisterNetDevice', 'network devices that cannot be removed'],
  ['KubeletUnhealthy', 'an unhealthy kubelet'],
  ['KubeletProblem', 'an unhealthy kubelet'],
  ['ContainerRuntimeUnhealthy', 'an unhealthy container runtime'],
  ['ContainerRuntimeProblem', 'an unhealthy container runtime'],
  ['CperHardwareErrorFatal', 'a fatal hardware error'],
]);

/** A node whose kernel, disk or runtime has a fault of its own. */
export const nodeKernel = defineDetector({
  name: 'node-kernel',
  reads: ['Node'],
  emits: ['node-kernel'],
  *detect(view) {
    for (const about of badConditions(view, BAD_WHEN_TRUE, 'no cause is given')) yield finding('node-kernel', about);
  },
});
