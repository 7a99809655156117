// What the README shows and tells people to type is what happens.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cli, scratch } from '../support/cli.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const HOMELAB = join(ROOT, 'tests', 'recordings', 'homelab');

it('shows the report that npm start prints', async () => {
  const shown = /<!-- report -->\n+```text\n([\s\S]*?)```\n+<!-- \/report -->/.exec(README)?.[1];
  const { stdout } = await cli(['run', '--once', '--snapshot', HOMELAB], { TZ: 'UTC' });
  expect(withoutIds(shown ?? '')).toBe(withoutIds(stdout));
});

/** A cycle's id and how long it took differ each time. */
function withoutIds(text: string): string {
  return text.replace(/cycle \S+ · [\d.]+ s/g, 'cycle');
}

it('its commands work one after the other', async () => {
  const state = scratch();
  const recording = join(scratch(), 'recording');
  const run = async (line: string): Promise<string> => {
    expect(README).toContain(line.replace(HOMELAB, 'PATH').replace(` --state ${state}`, ''));
    const { code, stdout, stderr } = await cli(line.split(' '));
    expect({ line, code, stderr }).toEqual({ line, code: 0, stderr: '' });
    return stdout;
  };
  const first = await run(`run --once --snapshot ${HOMELAB} --state ${state}`);
  expect(first).toContain('SEV-1');
  expect(README).toContain('run --once --record DIR');
  expect((await cli(['run', '--once', '--snapshot', HOMELAB, '--record', recording])).code).toBe(0);
  const replayed = await cli(['run', '--once', '--snapshot', recording]);
  expect(withoutIds(replayed.stdout)).toBe(withoutIds(first));
  await run(`run --once --snapshot ${HOMELAB} --state ${state}`);
  expect(await run(`cycles list --state ${state}`)).toMatch(/SEV-1/);
  expect(await run(`cycles show --state ${state}`)).toContain('chores-tracker-backend');
  expect(await run(`cycles diff --state ${state}`)).toMatch(/\S/);
  expect(await run('services')).toContain('nginx-ingress');
});
