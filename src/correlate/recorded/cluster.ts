import { z } from 'zod';
import { CLUSTER_CHANGES } from '../../domain/change.ts';
import { FIELD_KINDS } from '../../domain/field-change.ts';
import { refText } from '../../domain/object-ref.ts';
import { redact } from '../../platform/redact/redact.ts';
import type { ClusterChanges, ClusterHistory } from '../cluster-history.ts';
import type { Incidence } from '../incidence.ts';

const Said = z.string().transform((text): string => redact(text));
const Field = z.object({
  kind: z.enum(FIELD_KINDS),
  file: z.string().nullable(),
  object: z.object({ kind: z.string().nullable(), name: z.string().nullable() }).nullable(),
  text: Said,
  from: Said.nullable(),
  to: Said.nullable(),
});
const Ref = z.object({ kind: z.string(), namespace: z.string().nullable(), name: z.string() });
/** Only what code builds: a recording may come from anywhere. */
const Undo = z.string().regex(/^kubectl -n [\w.-]+ rollout undo [a-z]+\/[\w.-]+(?: --to-revision=\d+)?$/);

/** What the cluster told of changes around one workload. */
export const RecordedCluster = z.object({
  /** `Deployment/shop/api`. */
  owner: z.string(),
  onset: z.iso.datetime(),
  changes: z.array(
    z.object({
      kind: z.enum(CLUSTER_CHANGES),
      object: Ref,
      at: z.iso.datetime().transform((text) => new Date(text)),
      text: Said,
      fields: z.array(Field),
      commit: z
        .string()
        .regex(/^[0-9a-f]{7,64}$/)
        .nullable(),
      undo: Undo.nullable().catch(null),
    }),
  ),
  lastRollout: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .nullable(),
  mutableImages: z.array(Said),
  limits: z.array(Said),
});
export type RecordedCluster = z.output<typeof RecordedCluster>;

function keyOf({ owner, onset }: Incidence): Pick<RecordedCluster, 'owner' | 'onset'> {
  return { owner: refText(owner), onset: onset.toISOString() };
}

/** The same history, whose answers are kept for a replay: a recording does not hold all that it asks for. */
export function recordingHistory(history: ClusterHistory, kept: RecordedCluster[]): ClusterHistory {
  return {
    syncs: (signal) => history.syncs(signal),
    changesOf: async (incidence, signal) => {
      const found = await history.changesOf(incidence, signal);
      kept.push({ ...keyOf(incidence), ...copyOf(found) });
      return found;
    },
  };
}

/** What was recorded; for an incident that was not, what the snapshot tells. */
export function replayedHistory(recorded: readonly RecordedCluster[], otherwise: ClusterHistory): ClusterHistory {
  return {
    syncs: (signal) => otherwise.syncs(signal),
    changesOf: async (incidence, signal) => {
      const { owner, onset } = keyOf(incidence);
      const found = recorded.find((one) => one.owner === owner && one.onset === onset);
      return found ?? otherwise.changesOf(incidence, signal);
    },
  };
}

function copyOf({ changes, lastRollout, mutableImages, limits }: ClusterChanges) {
  return {
    changes: changes.map(({ fields, ...change }) => ({ ...change, fields: [...fields] })),
    lastRollout,
    mutableImages: [...mutableImages],
    limits: [...limits],
  };
}
