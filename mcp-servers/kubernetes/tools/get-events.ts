import { z } from 'zod';
import { defineTool } from '../../../src/mcp/tool.ts';
import { answer, missing, nOfM } from '../../shared/answer.ts';
import { failure } from '../../shared/failure.ts';
import { Said, textOrNull, whole } from '../../shared/inputs.ts';
import { table } from '../../shared/table.ts';
import { checkNamespace, list } from '../asking.ts';
import type { KubernetesDeps } from '../deps.ts';
import { eventGroups } from '../events.ts';
import { ago } from '../look/look.ts';
import { nearest } from '../nearest.ts';

export const getEvents = defineTool({
  name: 'get_events',
  title: 'Read events',
  description: 'What Kubernetes reported, newest first, repeats counted. Over all namespaces only warnings.',
  access: 'read',
  idempotent: true,
  input: z.strictObject({
    namespace: textOrNull('null: all'),
    kind: textOrNull('of the object, such as Pod'),
    name: textOrNull('of the object'),
    limit: whole(1, 100, 30),
  }),
  output: z.object({
    events: z.array(
      z.object({
        lastSeen: z.string().nullable(),
        count: z.number(),
        type: Said,
        reason: Said,
        namespace: Said.nullable(),
        object: Said,
        message: Said,
      }),
    ),
    total: z.number(),
    limits: z.array(Said),
  }),
  handle: async ({ namespace, kind, name, limit }, { access, now }: KubernetesDeps, signal) => {
    const { objects, limits } = await list(access, { kind: 'Event', namespace, labelSelector: null }, signal);
    if (objects.length === 0) await checkNamespace(access, namespace, signal);
    const groups = eventGroups(objects);
    const wanted = groups.filter(
      (one) => (name === null || one.name === name) && (kind === null || one.kind.toLowerCase() === kind.toLowerCase()),
    );
    if (wanted.length === 0 && name !== null) {
      const near = nearest(
        name,
        groups.map((one) => one.name),
      );
      if (near.length > 0) {
        throw failure(
          `no events about ${name}; there are some about ${near.join(', ')}`,
          'get_events with one of these names, or name=null',
        );
      }
    }
    const events = wanted
      .slice(0, limit)
      .map(({ kind: of, name: called, ...one }) => ({ ...one, object: `${of}/${called}` }));
    const at = now();
    const rows = events.map((one) => [
      ago(one.lastSeen, at),
      `${one.count}x`,
      one.type,
      one.reason,
      namespace === null ? one.namespace : null,
      one.object,
      one.message,
    ]);
    const about = [kind, name].filter((part) => part !== null).join(' ');
    const what = `different events${namespace === null ? '' : ` in ${namespace}`}${about === '' ? '' : ` about ${about}`}`;
    return answer(
      { events, total: wanted.length, limits: [...limits] },
      {
        head: [
          `${nOfM(events.length, wanted.length, what)}, newest first.${wanted.length === 0 ? ' Clusters keep events for about an hour.' : ''}`,
          ...missing(limits),
        ],
        body:
          rows.length === 0 ? [] : table(['LAST', 'COUNT', 'TYPE', 'REASON', 'NAMESPACE', 'OBJECT', 'MESSAGE'], rows),
      },
    );
  },
});
