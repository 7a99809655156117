import { MINUTE } from '../../domain/duration.ts';
import { duration } from '../../domain/words.ts';
import type { Event } from '../../kinds/cluster.ts';
import type { Pod } from '../../kinds/pod.ts';
import { refOf } from '../../kinds/refs.ts';
import { latest, timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { eventTime } from '../index-snapshot.ts';
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
  reads: ['Pod', 'Node', 'Event'],
  emits: ['pod-start'],
  *detect(view) {
    for (const pod of view.list('Pod')) {
      if (!isLive(pod)) continue;
      const stuck = stuckAt(pod);
      if (stuck === null) continue;
      const age = view.now.getTime() - (stuck.since ?? view.now).getTime();
      if (age <= PATIENCE_EVENT) continue;
      const event = startEvent(view, pod, stuck.since);
      if (event === null && age <= PATIENCE) continue;
      const node = event === null ? lostNode(view, pod) : null;
      const subject = refOf(pod);
      yield finding('pod-start', {
        subject,
        owner: view.ownerOf(pod),
        since: stuck.since ?? view.now,
        reason: event?.reason ?? stuck.reason,
        params: { cause: cause(event, node?.words ?? null, stuck, pod, age) },
        evidence: [
          evidence(subject, stuck.field, stuck.value, stuck.since),
          ...(event === null ? [] : [eventEvidence(event)]),
          ...(node?.proof ?? []),
        ],
      });
    }
  },
});

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

function cause(event: Event | null, node: string | null, { reason }: Stuck, pod: Pod, age: number): string {
  if (event !== null) return mountWords(event.reason ?? '', event.message ?? '');
  if (node !== null) return node;
  const time = duration(age);
  if (reason !== 'Pending') return `${reason} for ${time}, and no event says why`;
  return pod.spec?.nodeName
    ? `the kubelet of its node ${pod.spec.nodeName} has not taken it up for ${time}`
    : `no scheduler has looked at it for ${time}`;
}
