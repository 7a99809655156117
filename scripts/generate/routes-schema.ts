// docs/routes.schema.json: what may stand in routes.yaml, for editors that check YAML while it is written.
import { z } from 'zod';
import { RoutesFile } from '../../src/config/routes/file.ts';

export function routesSchema(): string {
  const schema = z.toJSONSchema(RoutesFile, { target: 'draft-2020-12', io: 'input' });
  const described = {
    ...schema,
    title: 'k8s-monitor routes',
    description: 'Who is told what: the file that ROUTES_FILE names. docs/routes.md explains it.',
  };
  return `${JSON.stringify(described, null, 2)}\n`;
}
