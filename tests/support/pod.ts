import { ago } from './view.ts';

/** A pod as the API serves it, with one container `api`; say only what matters to the test. */
export interface PodParts {
  readonly name?: string;
  readonly uid?: string;
  readonly metadata?: object;
  readonly spec?: object;
  readonly container?: object;
  readonly status?: object;
  readonly phase?: string;
  /** Status of the container `api`. */
  readonly api?: object;
  readonly init?: readonly object[];
  readonly initStatus?: readonly object[];
  /** Age of the condition Ready=False; null: it is ready. */
  readonly notReady?: string | null;
}

export function pod(parts: PodParts = {}): object {
  const { name = 'api-1', phase = 'Running', notReady = '10m' } = parts;
  return {
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      uid: parts.uid ?? `uid-${name}`,
      creationTimestamp: ago('5d'),
      ...parts.metadata,
    },
    spec: {
      nodeName: 'node-a',
      containers: [{ name: 'api', image: 'acme/api:1.4.2', ...parts.container }],
      initContainers: parts.init ?? [],
      ...parts.spec,
    },
    status: {
      phase,
      conditions: [
        { type: 'PodScheduled', status: 'True', lastTransitionTime: ago('30m') },
        { type: 'Initialized', status: 'True', lastTransitionTime: ago('30m') },
        notReady === null
          ? { type: 'Ready', status: 'True', lastTransitionTime: ago('1d') }
          : { type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: ago(notReady) },
      ],
      containerStatuses: [{ name: 'api', ready: notReady === null, restartCount: 0, ...parts.api }],
      initContainerStatuses: parts.initStatus ?? [],
      ...parts.status,
    },
  };
}

export function waiting(reason: string, message?: string): object {
  return { waiting: { reason, message } };
}

export function ended(exitCode: number, reason: string, finished: string, more: object = {}): object {
  return { terminated: { exitCode, reason, finishedAt: ago(finished), ...more } };
}

/** An event about the pod `api-1`. */
export function event(
  reason: string,
  message: string,
  more: { age?: string; uid?: string; fieldPath?: string } = {},
): object {
  return {
    kind: 'Event',
    metadata: { name: `api-1.${reason.toLowerCase()}`, namespace: 'shop' },
    involvedObject: { kind: 'Pod', namespace: 'shop', name: 'api-1', uid: more.uid, fieldPath: more.fieldPath },
    type: 'Warning',
    reason,
    message,
    lastTimestamp: ago(more.age ?? '2m'),
  };
}

export const JOB_OWNER = { ownerReferences: [{ kind: 'Job', name: 'backup', controller: true }] } as const;
