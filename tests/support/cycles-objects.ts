/** A Deployment (or StatefulSet) with one pod for each word: what the pods do. `crash` and `unready` since that time. */
export function app(
  name: string,
  pods: readonly ('ok' | 'crash' | 'unready')[],
  since: Date,
  more: { kind?: string; restarts?: number } = {},
): readonly object[] {
  const kind = more.kind ?? 'Deployment';
  const time = since.toISOString();
  const ready = pods.filter((p) => p === 'ok').length;
  const owner = [{ kind, name, controller: true }];
  const condition = { type: 'Available', status: ready === pods.length ? 'True' : 'False', lastTransitionTime: time };
  const labels = { app: name };
  return [
    {
      kind,
      metadata: { name, namespace: name, generation: 1, creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: {
        replicas: pods.length,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'app:1' }] } },
      },
      status: {
        observedGeneration: 1,
        replicas: pods.length,
        updatedReplicas: pods.length,
        readyReplicas: ready,
        availableReplicas: ready,
        conditions: [condition],
      },
    },
    ...pods.map((word, i) => ({
      kind: 'Pod',
      metadata: {
        name: `${name}-${i}`,
        namespace: name,
        uid: `${name}-${i}`,
        labels,
        ownerReferences: owner,
        creationTimestamp: '2026-01-01T00:00:00Z',
      },
      spec: { nodeName: 'a', containers: [{ name: 'app', image: 'app:1' }] },
      status: {
        phase: 'Running',
        startTime: '2026-01-01T00:00:00Z',
        conditions: [{ type: 'Ready', status: word === 'ok' ? 'True' : 'False', lastTransitionTime: time }],
        containerStatuses: [statusOf(word, time, more.restarts)],
      },
    })),
  ];
}

function statusOf(word: 'ok' | 'crash' | 'unready', time: string, restarts?: number): object {
  const name = 'app';
  if (word === 'ok') return { name, ready: true, restartCount: restarts ?? 0, state: { running: { startedAt: time } } };
  if (word === 'unready')
    return { name, ready: false, restartCount: restarts ?? 0, state: { running: { startedAt: time } } };
  return {
    name,
    ready: false,
    restartCount: restarts ?? 8,
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: time, finishedAt: time } },
  };
}
