import { z } from 'zod';
import { ACCESS_RESOURCES } from '../../../src/collect/access-kinds.ts';
import { defineTool } from '../../../src/mcp/tool.ts';
import { toFit } from '../../shared/answer.ts';
import { Said, text, textOrNull } from '../../shared/inputs.ts';
import { getOne } from '../asking.ts';
import type { KubernetesDeps } from '../deps.ts';
import { KindInput } from '../kind-input.ts';
import { rowOf } from '../look/row.ts';
import { manifestOf } from '../manifest.ts';

export const getResource = defineTool({
  name: 'get_resource',
  title: 'Read one object',
  description: 'One object as YAML, status first; secrets masked, of a ConfigMap only the key names.',
  access: 'read',
  idempotent: true,
  input: z.strictObject({ kind: KindInput, namespace: textOrNull('null: kind has none'), name: text() }),
  output: z.object({
    kind: z.string(),
    namespace: Said.nullable(),
    name: Said,
    age: Said.nullable(),
    /** YAML, as in the text. */
    manifest: Said,
  }),
  handle: async ({ kind, namespace, name }, { access, now }: KubernetesDeps, signal) => {
    const place = ACCESS_RESOURCES[kind].namespaced ? namespace : null;
    const object = await getOne(access, kind, place, name, signal);
    const { age } = rowOf(kind, object, now());
    const where = place === null ? '' : ` in ${place}`;
    const { lines, text: told } = toFit({
      head: [`${kind} ${name}${where}, ${age === null ? 'age unknown' : `created ${age} ago`}`],
      body: manifestOf(object).trimEnd().split('\n'),
    });
    return { data: { kind, namespace: place, name, age, manifest: lines.join('\n') }, text: told };
  },
});
