import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Asker } from '../ask.ts';
import { type DraftFile, keepFile } from './init-files.ts';

/** A folder with a services.txt that says `before`; `says`: what is answered, null: nobody is asked. */
function folder(
  before: string | null,
  { says = null, force = false }: { says?: boolean | null; force?: boolean } = {},
) {
  const dir = mkdtempSync(join(tmpdir(), 'k8s-monitor-init-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  if (before !== null) writeFileSync(join(dir, 'services.txt'), before);
  const shown: string[] = [];
  const asker: Asker | null =
    says === null
      ? null
      : {
          ask: async () => '',
          confirm: async (question) => {
            shown.push(question);
            return says;
          },
          close: () => {},
        };
  const keep = (file: Partial<DraftFile> = {}) =>
    keepFile(
      { path: 'services.txt', text: 'new\n', ...file },
      { dir, asker, force, showDiff: async (diff) => void shown.push(diff) },
    );
  const text = (name = 'services.txt') => readFileSync(join(dir, name), 'utf8');
  return { dir, keep, shown, text };
}

it('writes what is not there, and only its owner may read a private file', async () => {
  const { dir, keep, text } = folder(null);
  expect(await keep({ path: 'a/.env', isPrivate: true })).toMatchObject({ outcome: 'written' });
  expect(text('a/.env')).toBe('new\n');
  expect(statSync(join(dir, 'a/.env')).mode & 0o777).toBe(0o600);
});

it('leaves alone what is so already, and asks nothing', async () => {
  const { keep, shown } = folder('new\n', { says: true });
  expect(await keep()).toMatchObject({ outcome: 'unchanged' });
  expect(shown).toEqual([]);
});

it('shows the difference before it asks', async () => {
  const { keep, shown, text } = folder('old\n', { says: true });
  expect(await keep()).toMatchObject({ outcome: 'replaced' });
  expect(shown).toEqual([expect.stringContaining('-old\n+new'), 'Replace services.txt?']);
  expect(text()).toBe('new\n');
});

it('a no leaves everything as it was', async () => {
  const { dir, keep, text } = folder('old\n', { says: false });
  expect(await keep()).toMatchObject({ outcome: 'kept' });
  expect(text()).toBe('old\n');
  expect(readdirSync(dir)).toEqual(['services.txt']);
});

it('without anybody to ask the draft goes beside it, and replaces it only by force', async () => {
  const { keep, text, shown } = folder('old\n');
  expect(await keep()).toMatchObject({ outcome: 'beside' });
  expect([text(), text('services.txt.new'), shown.length]).toEqual(['old\n', 'new\n', 1]);
  const forced = folder('old\n', { force: true });
  expect(await forced.keep()).toMatchObject({ outcome: 'replaced' });
  expect([forced.text(), forced.shown.length]).toEqual(['new\n', 1]);
});

it('shows of a private file only what may be shown', async () => {
  const { keep, shown } = folder('TOKEN=a\n', { says: true });
  const masked = (text: string) => text.replace(/=.*/g, '=(set)');
  expect(await keep({ text: 'TOKEN=b\n', shown: masked })).toMatchObject({ outcome: 'replaced' });
  expect(shown).toEqual(['services.txt: only values that are not shown differ', 'Replace services.txt?']);
});

it('rejects where a folder has the name', async () => {
  const { keep } = folder(null);
  await keep({ path: 'services.txt/x' });
  await expect(keep()).rejects.toThrow('EISDIR');
});
