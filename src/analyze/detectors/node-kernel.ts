import { MINUTE } from '../../domain/duration.ts';
import { refOf } from '../../kinds/refs.ts';
import { earliest, timeOf } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { finding } from '../finding.ts';
import { isYoung } from './lib/ages.ts';
import { heldCondition } from './lib/held.ts';
import { namesText, phrase } from './lib/phrases.ts';

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
    for (const node of view.list('Node')) {
      const bad = (node.status?.conditions ?? []).filter((c) => BAD_WHEN_TRUE.has(c.type) && c.status === 'True');
      const [first, ...others] = bad.sort((a, b) => (a.type < b.type ? -1 : 1));
      if (first === undefined || node.metadata.deletionTimestamp || isYoung(view.now, node, 2 * MINUTE)) continue;
      const subject = refOf(node);
      const [proof, ...more] = heldCondition(subject, first);
      yield finding('node-kernel', {
        subject,
        owner: subject,
        since: earliest(...bad.map((c) => timeOf(c.lastTransitionTime))) ?? view.now,
        reason: first.reason || first.type,
        params: {
          condition: namesText(bad.map((c) => BAD_WHEN_TRUE.get(c.type) ?? c.type)),
          cause: namesText(bad.map((c) => phrase(c.message, 'no cause is given'))),
        },
        evidence: [proof, ...more, ...others.flatMap((c) => heldCondition(subject, c))],
      });
    }
  },
});
