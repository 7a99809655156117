// One thing that is broken per kind, so that whatever is forbidden, something else must still be found.
import { BROKEN, SINCE } from './town.ts';

const since = SINCE.toISOString();
const meta = (name: string, namespace: string | null = 'blog') => ({
  name,
  ...(namespace === null ? {} : { namespace }),
  uid: name,
  creationTimestamp: '2026-01-01T00:00:00Z',
});

export const WITNESSES: readonly object[] = [
  ...BROKEN,
  {
    kind: 'Node',
    metadata: meta('worker-9', null),
    spec: {},
    status: {
      conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', lastTransitionTime: since }],
    },
  },
  {
    kind: 'Job',
    metadata: meta('migrate'),
    spec: { backoffLimit: 2 },
    status: {
      startTime: since,
      failed: 3,
      conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', lastTransitionTime: since }],
    },
  },
  { kind: 'PersistentVolumeClaim', metadata: meta('photos'), spec: { volumeName: 'pv-1' }, status: { phase: 'Lost' } },
  {
    kind: 'Certificate',
    metadata: meta('blog-tls'),
    spec: { secretName: 'blog-tls' },
    status: {
      notAfter: '2026-11-01T00:00:00Z',
      conditions: [{ type: 'Ready', status: 'False', reason: 'Expired', lastTransitionTime: since }],
    },
  },
];
