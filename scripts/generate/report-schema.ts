// docs/report.schema.json: what `--output json` prints, for programs that read it.
import { z } from 'zod';
import { Report } from '../../src/domain/report.ts';

export function reportSchema(): string {
  const schema = z.toJSONSchema(Report, { target: 'draft-2020-12' });
  const described = {
    ...schema,
    title: 'k8s-monitor report',
    description: 'What `k8s-monitor run --output json` prints.',
  };
  return `${JSON.stringify(described, null, 2)}\n`;
}
