import { z } from 'zod';
import { refText } from '../../../src/domain/object-ref.ts';
import { defineTool } from '../../../src/mcp/tool.ts';
import { answer, nOfM } from '../../shared/answer.ts';
import { Said, textOrNull } from '../../shared/inputs.ts';
import { table } from '../../shared/table.ts';
import type { KubernetesDeps } from '../deps.ts';
import { ago } from '../look/look.ts';

const MOST = 40;

export const scanCluster = defineTool({
  name: 'scan_cluster',
  title: 'What the rules find',
  description: 'What is provably broken now, which services it hurts, and what could not be read. Start here.',
  access: 'read',
  idempotent: true,
  input: z.strictObject({ namespace: textOrNull('null: all') }),
  output: z.object({
    takenAt: z.string(),
    cluster: Said,
    findings: z.array(
      z.object({ code: z.string(), object: Said, container: Said.nullable(), since: z.string(), message: Said }),
    ),
    total: z.number(),
    services: z.array(z.object({ name: Said, tier: Said, state: Said })),
    gaps: z.array(Said),
  }),
  handle: async ({ namespace }, { scan, now }: KubernetesDeps, signal) => {
    const { takenAt, cluster, findings, services, gaps } = await scan(signal);
    const here = findings.filter(({ subject }) => namespace === null || subject.namespace === namespace);
    const shown = here.slice(0, MOST).map(({ code, subject, container, since, message }) => ({
      code,
      object: refText(subject),
      container,
      since: since.toISOString(),
      message,
    }));
    const hurt = services.filter(({ state }) => state !== 'ok');
    const data = {
      takenAt: takenAt.toISOString(),
      cluster,
      findings: shown,
      total: here.length,
      services: [...hurt],
      gaps: [...gaps],
    };
    const where = namespace === null ? '' : ` in ${namespace}`;
    const rows = shown.map((one) => [one.code, one.object, ago(one.since, now()), one.message]);
    return answer(data, {
      head: [
        `Cluster ${cluster} at ${data.takenAt}: ${nOfM(shown.length, here.length, `findings${where}`)}.`,
        hurt.length === 0 ? 'No listed service is in trouble.' : 'Services in trouble:',
        ...hurt.slice(0, MOST).map(({ name, tier, state }) => `  ${name} (${tier}): ${state}`),
        ...(gaps.length === 0
          ? []
          : ['Not read, so nothing is known of it:', ...gaps.slice(0, MOST).map((gap) => `  ${gap}`)]),
      ],
      body: rows.length === 0 ? [] : table(['CODE', 'OBJECT', 'SINCE', 'WHAT'], rows),
    });
  },
});
