// Pod logs: files on disk that kwok serves as a kubelet would, through the API server.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from './client.ts';

export type PodLogs = {
  namespace: string;
  /** A pod's name, or with `selector` a label selector: the pods that match it now. */
  pod?: string;
  selector?: string;
  container: string;
  /** The text of the current run; absent: as before. */
  current?: string;
  /** The text of the run before; absent: as before, at first there is none. */
  previous?: string;
  /** When the last line was written; the others one second apart before it. */
  at?: Date;
};
export type SetLogs = (logs: PodLogs) => Promise<void>;

/** A runtime's log format: time, stream, "F" for a full line. */
function criFormat(text: string, at: Date): string {
  const lines = text.replace(/\n$/, '').split('\n');
  const time = (index: number): string => new Date(at.getTime() - (lines.length - 1 - index) * 1000).toISOString();
  return lines.map((line, index) => `${time(index)} stdout F ${line}\n`).join('');
}

/** What pods without logs of their own answer: nothing, and no earlier run. */
export function defaultLogs(dir: string): string {
  mkdirSync(join(dir, 'logs'), { recursive: true });
  const logsFile = join(dir, 'logs', 'default.log');
  writeFileSync(logsFile, '');
  return JSON.stringify({
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'ClusterLogs',
    metadata: { name: 'default' },
    spec: { logs: [{ logsFile, previousLogsFile: join(dir, 'logs', 'none.log') }] },
  });
}

export function logWriter(dir: string, kubectl: Run, apply: (manifest: string) => Promise<void>): SetLogs {
  const containers = new Map<string, Set<string>>();
  const podsOf = async ({ namespace, pod, selector }: PodLogs): Promise<string[]> => {
    if (pod !== undefined) return [pod];
    const found = await kubectl(['get', 'pods', '-n', namespace, '-l', selector ?? '', '-o', 'name']);
    return found.stdout
      .split('\n')
      .filter(Boolean)
      .map((name) => name.replace('pod/', ''));
  };
  return async (logs) => {
    const { namespace, container, current, previous, at = new Date() } = logs;
    for (const pod of await podsOf(logs)) {
      const key = `${namespace}_${pod}`;
      const path = (name: string): string => join(dir, 'logs', `${key}_${name}.log`);
      if (current !== undefined) writeFileSync(path(container), criFormat(current, at));
      if (previous !== undefined) writeFileSync(`${path(container)}.previous`, criFormat(previous, at));
      const known = containers.get(key) ?? new Set();
      if (known.has(container)) continue;
      containers.set(key, known.add(container));
      const spec = [...known].map((name) => ({
        containers: [name],
        logsFile: path(name),
        previousLogsFile: `${path(name)}.previous`,
      }));
      const metadata = { name: pod, namespace };
      await apply(
        JSON.stringify({ apiVersion: 'kwok.x-k8s.io/v1alpha1', kind: 'Logs', metadata, spec: { logs: spec } }),
      );
    }
  };
}
