// The workflows run on a forge only: what can be held against the repository is held here.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.github/workflows');
const PACKAGE = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
  devDependencies: Record<string, string>;
};

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[]; readonly 'timeout-minutes'?: number }>>;
}

describe.each(readdirSync(FOLDER))('%s', (name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  const workflow = parse(text) as Workflow;
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  it('may only read, unless a job says otherwise, and no job runs for ever', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    for (const job of jobs) expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  it('takes actions of a full version or a commit only', () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((each) => !/^[\w-]+\/[\w-]+@(?:v\d+\.\d+\.\d+|[0-9a-f]{40})$/.test(each))).toEqual([]);
  });

  it('leaves no token in the checkout, and puts nothing a stranger names into a shell', () => {
    for (const { uses, with: given } of steps)
      if (uses?.startsWith('actions/checkout@')) expect(given).toMatchObject({ 'persist-credentials': false });
    expect(steps.flatMap(({ run }) => run ?? []).filter((run) => run.includes('${{'))).toEqual([]);
    expect(text).not.toContain('pull_request_target');
  });

  it('runs scripts that there are, on the Node of this repository', () => {
    const scripts = steps.flatMap(({ run = '' }) =>
      [...run.matchAll(/npm (?:run )?([a-z0-9]+)/g)].map(([, one]) => one),
    );
    expect(scripts.filter((script) => script !== 'ci' && PACKAGE.scripts[script ?? ''] === undefined)).toEqual([]);
    const nodes = steps.filter(({ uses }) => uses?.startsWith('actions/setup-node@')).map((step) => step.with);
    expect(nodes.length).toBeGreaterThan(0);
    for (const node of nodes) expect(node).toMatchObject({ 'node-version': PACKAGE.devDependencies['node'] });
  });

  it('builds images for the two platforms that have a Node 24', () => {
    const built = steps.filter(({ uses, with: given }) => uses?.startsWith('docker/build-push') && !given?.['load']);
    expect(built.map((step) => step.with?.['platforms'])).toEqual(['linux/amd64,linux/arm64']);
  });
});

it('a release names the image as the manifests do', () => {
  const release = readFileSync(join(FOLDER, 'release.yml'), 'utf8');
  const named = /s\|([^|$]+):\$VERSION\|/.exec(release)?.[1];
  expect(named).toBe('ghcr.io/k8s-monitor/k8s-monitor');
  expect(readFileSync(join(ROOT, 'dist/install.yaml'), 'utf8')).toContain(`image: ${named}:`);
});
