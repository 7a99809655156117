import { existsSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { ALL_KINDS, KINDS, type Kind, type KindEntry } from '../kinds/registry.ts';
import type { ContainerLog, Coverage, SkippedObject, Snapshot } from '../kinds/snapshot.ts';
import { ConfigError } from '../platform/errors.ts';
import { redact } from '../platform/redact/redact.ts';
import { type DumpedLog, takeLogs } from './dump-logs.ts';
import { filesAt, MOST_BYTES, readText, type SourceFile } from './files.ts';
import { findObjects } from './find-objects.ts';
import { chooseLogs } from './log-targets.ts';
import { logText } from './log-text.ts';
import { whereIs } from './order.ts';
import { parseText } from './parse.ts';
import { RECORDING_FILE } from './recording.ts';
import { readRecording } from './replay.ts';
import { newShelves, type Shelves } from './shelf.ts';

export interface SnapshotOptions {
  /** The time the snapshot is judged at; a recording of ours knows its own. */
  readonly now: Date;
  readonly firstNamespaces: readonly string[];
  readonly maxLogs?: number;
  readonly maxEvents?: number;
}

/** Reads a recorded cluster: a recording of ours, kubectl's lists as JSON or YAML, or a cluster-info dump. */
export async function readSnapshot(path: string, options: SnapshotOptions): Promise<Snapshot> {
  if (basename(path) === RECORDING_FILE) return readRecording(dirname(path));
  if (existsSync(join(path, RECORDING_FILE))) return readRecording(path);

  const files = await filesAt(path);
  const intake = newIntake(options);
  const logFiles = files.filter((file) => basename(file.path) === 'logs.txt');
  for (const file of files) if (!logFiles.includes(file)) await intake.read(file);
  if (intake.found() === 0) {
    const problem = intake.problems[0]?.why;
    throw new ConfigError(`${path}: holds no Kubernetes object${problem === undefined ? '' : ` (${problem})`}`);
  }
  const { objects } = intake.shelves;
  for (const kind of ALL_KINDS) intake.shelves.of(kind).finish(new Set());
  const system = objects.Namespace.find(({ metadata }) => metadata.name === 'kube-system');
  return {
    takenAt: options.now,
    cluster: { uid: system?.metadata.uid ?? 'unknown', name: basename(path).replace(/\.\w+$/, ''), version: null },
    objects,
    // A kind without an object counts as not read: nothing follows from its absence.
    coverage: new Map(
      ALL_KINDS.filter((kind) => objects[kind].length > 0).map((kind): [Kind, Coverage] => [kind, 'full']),
    ),
    gaps: [],
    logs: await logsOf(objects, options, intake.logs, logFiles),
    volumes: [],
    skipped: [...intake.problems, ...intake.shelves.skipped()],
    completeNamespaces: new Map(),
  };
}

interface Intake {
  readonly shelves: Shelves;
  readonly logs: DumpedLog[];
  readonly problems: SkippedObject[];
  read(file: SourceFile): Promise<void>;
  /** Objects seen, of whatever kind. */
  found(): number;
}

function newIntake({ maxEvents = 5000 }: SnapshotOptions): Intake {
  const shelves = newShelves({ eventsSince: null, maxEvents });
  const logs: DumpedLog[] = [];
  const problems: SkippedObject[] = [];
  const seen = new Set<string>();
  let found = 0;

  const problem = (why: string) =>
    problems.push({ kind: 'document', namespace: null, name: null, why: redact(why, 500) });
  const take = (value: unknown, where: string) => {
    for (const object of findObjects(value)) {
      if (object.state === 'malformed') {
        problems.push({ kind: 'unknown', ...whereIs(object.raw), why: `${where}: not a Kubernetes object` });
        continue;
      }
      found += 1;
      if (object.state === 'other') continue;
      const { namespace, name } = whereIs(object.raw);
      const { within }: KindEntry = KINDS[object.kind];
      if (within !== undefined && namespace !== within) continue;
      const key = `${object.kind}/${namespace}/${name}`;
      // The same object may be in several files; without a name it can't be told apart.
      if (name !== null && seen.has(key)) continue;
      seen.add(key);
      const writer = shelves.of(object.kind).writer(null);
      writer.take(object.raw);
      writer.commit(false);
    }
  };
  const read = async (file: SourceFile) => {
    if (file.bytes > MOST_BYTES) {
      problem(`${file.name}: larger than ${MOST_BYTES >> 20} MB; split it`);
      return;
    }
    const { logs: dumped, rest } = takeLogs(await readText(file.path));
    logs.push(...dumped);
    for (const part of parseText(rest)) {
      if (part.ok) take(part.value, `${file.name}:${part.line}`);
      else problem(`${file.name}:${part.line}: ${part.why}`);
    }
  };
  return { shelves, logs, problems, read, found: () => found };
}

/** Of a dump's logs only those that a live cluster would have been asked for. */
async function logsOf(
  objects: Snapshot['objects'],
  { now, firstNamespaces, maxLogs = 20 }: SnapshotOptions,
  dumped: readonly DumpedLog[],
  logFiles: readonly SourceFile[],
): Promise<ContainerLog[]> {
  const logs: ContainerLog[] = [];
  if (dumped.length === 0 && logFiles.length === 0) return logs;
  for (const target of chooseLogs(objects, now, firstNamespaces, maxLogs)) {
    const inFolder = logFiles.find(
      (file) =>
        file.bytes <= MOST_BYTES && posix.normalize(file.name).endsWith(`${target.namespace}/${target.pod}/logs.txt`),
    );
    const own = inFolder === undefined ? dumped : takeLogs(await readText(inFolder.path)).logs;
    const log = own.find(
      ({ namespace, pod, container }) =>
        namespace === target.namespace && pod === target.pod && container === target.container,
    );
    if (log === undefined || log.text === '') continue;
    const pod = { kind: 'Pod', namespace: target.namespace, name: target.pod };
    // A dump holds the logs of the current run only.
    logs.push({ pod, container: target.container, previous: false, ...logText(Buffer.from(log.text)) });
  }
  return logs;
}
