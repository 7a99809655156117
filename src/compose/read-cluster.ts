import { effectiveSettings } from '../config/effective.ts';
import type { RunHooks, RunOptions } from '../cycle/options.ts';
import type { ReadResult } from '../cycle/parts.ts';
import { systemClock } from '../platform/clock.ts';
import { liveSource, snapshotSource } from './reading.ts';

/** Where to read, in the words of `run`. */
export type ReadOptions = Pick<RunOptions, 'config' | 'context' | 'namespaces' | 'snapshot'>;

/** Reads a cluster, or a recording of one, once and as a run does; no inventory says yet what comes first. Throws a ConfigError. */
export async function readCluster(options: ReadOptions, hooks: RunHooks): Promise<ReadResult> {
  const where = { namespaces: options.namespaces, now: undefined };
  const values = effectiveSettings({ CONFIG_FILE: options.config, K3S_CONTEXT: options.context });
  const source =
    options.snapshot === undefined
      ? liveSource(values, where, [], systemClock, hooks)
      : await snapshotSource(options.snapshot, where, [], systemClock);
  try {
    return await source.read(null);
  } finally {
    source.close();
  }
}
