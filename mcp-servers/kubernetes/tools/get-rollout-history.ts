import { z } from 'zod';
import type { AccessKind, ClusterAccess } from '../../../src/collect/cluster-access.ts';
import { defineTool } from '../../../src/mcp/tool.ts';
import { messageOf } from '../../../src/platform/errors.ts';
import { answer, missing, nOfM } from '../../shared/answer.ts';
import { Said, text } from '../../shared/inputs.ts';
import { getOne, list } from '../asking.ts';
import type { KubernetesDeps } from '../deps.ts';
import { age } from '../look/look.ts';
import { rowOf } from '../look/row.ts';
import { controllerHistory, type History, replicaSetHistory } from '../revisions.ts';

const MOST = 10;
const Workload = z.enum(['Deployment', 'StatefulSet', 'DaemonSet']);

export const getRolloutHistory = defineTool({
  name: 'get_rollout_history',
  title: 'What a rollout changed',
  description: 'Revisions of a workload, newest first: image, age, and what differs from the one before.',
  access: 'read',
  idempotent: true,
  input: z.strictObject({ kind: Workload, namespace: text(), name: text() }),
  output: z.object({
    kind: z.string(),
    namespace: Said,
    name: Said,
    now: Said,
    revisions: z.array(
      z.object({
        revision: Said,
        of: Said,
        created: Said.nullable(),
        replicas: Said,
        images: z.array(Said),
        changes: z.array(Said).nullable(),
      }),
    ),
    total: z.number(),
    limits: z.array(Said),
  }),
  handle: async ({ kind, namespace, name }, { access, now }: KubernetesDeps, signal) => {
    const object = await getOne(access, kind, namespace, name, signal);
    const { ready, status, about } = rowOf(kind, object, now());
    const { revisions, gaps } = await historyOf(access, kind, namespace, name, signal);
    const shown = revisions.slice(0, MOST).map(({ images, changes, ...one }) => ({
      ...one,
      images: [...images],
      changes: changes === null ? null : [...changes],
    }));
    const state = `${status ?? ''} ${ready ?? ''} ${about}`.trim();
    const at = now();
    return answer(
      { kind, namespace, name, now: state, revisions: shown, total: revisions.length, limits: [...gaps] },
      {
        head: [
          `${kind} ${name} in ${namespace}: ${state}`,
          `${nOfM(shown.length, revisions.length, 'known revisions')}, newest first.`,
          ...missing(gaps),
        ],
        body: shown.flatMap(({ revision, of, created, replicas, images, changes }) => [
          `revision ${revision}${of === revision ? '' : ` (${of})`}: created ${age(created, at) ?? 'some time'} ago, ${replicas} ready, ${images.join(' ')}`,
          ...toldChanges(changes),
        ]),
      },
    );
  },
});

function toldChanges(changes: readonly string[] | null): readonly string[] {
  if (changes === null) return ['  the revision before is not known'];
  if (changes.length === 0) return ['  nothing that is compared here differs'];
  return changes.map((change) => `  ${change}`);
}

async function historyOf(
  access: ClusterAccess,
  kind: z.infer<typeof Workload>,
  namespace: string,
  name: string,
  signal: AbortSignal,
): Promise<History> {
  const owner = { kind, namespace, name };
  const all = (parts: AccessKind) => list(access, { kind: parts, namespace, labelSelector: null }, signal);
  if (kind === 'Deployment') {
    const { objects, limits } = await all('ReplicaSet');
    const history = replicaSetHistory(objects, owner);
    return { ...history, gaps: [...limits, ...history.gaps] };
  }
  const pods = await all('Pod');
  const revisions = await all('ControllerRevision').catch((error: unknown) => {
    signal.throwIfAborted();
    return { objects: null, limits: [`only revisions that still have pods are here: ${messageOf(error)}`] };
  });
  const history = controllerHistory(revisions.objects, pods.objects, owner);
  return { ...history, gaps: [...pods.limits, ...revisions.limits, ...history.gaps] };
}
