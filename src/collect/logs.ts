import type { Gap } from '../domain/cluster.ts';
import { NO_OBJECT } from '../kinds/left-out.ts';
import type { ContainerLog, SkippedObject } from '../kinds/snapshot.ts';
import type { Deadline } from '../platform/deadline.ts';
import type { ReadError } from '../platform/errors.ts';
import { redact } from '../platform/redact/redact.ts';
import { asReadError } from './gap.ts';
import type { LogTarget } from './log-targets.ts';
import { logText } from './log-text.ts';
import type { ClusterReader } from './reader.ts';

export interface Logs {
  readonly logs: readonly ContainerLog[];
  /** Only what RBAC refuses: any other log that could not be read is in `skipped`. */
  readonly gaps: readonly Gap[];
  readonly skipped: readonly SkippedObject[];
}

type Result = { readonly log: ContainerLog } | { readonly target: LogTarget; readonly error: ReadError };

/** Reads the chosen logs. A log is a help, never a fact that something hangs on: without it the cycle goes on. */
export async function readLogs(
  reader: ClusterReader,
  targets: readonly LogTarget[],
  deadline: Deadline,
): Promise<Logs> {
  const results = await Promise.all(targets.map((target) => readOne(reader, target, deadline)));
  const failed = results.flatMap((result) => ('error' in result ? [result] : []));
  const refused = failed.filter(({ error }) => error.fault === 'forbidden');
  return {
    logs: results.flatMap((result) => ('log' in result ? [result.log] : [])),
    gaps: refusedGaps(refused, refused.length === results.length),
    skipped: failed
      .filter(({ error }) => error.fault !== 'forbidden')
      .map(({ target, error }) => {
        const why = redact(`container ${target.container}: ${error.message}`, 300);
        return { kind: NO_OBJECT.log, namespace: target.namespace, name: target.pod, why };
      }),
  };
}

async function readOne(reader: ClusterReader, target: LogTarget, deadline: Deadline): Promise<Result> {
  try {
    return { log: await fetchLog(reader, target, deadline) };
  } catch (error) {
    const failed = asReadError(error);
    // 400: the run before is gone, for example with its node. The current one may still tell something.
    if (!target.previous || failed.status !== 400) return { target, error: failed };
    return readOne(reader, { ...target, previous: false }, deadline);
  }
}

async function fetchLog(reader: ClusterReader, target: LogTarget, deadline: Deadline): Promise<ContainerLog> {
  const { bytes, cut } = await reader.log(target, deadline);
  const read = logText(bytes);
  return {
    pod: { kind: 'Pod', namespace: target.namespace, name: target.pod },
    container: target.container,
    previous: target.previous,
    text: read.text,
    cut: cut || read.cut,
  };
}

function refusedGaps(refused: readonly { target: LogTarget; error: ReadError }[], everywhere: boolean): Gap[] {
  const gaps = new Map<string | null, Gap>();
  for (const { target, error } of refused) {
    const namespace = everywhere ? null : target.namespace;
    if (gaps.has(namespace)) continue;
    const detail = redact(error.message, 500);
    gaps.set(namespace, { verb: 'get', resource: 'pods/log', namespace, cause: 'forbidden', detail });
  }
  return [...gaps.values()];
}
