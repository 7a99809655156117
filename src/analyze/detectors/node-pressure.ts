import { defineDetector } from '../detector.ts';
import { finding } from '../finding.ts';
import { badConditions } from './lib/node-conditions.ts';

/** The kubelet's own conditions: True is bad. Of any other nobody knows which way it points. */
const BAD_WHEN_TRUE = new Map([
  ['MemoryPressure', 'memory pressure'],
  ['DiskPressure', 'disk pressure'],
  ['PIDPressure', 'too many processes'],
  ['NetworkUnavailable', 'no network'],
]);

/** A node that is short of something. */
export const nodePressure = defineDetector({
  name: 'node-pressure',
  reads: ['Node'],
  emits: ['node-pressure'],
  *detect(view) {
    for (const about of badConditions(view, BAD_WHEN_TRUE, 'its kubelet gives no cause'))
      yield finding('node-pressure', about);
  },
});
