import { z } from 'zod';
import { GAP_CAUSES } from '../domain/cluster.ts';
import { COVERAGES } from '../kinds/snapshot.ts';
import { VolumeFigures } from '../kinds/volumes.ts';

export const RECORDING_FILE = 'recording.json';
export const FORMAT = 'k8s-monitor-recording';
export const SCHEMA_VERSION = 1;

const text = z.string().nullable();

/** The head of a recording; the objects and logs lie beside it. Later versions may add files. */
export const Recording = z.object({
  format: z.literal(FORMAT),
  schemaVersion: z.number(),
  /** False while it is being written. */
  complete: z.boolean(),
  takenAt: z.iso.datetime(),
  cluster: z.object({ uid: z.string(), name: z.string(), version: text }),
  coverage: z.record(z.string(), z.enum(COVERAGES)),
  completeNamespaces: z.record(z.string(), z.array(z.string())),
  gaps: z.array(
    z.object({
      verb: z.enum(['list', 'get']),
      resource: z.string(),
      namespace: text,
      cause: z.enum(GAP_CAUSES),
      detail: z.string(),
    }),
  ),
  /** Not in recordings of before there were any. */
  volumes: z.array(VolumeFigures).default([]),
  notChecked: z.array(z.string()).default([]),
  skipped: z.array(z.object({ kind: z.string(), namespace: text, name: text, why: z.string() })),
  logs: z.array(
    z.object({
      pod: z.object({ kind: z.string(), namespace: text, name: z.string() }),
      container: z.string(),
      previous: z.boolean(),
      cut: z.boolean(),
      /** Inside the recording. */
      file: z.string().regex(/^logs\/[\w.-]+$/),
    }),
  ),
});
export type Recording = z.infer<typeof Recording>;
