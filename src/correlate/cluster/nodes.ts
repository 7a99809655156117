import type { ClusterChange } from '../../domain/change.ts';
import { MINUTE } from '../../domain/duration.ts';
import type { ObjectRef } from '../../domain/object-ref.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import type { Snapshot } from '../../kinds/snapshot.ts';
import { latest, timeOf } from '../../kinds/time.ts';
import { redact } from '../../platform/redact/redact.ts';
import { orLimit } from './asked.ts';
import { type NodeEvent, nodeEvents } from './node-events.ts';
import type { Owner } from './owner.ts';
import type { ClusterRead } from './read.ts';
import { inWindow } from './window.ts';

type Node = ObjectOf<'Node'>;
interface Where {
  readonly read: ClusterRead;
  readonly onset: Date;
  readonly limits: string[];
  readonly signal: AbortSignal;
}
interface Told {
  readonly at: Date;
  readonly words: string;
}

const LONGEST = 200;
const MOST_NODES = 10;
/** Kubernetes keeps the events of nodes, which have no namespace, here. */
const EVENTS_OF_NODES = 'default';

/** What happened to the nodes that matter to it: the node of the incident, else those of its pods, of broken ones first. */
export async function nodeChanges(
  ref: ObjectRef,
  owner: Owner | null,
  snapshot: Snapshot,
  { read, onset, limits, signal }: Where,
): Promise<readonly ClusterChange[]> {
  const nodes = nodesOf(ref, owner, snapshot);
  if (nodes.length === 0) return [];
  const ask = () => read.list('Event', EVENTS_OF_NODES, null, signal);
  const listed = await orLimit(limits, 'events of nodes', signal, ask);
  // Events fall away after an hour: no list of them is whole, and nothing follows from what is not in it.
  const events = nodeEvents(listed?.objects ?? []);
  return nodes.flatMap((node) => {
    const told = [...fromNode(node), ...fromEvents(node, events), ...fromUpgrades(node, snapshot)];
    return lastOfEach(told).flatMap(({ at, words }) => {
      if (inWindow(at, onset) === null) return [];
      const { name } = node.metadata;
      const text = redact(`${words}${versionWords(node, snapshot.objects.Node)}`, LONGEST);
      const object = { kind: 'Node', namespace: null, name };
      return [{ kind: 'node', object, at, text, fields: [], commit: null, undo: null } as const];
    });
  });
}

function nodesOf(ref: ObjectRef, owner: Owner | null, { objects }: Snapshot): readonly Node[] {
  const pods = owner?.pods ?? [];
  const isReady = (pod: (typeof pods)[number]) =>
    pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
  const broken = pods.filter((pod) => !isReady(pod));
  const names = new Set((broken.length > 0 ? broken : pods).map(({ spec }) => spec?.nodeName));
  return objects.Node.filter(({ metadata }) =>
    ref.kind === 'Node' ? metadata.name === ref.name : names.has(metadata.name),
  ).slice(0, MOST_NODES);
}

function fromNode({ metadata: { name, creationTimestamp }, status }: Node): readonly Told[] {
  const joined = timeOf(creationTimestamp);
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const turned = ready?.status === 'True' ? timeOf(ready.lastTransitionTime) : null;
  const isNew = joined !== null && turned !== null && +turned - +joined < 10 * MINUTE;
  return [
    ...(joined === null ? [] : [{ at: joined, words: `node ${name} joined the cluster` }]),
    ...(turned === null || isNew ? [] : [{ at: turned, words: `node ${name} became ready again` }]),
  ];
}

function fromEvents({ metadata: { name } }: Node, events: readonly NodeEvent[]): readonly Told[] {
  return events.filter((one) => one.node === name);
}

/** Jobs of Rancher's system-upgrade-controller, which k3s upgrades itself with. */
function fromUpgrades({ metadata: { name } }: Node, { objects }: Snapshot): readonly Told[] {
  return objects.Job.flatMap(({ metadata, status }) => {
    const plan = metadata.labels?.['upgrade.cattle.io/plan'];
    const at = timeOf(status?.startTime) ?? timeOf(metadata.creationTimestamp);
    if (plan === undefined || metadata.labels?.['upgrade.cattle.io/node'] !== name || at === null) return [];
    return [{ at, words: `plan ${plan} upgraded node ${name}` }];
  });
}

function lastOfEach(told: readonly Told[]): readonly Told[] {
  const last = new Map<string, Told>();
  for (const one of told) {
    const at = latest(last.get(one.words)?.at, one.at) ?? one.at;
    last.set(one.words, { ...one, at });
  }
  return [...last.values()];
}

/** A node that runs another version than the rest was upgraded, or forgotten. */
function versionWords(node: Node, all: readonly Node[]): string {
  const versionOf = ({ status }: Node) => status?.nodeInfo?.kubeletVersion ?? null;
  const own = versionOf(node);
  const others = [...new Set(all.map(versionOf))].filter((one) => one !== null && one !== own);
  return own === null || others.length === 0 ? '' : ` (its kubelet is ${own}, others have ${others.join(', ')})`;
}
