import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { objectsByKind, project } from '../kinds/project.ts';
import { ALL_KINDS, isKind, type Kind, type ObjectOf } from '../kinds/registry.ts';
import type { ContainerLog, SkippedObject, Snapshot } from '../kinds/snapshot.ts';
import { ConfigError, messageOf } from '../platform/errors.ts';
import { redact } from '../platform/redact/redact.ts';
import { readText } from './files.ts';
import { LOG_BYTES } from './log-text.ts';
import { inOrder, whereIs } from './order.ts';
import { RECORDING_FILE, Recording, SCHEMA_VERSION } from './recording.ts';

/** Reads back what `writeRecording` wrote: the same snapshot, with its own coverage and gaps. */
export async function readRecording(folder: string): Promise<Snapshot> {
  const head = await readHead(folder);
  const raws = new Map<Kind, readonly unknown[]>();
  for (const kind of ALL_KINDS) raws.set(kind, await readObjects(join(folder, 'objects', `${kind}.json`)));
  const skipped: SkippedObject[] = [];
  const objects = objectsByKind(<K extends Kind>(kind: K): ObjectOf<K>[] => {
    const read = (raws.get(kind) ?? []).flatMap((raw) => {
      const result = project(kind, raw);
      if (result.ok) return [result.object];
      skipped.push({ kind, ...whereIs(raw), why: result.why });
      return [];
    });
    return inOrder(read);
  });
  return {
    takenAt: new Date(head.takenAt),
    cluster: head.cluster,
    objects,
    coverage: byKind(head.coverage),
    gaps: head.gaps,
    logs: await Promise.all(head.logs.map((log) => readLog(folder, log))),
    volumes: head.volumes,
    notChecked: head.notChecked,
    skipped: [...head.skipped, ...skipped],
    completeNamespaces: byKind(head.completeNamespaces),
  };
}

async function readHead(folder: string): Promise<Recording> {
  const file = join(folder, RECORDING_FILE);
  const result = Recording.safeParse(parse(file, await readText(file)));
  if (!result.success) {
    throw new ConfigError(
      `${file}: not a recording: ${z.prettifyError(result.error).replaceAll('\n', ' ').slice(0, 300)}`,
    );
  }
  const head = result.data;
  if (head.schemaVersion > SCHEMA_VERSION) {
    throw new ConfigError(
      `${file}: written by a newer k8s-monitor (schema ${head.schemaVersion}, this one knows ${SCHEMA_VERSION})`,
    );
  }
  if (!head.complete)
    throw new ConfigError(`${file}: the recording was cut short while it was written; record it again`);
  return head;
}

async function readObjects(file: string): Promise<readonly unknown[]> {
  if (!existsSync(file)) return [];
  const value = parse(file, await readText(file));
  if (!Array.isArray(value)) throw new ConfigError(`${file}: damaged: not a list of objects`);
  return value;
}

async function readLog(folder: string, { file, ...log }: Recording['logs'][number]): Promise<ContainerLog> {
  // Somebody may have edited the file by hand.
  return { ...log, text: redact(await readText(join(folder, file)), LOG_BYTES) };
}

function byKind<T>(record: Readonly<Record<string, T>>): ReadonlyMap<Kind, T> {
  const map = new Map<Kind, T>();
  for (const [kind, value] of Object.entries(record)) if (isKind(kind)) map.set(kind, value);
  return map;
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`${file}: damaged: ${messageOf(error).slice(0, 200)}`);
  }
}
