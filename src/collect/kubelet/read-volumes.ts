import { createHash } from 'node:crypto';
import pLimit from 'p-limit';
import type { Gap } from '../../domain/cluster.ts';
import { HOUR, SECOND } from '../../domain/duration.ts';
import type { ObjectsByKind } from '../../kinds/snapshot.ts';
import { volumeShare } from '../../kinds/volume-share.ts';
import type { VolumeFigures } from '../../kinds/volumes.ts';
import type { Clock } from '../../platform/clock.ts';
import { deadlineIn, within } from '../../platform/deadline.ts';
import type { ReadError } from '../../platform/errors.ts';
import { redact } from '../../platform/redact/redact.ts';
import { asReadError } from '../gap.ts';
import { type KnowingKubelet, kubeletsToAsk } from './addresses.ts';
import type { Kubelets } from './kubelets.ts';
import { mendOf } from './mend.ts';
import { volumesIn } from './summary.ts';

export interface VolumeReading {
  readonly volumes: readonly VolumeFigures[];
  /** One for all nodes that could not be asked. */
  readonly gaps: readonly Gap[];
  /** What nobody wanted to know in this cycle, in words. */
  readonly notChecked: readonly string[];
}

export interface VolumeOptions {
  readonly clock: Clock;
  /** Only volumes of these; empty: of all. */
  readonly namespaces: readonly string[];
  readonly firstNamespaces: readonly string[];
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for one kubelet, and for all of them. */
  readonly oneMs?: number;
  readonly allMs?: number;
  readonly most?: number;
}

interface Failure {
  readonly node: string;
  readonly error: ReadError;
}

const AT_ONCE = 4;
const ONE = 3 * SECOND;
const ALL = 15 * SECOND;
const MOST = 500;
const MOST_NAMES = 3;

/** How full the volumes in use are. A node that doesn't answer costs its own volumes: the others are read. Never rejects. */
export async function readVolumes(
  kubelets: Kubelets,
  objects: ObjectsByKind,
  { clock, namespaces, firstNamespaces, signal, oneMs = ONE, allMs = ALL, most = MOST }: VolumeOptions,
): Promise<VolumeReading> {
  const all = kubeletsToAsk(objects, firstNamespaces);
  const asked = all.length <= most ? firstOnes(all) : firstOnes(shuffled(all, clock.now())).slice(0, most);
  const found = new Map<string, VolumeFigures>();
  const failures: Failure[] = [];
  const deadline = deadlineIn(allMs, 'asking the kubelets', clock, signal);
  const limit = pLimit(AT_ONCE);
  const ask = async (address: (typeof asked)[number]): Promise<void> => {
    try {
      deadline.signal.throwIfAborted();
      const text = await within(oneMs, 'the answer of the kubelet', clock, deadline.signal, (inTime) =>
        kubelets.summary(address, inTime),
      );
      for (const one of volumesIn(text)) {
        const isOurs = namespaces.length === 0 || namespaces.includes(one.namespace);
        if (isOurs && address.claims.has(`${one.namespace}/${one.claim}`)) keep(found, one);
      }
    } catch (error) {
      failures.push({ node: address.node, error: asReadError(error) });
    }
  };
  try {
    await Promise.all(asked.map((address) => limit(() => ask(address))));
  } finally {
    deadline.end();
  }
  const volumes = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  return { volumes, gaps: gapsOf(failures, asked.length), notChecked: unasked(all.length, asked.length) };
}

function firstOnes(all: readonly KnowingKubelet[]): readonly KnowingKubelet[] {
  return all.toSorted((a, b) => Number(b.first) - Number(a.first));
}

/** Another order each hour: whoever is not asked now is asked soon. Within the hour a second look asks the same ones. */
function shuffled(all: readonly KnowingKubelet[], now: Date): readonly KnowingKubelet[] {
  const hour = Math.floor(now.getTime() / HOUR);
  const places = new Map(all.map(({ node }) => [node, createHash('sha256').update(`${hour} ${node}`).digest('hex')]));
  const placeOf = ({ node }: KnowingKubelet) => places.get(node) ?? '';
  return all.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

function unasked(all: number, asked: number): readonly string[] {
  if (all === asked) return [];
  return [`how full volumes are on ${all - asked} of ${all} nodes (${asked} are asked at a time, the others in turn)`];
}

/** A volume that several nodes mount is told several times: the fullest counts, whoever else says it is empty. */
function keep(found: Map<string, VolumeFigures>, one: VolumeFigures): void {
  const key = `${one.namespace}/${one.claim}`;
  const before = found.get(key);
  const share = (figures: VolumeFigures) => volumeShare(figures)?.share ?? -1;
  if (before === undefined || share(before) < share(one)) found.set(key, one);
}

function gapsOf(failures: readonly Failure[], asked: number): readonly Gap[] {
  const byFault = [...Map.groupBy(failures, ({ error }) => error.fault)].sort(([, a], [, b]) => b.length - a.length);
  const [worst] = byFault;
  if (worst === undefined) return [];
  const [cause, same] = worst;
  const detail = redact(wordsOf(failures, same, asked), 600);
  return [{ verb: 'get', resource: 'nodes/stats', namespace: null, cause, detail }];
}

function wordsOf(all: readonly Failure[], same: readonly Failure[], asked: number): string {
  const names = all.map(({ node }) => node).sort();
  const rest = names.length - MOST_NAMES;
  const who = `${names.slice(0, MOST_NAMES).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  const of = `of ${asked} ${asked === 1 ? 'node' : 'nodes'} with volumes in use`;
  const [first] = same;
  const why = first === undefined ? '' : `: ${first.error.message}; ${mendOf(first.error)}`;
  return `how full volumes are is not known on ${names.length} ${of} (${who})${why}`;
}
