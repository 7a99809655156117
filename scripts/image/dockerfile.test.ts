// What the Dockerfile says must be what the rest of the repository says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { imageConfig, parseStages, targets } from './dockerfile.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const PACKAGE = JSON.parse(read('package.json')) as { version: string; devDependencies: Record<string, string> };
const STAGES = parseStages(read('Dockerfile'));
const TARGETS = targets(STAGES);

it('publishes two images; the one without git is what you get without asking', () => {
  expect(TARGETS.map(({ name }) => name)).toEqual(['with-git', 'final']);
  expect(STAGES.at(-1)?.name).toBe('final');
});

it('has the Node this repository is tested with, everywhere', () => {
  const bases = STAGES.map(({ base }) => base).filter((base) => base !== 'scratch');
  expect(new Set(bases)).toEqual(new Set([`node:${PACKAGE.devDependencies['node']}-bookworm-slim`]));
});

it('starts both in the same way, as bin/k8s-monitor does', () => {
  const [withGit, final] = TARGETS.map(imageConfig);
  expect(withGit).toEqual(final);
  expect(final).toMatchObject({
    user: '65532:65532',
    workdir: '/work',
    entrypoint: ['/usr/local/bin/node', '--max-semi-space-size=4', '/app/dist/k8s-monitor.js'],
    cmd: ['run', '--once'],
    env: { NODE_USE_ENV_PROXY: '1' },
  });
  const launcher = read('bin/k8s-monitor');
  expect(launcher).toContain('exec "$node" --max-semi-space-size=4 "$root/dist/k8s-monitor.js"');
  expect(launcher).toContain('NODE_USE_ENV_PROXY:-1');
});

it('puts the same files of ours into both', () => {
  const copies = TARGETS.map(({ instructions }) => instructions.filter(({ text }) => text.includes('/app')));
  const said = copies.map((list) => list.filter(({ keyword }) => keyword === 'COPY').map(({ text }) => text));
  expect(said).toEqual([['/app/ /app/'], ['/app/ /app/']]);
});

it('is labelled with the version of the package', () => {
  for (const target of TARGETS)
    expect(imageConfig(target).labels).toMatchObject({
      'org.opencontainers.image.version': PACKAGE.version,
      'org.opencontainers.image.licenses': 'Apache-2.0',
    });
});
