import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HasMeta } from '../kinds/refs.ts';
import { ALL_KINDS, type Kind } from '../kinds/registry.ts';
import type { ContainerLog, Snapshot } from '../kinds/snapshot.ts';
import { writeAtomic } from '../platform/atomic-write.ts';
import { ConfigError, codeOf, messageOf } from '../platform/errors.ts';
import { inOrder } from './order.ts';
import { FORMAT, RECORDING_FILE, type Recording, SCHEMA_VERSION } from './recording.ts';

/**
 * Writes a snapshot so that `--snapshot` reads the same one back. The head says `complete: false` until everything lies there:
 * a recording that was cut short is refused, never half read.
 */
export async function writeRecording(folder: string, snapshot: Snapshot): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await refuseForeign(folder);
    const head = headOf(snapshot);
    await writeAtomic(join(folder, RECORDING_FILE), pretty({ ...head, complete: false }));
    for (const part of ['objects', 'logs']) await rm(join(folder, part), { recursive: true, force: true });
    await mkdir(join(folder, 'objects'));
    for (const kind of ALL_KINDS) {
      if (snapshot.objects[kind].length === 0) continue;
      await writeFile(join(folder, 'objects', `${kind}.json`), linePerObject(snapshot.objects[kind]));
    }
    if (snapshot.logs.length > 0) await mkdir(join(folder, 'logs'));
    for (const [index, log] of snapshot.logs.entries()) await writeFile(join(folder, logFile(log, index)), log.text);
    await writeAtomic(join(folder, RECORDING_FILE), pretty(head));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`--record ${folder}: can't be written: ${codeOf(error) || messageOf(error)}`);
  }
}

/** Only an empty folder or an earlier recording may be written over. */
async function refuseForeign(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length === 0) return;
  const head = await readFile(join(folder, RECORDING_FILE), 'utf8').catch(() => '');
  if (!head.includes(`"format": "${FORMAT}"`)) {
    throw new ConfigError(
      `--record ${folder}: there is something else in it (${names[0]}); name an empty or new folder`,
    );
  }
}

function headOf(snapshot: Snapshot): Recording {
  const byName = <T>(map: ReadonlyMap<Kind, T>): Record<string, T> =>
    Object.fromEntries(
      ALL_KINDS.flatMap((kind) => {
        const value = map.get(kind);
        return value === undefined ? [] : [[kind, value]];
      }),
    );
  return {
    format: FORMAT,
    schemaVersion: SCHEMA_VERSION,
    complete: true,
    takenAt: snapshot.takenAt.toISOString(),
    cluster: snapshot.cluster,
    coverage: byName(snapshot.coverage),
    completeNamespaces: byName(new Map([...snapshot.completeNamespaces].map(([kind, names]) => [kind, [...names]]))),
    gaps: [...snapshot.gaps],
    volumes: snapshot.volumes.map((one) => ({ ...one })),
    notChecked: [...(snapshot.notChecked ?? [])],
    skipped: [...snapshot.skipped],
    logs: snapshot.logs.map(({ text: _, ...log }, index) => ({ ...log, file: logFile(log, index) })),
  };
}

/** One object a line: what changed between two recordings stands in a diff. */
function linePerObject(objects: readonly HasMeta[]): string {
  const lines = inOrder(objects).map((object) => JSON.stringify(object));
  return `[\n${lines.join(',\n')}\n]\n`;
}

function logFile(log: Pick<ContainerLog, 'pod' | 'container'>, index: number): string {
  const name = `${log.pod.namespace ?? ''}.${log.pod.name}.${log.container}`.replace(/[^\w.-]/g, '_').slice(0, 150);
  return `logs/${String(index + 1).padStart(2, '0')}.${name}.log`;
}

function pretty(head: Recording): string {
  return `${JSON.stringify(head, null, 2)}\n`;
}
