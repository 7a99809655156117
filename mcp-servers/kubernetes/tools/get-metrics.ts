import { z } from 'zod';
import type { ClusterAccess, ObjectList } from '../../../src/collect/cluster-access.ts';
import { defineTool } from '../../../src/mcp/tool.ts';
import { ReadError } from '../../../src/platform/errors.ts';
import { answer, missing, nOfM } from '../../shared/answer.ts';
import { failure } from '../../shared/failure.ts';
import { Said, textOrNull } from '../../shared/inputs.ts';
import { table } from '../../shared/table.ts';
import { asking, checkNamespace, list } from '../asking.ts';
import type { KubernetesDeps } from '../deps.ts';
import { nearest } from '../nearest.ts';
import { bytes, cores } from '../quantity.ts';
import { type Amounts, share, usagesOf } from '../usage.ts';

const MOST = 50;
const Amount = z.number().nullable();
const OfOne = z.object({ used: Amount, request: Amount, limit: Amount });

export const getMetrics = defineTool({
  name: 'get_metrics',
  title: 'CPU and memory in use',
  description: 'CPU and memory of containers beside requests and limits, nearest to the memory limit first.',
  access: 'read',
  idempotent: true,
  input: z.strictObject({ namespace: textOrNull('null: all'), name: textOrNull('of a pod, or how its name begins') }),
  output: z.object({
    /** Cores and bytes. */
    containers: z.array(
      z.object({ namespace: Said.nullable(), pod: Said, container: Said, cpu: OfOne, memory: OfOne }),
    ),
    total: z.number(),
    limits: z.array(Said),
  }),
  handle: async ({ namespace, name }, { access }: KubernetesDeps, signal) => {
    const { objects, limits } = await metrics(access, namespace, signal);
    if (objects.length === 0) await checkNamespace(access, namespace, signal);
    const pods = await list(access, { kind: 'Pod', namespace, labelSelector: null }, signal);
    const all = usagesOf(objects, pods.objects);
    const wanted = all.filter(({ pod }) => name === null || pod === name || pod.startsWith(`${name}-`));
    if (wanted.length === 0 && name !== null)
      throw nothingOf(
        name,
        all.map(({ pod }) => pod),
      );
    const containers = wanted.slice(0, MOST);
    const lacks = [...limits, ...pods.limits];
    const rows = containers.map(({ namespace: place, pod, container, cpu, memory }) => [
      namespace === null ? place : null,
      pod,
      container,
      told(memory, bytes),
      percent(memory),
      told(cpu, cores),
      percent(cpu),
    ]);
    return answer(
      { containers, total: wanted.length, limits: lacks },
      {
        head: [
          `${nOfM(containers.length, wanted.length, 'containers')}: used / request / limit. A moment's figures: what was killed is not in them.`,
          ...missing(lacks),
        ],
        body:
          rows.length === 0 ? [] : table(['NAMESPACE', 'POD', 'CONTAINER', 'MEMORY', '%LIMIT', 'CPU', '%LIMIT'], rows),
      },
    );
  },
});

function told({ used, request, limit }: Amounts, unit: (value: number) => string): string {
  return [used, request, limit].map((value) => (value === null ? '-' : unit(value))).join(' / ');
}

function percent(amounts: Amounts): string {
  return amounts.limit === null ? '-' : `${Math.round(share(amounts) * 100)} %`;
}

async function metrics(access: ClusterAccess, namespace: string | null, signal: AbortSignal): Promise<ObjectList> {
  const reading = access.list({ kind: 'PodMetrics', namespace, labelSelector: null }, signal);
  return asking(
    reading.catch((error: unknown): never => {
      const isAbsent = error instanceof ReadError && (error.status === 404 || error.status === 503);
      if (!isAbsent) throw error;
      throw failure(
        `the cluster has no figures of use: metrics-server is not installed or does not answer (${error.message})`,
        'get_resource kind=Pod shows limits and how containers ended; say that usage was not checked',
        error,
      );
    }),
    namespace === null,
  );
}

function nothingOf(name: string, pods: readonly string[]): Error {
  const near = nearest(name, pods);
  const hint = near.length === 0 ? '' : `; near it: ${near.join(', ')}`;
  return failure(
    `no figures of a pod ${name}${hint}; a pod that is not running has none`,
    'get_metrics name=null shows all of a namespace',
  );
}
