// `npm run generate` writes every file that is made from code; with --check it only says which ones are out of date.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { envExample } from './generate/env-example.ts';
import { findingsPage } from './generate/findings.ts';
import { K8S_FILES } from './generate/k8s/files.ts';
import { reportSchema } from './generate/report-schema.ts';
import { routesSchema } from './generate/routes-schema.ts';
import { toolsPage } from './generate/tools.ts';

interface Generated {
  readonly path: string;
  readonly render: () => string | Promise<string>;
}

const GENERATED: readonly Generated[] = [
  { path: '.env.example', render: envExample },
  { path: 'docs/findings.md', render: findingsPage },
  { path: 'docs/report.schema.json', render: reportSchema },
  { path: 'docs/routes.schema.json', render: routesSchema },
  { path: 'docs/tools.md', render: toolsPage },
  ...K8S_FILES,
];

const root = join(import.meta.dirname, '..');
const checkOnly = process.argv.includes('--check');
let stale = 0;

for (const { path, render } of GENERATED) {
  const text = await render();
  const file = join(root, path);
  if (text === (await readFile(file, 'utf8').catch(() => undefined))) continue;
  stale += 1;
  if (checkOnly) {
    console.error(`${path} is out of date: npm run generate`);
  } else {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    console.log(`wrote ${path}`);
  }
}
if (checkOnly && stale > 0) process.exitCode = 1;
