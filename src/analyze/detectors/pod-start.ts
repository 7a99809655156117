import { MINUTE } from '../../domain/duration.ts';
import type { Evidence } from '../../domain/finding.ts';
import { duration } from '../../domain/words.ts';
import type { Event } from '../../kinds/cluster.ts';
import type { Pod } from '../../kinds/pod.ts';
import { namespaceOf, refOf } from '../../kinds/refs.ts';
import { latest, timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { eventTime } from '../index-snapshot.ts';
import { attachFailures } from './lib/attach-failures.ts';
import { startCause } from './lib/causes.ts';
import { configTwins } from './lib/config-twins.ts';
import { missingConfig } from './lib/config-words.ts';
import { containersOf, isBlockingSidecar, isLive } from './lib/containers.ts';
import { eventEvidence, podEvents } from './lib/events.ts';
import { mountWords, START_EVENTS } from './lib/mount-words.ts';
import { lostNode } from './lib/node.ts';
import { conditionOf, turned } from './lib/since.ts';
import { isToldByReason } from './lib/waiting.ts';

/** With an event that says why, and without one: the state alone is enough after a while. */
const PATIENCE_EVENT = 2 * MINUTE;
const PATIENCE = 5 * MINUTE;

/** A pod that has a node and still gets nowhere: volumes, network, sandbox, a silent kubelet. */
export const podStart = defineDetector({
  name: 'pod-start',
  reads: ['Pod', 'Node', 'PersistentVolumeClaim', 'VolumeAttachment', 'ConfigMap', 'Event'],
  emits: ['pod-start'],
  *detect(view) {
    const causes = { attachFailure: attachFailures(view), twinOf: configTwins(view) };
    for (const pod of view.list('Pod')) {
      const stuck = isLive(pod) ? stuckAt(pod) : null;
      if (stuck === null) continue;
      const age = view.now.getTime() - (stuck.since ?? view.now).getTime();
      const why = age <= PATIENCE_EVENT ? null : whyOf(view, causes, pod, stuck, age);
      if (why === null) continue;
      const subject = refOf(pod);
      yield finding('pod-start', {
        subject,
        owner: view.ownerOf(pod),
        since: stuck.since ?? view.now,
        reason: why.reason,
        params: { cause: why.words },
        evidence: [evidence(subject, stuck.field, stuck.value, stuck.since), ...why.proof],
        cause: why.cause ?? null,
      });
    }
  },
});

interface Causes {
  readonly attachFailure: ReturnType<typeof attachFailures>;
  readonly twinOf: ReturnType<typeof configTwins>;
}

interface Why {
  readonly reason: string;
  readonly words: string;
  readonly proof: readonly Evidence[];
  readonly cause?: string | null;
}

/** What holds it up: the state of its volumes, else an event; null while it may only be slow. */
function whyOf(view: View<'Node' | 'Event'>, causes: Causes, pod: Pod, stuck: Stuck, age: number): Why | null {
  const event = startEvent(view, pod, stuck.since);
  const seen = event === null ? [] : [eventEvidence(event)];
  const attach = causes.attachFailure(pod);
  if (attach !== null) return { ...attach, proof: [...attach.proof, ...seen] };
  if (event !== null) {
    const missing = missingConfig(event.message ?? '');
    const twin = missing && causes.twinOf(namespaceOf(pod), missing);
    const words = mountWords(event.reason ?? '', event.message ?? '') + (twin?.words ?? '');
    return {
      reason: event.reason ?? stuck.reason,
      words,
      proof: [...seen, ...(twin?.proof ?? [])],
      cause: startCause(event, namespaceOf(pod)),
    };
  }
  if (age <= PATIENCE) return null;
  const node = lostNode(view, pod);
  return { reason: stuck.reason, words: node?.words ?? unexplained(stuck, pod, age), proof: node?.proof ?? [] };
}

interface Stuck {
  readonly reason: string;
  readonly since: Date | null;
  readonly field: string;
  readonly value: string;
}

/** Where the pod waits; null when it doesn't, or when a more telling word stands in its state. */
function stuckAt(pod: Pod): Stuck | null {
  const scheduled = conditionOf(pod.status?.conditions, 'PodScheduled');
  const phase = { field: 'status.phase', value: pod.status?.phase ?? '' };
  if (!pod.spec?.nodeName) {
    // A pod no scheduler has looked at has no other timestamp than its creation.
    const since = timeOf(pod.metadata.creationTimestamp);
    const unseen = scheduled === undefined && phase.value === 'Pending' && !pod.spec?.schedulingGates?.length;
    return unseen ? { reason: 'Pending', since, ...phase } : null;
  }
  let began = turned(pod, 'PodScheduled', 'True') ?? timeOf(pod.status?.startTime);
  let first: Omit<Stuck, 'since'> | null = null;
  let seen = 0;
  for (const slot of containersOf(pod)) {
    const { role, status, field } = slot;
    seen += 1;
    const { waiting, running, terminated } = status.state ?? {};
    const reason = waiting?.reason ?? '';
    if (isToldByReason(reason) || (role === 'init container' && running) || isBlockingSidecar(slot)) return null;
    if (role === 'init container') began = latest(began, timeOf(terminated?.finishedAt));
    if (reason !== '') first ??= { reason, field: `${field}.state.waiting.reason`, value: reason };
  }
  if (first !== null) return { ...first, since: latest(began, turned(pod, 'Ready', 'False')) };
  return seen === 0 && phase.value === 'Pending' ? { reason: 'Pending', since: began, ...phase } : null;
}

/** The newest event that names a cause, unless it is older than the fault. */
function startEvent(view: View<'Event'>, pod: Pod, since: Date | null): Event | null {
  const events = podEvents(view, pod).filter(
    (event) => START_EVENTS.has(event.reason ?? '') && !isBefore(event, since),
  );
  // "timed out" only says that; an older event of the same fault may say why.
  return events.find((event) => !(event.message ?? '').includes('timed out')) ?? events[0] ?? null;
}

function isBefore(event: Event, since: Date | null): boolean {
  const at = eventTime(event);
  return at !== null && since !== null && at < since;
}

function unexplained({ reason }: Stuck, pod: Pod, age: number): string {
  const time = duration(age);
  if (reason !== 'Pending') return `${reason} for ${time}, and no event says why`;
  return pod.spec?.nodeName
    ? `the kubelet of its node ${pod.spec.nodeName} has not taken it up for ${time}`
    : `no scheduler has looked at it for ${time}`;
}
