// `init` as somebody sees it who sits in front of a terminal.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratch } from '../../support/cli.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const HOMELAB = join(ROOT, 'tests', 'recordings', 'homelab');

/** Runs `init` on a terminal of its own (util-linux's script) and types an answer at each sign of a question. */
function typed(home: string, answers: readonly (readonly [question: string, answer: string])[]) {
  const path = process.env['PATH'] ?? '';
  const command = `${join(ROOT, 'bin', 'k8s-monitor')} init --snapshot ${HOMELAB}`;
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: home,
    env: { PATH: path, HOME: home, TMPDIR: home, TZ: 'UTC', NO_COLOR: '1', TERM: 'dumb' },
  });
  let shown = '';
  let seen = 0;
  const left = [...answers];
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    const [next] = left;
    if (next === undefined || !shown.slice(seen).includes(next[0])) return;
    seen = shown.length;
    left.shift();
    child.stdin.write(next[1]);
  });
  return new Promise<{ code: number | null; shown: string; unasked: number }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, shown: shown.replaceAll('\r', ''), unasked: left.length }));
  });
}

const THREE = [
  ['Slack channel', 'two words\n'],
  ['wants a channel', '#alerts\n'],
  ['GitOps repository', '\n'],
  ['Time zone', 'Europe/Berlin\n'],
] as const;

it('asks three questions, and takes Enter for what it proposes', async () => {
  const home = scratch();
  const { code, shown, unasked } = await typed(home, THREE);
  expect({ code, unasked }).toEqual({ code: 0, unasked: 0 });
  expect(shown).toContain('[example/homelab]');
  const env = readFileSync(join(home, '.env'), 'utf8');
  expect(env).toMatch(/^SLACK_CHANNEL='#alerts'$/m);
  expect(env).toMatch(/^GITHUB_REPOSITORY=example\/homelab$/m);
  expect(env).toMatch(/^BUSINESS_TZ=Europe\/Berlin$/m);
});

it('shows a difference and asks before it replaces anything', async () => {
  const home = scratch();
  writeFileSync(join(home, 'services.txt'), '1. Critical (P0)\n  1.1 mine\n');
  writeFileSync(join(home, 'slack-app.yaml'), 'mine\n');
  const { code, shown } = await typed(home, [
    ...THREE,
    ['Replace services.txt?', '\n'],
    ['Replace slack-app.yaml?', 'y\n'],
  ]);
  expect(code).toBe(0);
  expect(shown).toMatch(/^- {2}1\.1 mine\n/m);
  expect(readFileSync(join(home, 'services.txt'), 'utf8')).toContain('1.1 mine');
  expect(readFileSync(join(home, 'k8s-overlay', 'services.txt'), 'utf8')).toContain('1.1 mine');
  expect(readFileSync(join(home, 'slack-app.yaml'), 'utf8')).toContain('display_information');
});

it('takes Enter for a clone that .env names, and refreshes the copy of a services.txt that was edited', async () => {
  const home = scratch();
  writeFileSync(join(home, '.env'), 'GIT_REPOSITORY=../homelab\n', { mode: 0o600 });
  expect(await typed(home, [...THREE, ['Replace .env?', 'y\n']])).toMatchObject({ code: 0, unasked: 0 });
  expect(readFileSync(join(home, '.env'), 'utf8')).toMatch(/^GIT_REPOSITORY=\.\.\/homelab\n/);
  const services = readFileSync(join(home, 'services.txt'), 'utf8').replace('- Tier: P2', '- Tier: P0');
  writeFileSync(join(home, 'services.txt'), services);
  const { shown, unasked } = await typed(home, [
    ...THREE,
    ['Replace services.txt?', 'n\n'],
    ['Replace k8s-overlay/services.txt?', 'y\n'],
  ]);
  expect(unasked).toBe(0);
  expect(shown).not.toContain('wants owner/name');
  expect(readFileSync(join(home, 'services.txt'), 'utf8')).toBe(services);
  expect(readFileSync(join(home, 'k8s-overlay', 'services.txt'), 'utf8')).toBe(services);
});

it('Ctrl-C ends it, and nothing was written', async () => {
  const home = scratch();
  const { code, shown } = await typed(home, [['Slack channel', '\u0003']]);
  expect(code).toBe(130);
  expect(shown).toContain('stopped');
  expect(() => readFileSync(join(home, 'services.txt'))).toThrow('ENOENT');
});
