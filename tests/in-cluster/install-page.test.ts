// docs/install.md from top to bottom, line by line, in one shell: what a newcomer types.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { kubectl } from '../e2e/cluster.ts';
import { scratch } from '../support/cli.ts';
import { inTheCluster } from './lab.ts';
import { NAMESPACE } from './overlay.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PAGE = readFileSync(join(ROOT, 'docs', 'install.md'), 'utf8');

/** What can't be had here, and why. */
const NOT_HERE: readonly (readonly [line: RegExp, why: string])[] = [
  [/^git clone /, 'no forge: the checkout is there'],
  [/^npm ci && npm run build$/, 'it is built'],
  [/^kubectl .* logs .*--follow$/, 'no kubelet runs the pod: schedule.test.ts plays it'],
];

const lines = [...PAGE.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.trim().split('\n'));

/** Doctor ends with 1 here: there is no Slack, and no heartbeat. */
function asTyped(line: string): string {
  return / doctor$/.test(line) ? `${line} || test $? -eq 1` : line;
}

inTheCluster('docs/install.md', {}, (lab) => {
  it('works line by line, and leaves nothing behind', { timeout: 240_000 }, async () => {
    const home = scratch();
    const checkout = join(home, 'k8s-monitor');
    mkdirSync(checkout);
    for (const name of ['bin', 'dist', 'node_modules', 'agents']) symlinkSync(join(ROOT, name), join(checkout, name));
    cpSync(join(ROOT, 'k8s'), join(checkout, 'k8s'), { recursive: true });
    const tools = join(home, 'tools');
    mkdirSync(tools);
    symlinkSync(lab.kubectlPath, join(tools, 'kubectl'));

    const here = lines.filter((line) => !NOT_HERE.some(([pattern]) => pattern.test(line)));
    expect(here.length).toBeGreaterThan(9);
    expect(lines.length - here.length).toBe(NOT_HERE.length);
    // No terminal, so nothing can be asked.
    const script = here.map((line) => asTyped(line.replace(' init ', ' init --yes ')));
    const env = {
      HOME: home,
      TMPDIR: home,
      KUBECONFIG: lab.kubeconfigFor('admin'),
      PATH: `${tools}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    };
    const { code, text } = await typed(script, checkout, env);
    expect(code, text).toBe(0);
    for (const seen of ['job.batch/first created', 'SEV-', 'secret/k8s-monitor created']) expect(text).toContain(seen);
    expect(await kubectl(lab, 'get', 'namespaces', NAMESPACE, '--ignore-not-found')).toBe('');
  });
});

/** `set -x` says which line it was. */
function typed(
  script: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-exc', script.join('\n')], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text }));
  });
}
