import { z } from 'zod';
import { ACCESS_RESOURCES } from '../../../src/collect/access-kinds.ts';
import { defineTool } from '../../../src/mcp/tool.ts';
import { answer, missing, nOfM } from '../../shared/answer.ts';
import { Said, textOrNull, whole } from '../../shared/inputs.ts';
import { table } from '../../shared/table.ts';
import { checkNamespace, list } from '../asking.ts';
import type { KubernetesDeps } from '../deps.ts';
import { KindInput } from '../kind-input.ts';
import { rowOf, troubledFirst } from '../look/row.ts';

export const listResources = defineTool({
  name: 'list_resources',
  title: 'List objects',
  description: 'Objects of a kind like kubectl get, those in trouble first.',
  access: 'read',
  idempotent: true,
  input: z.strictObject({
    kind: KindInput,
    namespace: textOrNull('null: all'),
    labelSelector: textOrNull('such as app=api'),
    limit: whole(1, 200, 40),
  }),
  output: z.object({
    kind: z.string(),
    rows: z.array(
      z.object({
        namespace: Said.nullable(),
        name: Said,
        ready: Said.nullable(),
        status: Said.nullable(),
        age: Said.nullable(),
        about: Said,
        trouble: z.boolean(),
      }),
    ),
    total: z.number(),
    limits: z.array(Said),
  }),
  handle: async ({ kind, namespace, labelSelector, limit }, { access, now }: KubernetesDeps, signal) => {
    const place = ACCESS_RESOURCES[kind].namespaced ? namespace : null;
    const { objects, limits } = await list(access, { kind, namespace: place, labelSelector }, signal);
    if (objects.length === 0) await checkNamespace(access, place, signal);
    const at = now();
    const all = troubledFirst(objects.map((object) => rowOf(kind, object, at)));
    const rows = all.slice(0, limit);
    const where = place === null ? '' : ` in ${place}`;
    const selected = labelSelector === null ? '' : ` with ${labelSelector}`;
    const troubled = all.filter(({ trouble }) => trouble).length;
    const cells = rows.map((row) => [
      place === null ? row.namespace : null,
      row.name,
      row.ready,
      row.status,
      row.age,
      row.about,
    ]);
    return answer(
      { kind, rows, total: all.length, limits: [...limits] },
      {
        head: [
          `${nOfM(rows.length, all.length, kind)}${where}${selected}; ${troubled} in trouble.`,
          ...missing(limits),
        ],
        body: rows.length === 0 ? [] : table(['NAMESPACE', 'NAME', 'READY', 'STATUS', 'AGE', 'ABOUT'], cells),
      },
    );
  },
});
