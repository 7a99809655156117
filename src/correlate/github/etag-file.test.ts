import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileEtags } from './etag-file.ts';

const scratch = () => mkdtempSync(join(tmpdir(), 'etags-'));

it('finds an answer again in another process', async () => {
  const folder = join(scratch(), 'new');
  await fileEtags(folder).set('https://x/a', 'W/"1"', { value: [1] });
  expect(await fileEtags(folder).get('https://x/a')).toEqual({ etag: 'W/"1"', body: { value: [1] } });
  expect(await fileEtags(folder).get('https://x/b')).toBeNull();
});

it('takes a broken file for none, and overwrites it', async () => {
  const folder = scratch();
  const etags = fileEtags(folder);
  await etags.set('https://x/a', 'W/"1"', 1);
  for (const name of readdirSync(folder)) writeFileSync(join(folder, name), '{"version":1,"url":"https://x/a"');
  expect(await etags.get('https://x/a')).toBeNull();
  await etags.set('https://x/a', 'W/"2"', 2);
  expect(await etags.get('https://x/a')).toEqual({ etag: 'W/"2"', body: 2 });
});

it('keeps a bounded number, and does not mind a folder that can not be written', async () => {
  const folder = scratch();
  for (let i = 0; i < 120; i += 1) await fileEtags(folder, 10).set(`https://x/${i}`, 'e', i);
  expect(readdirSync(folder).length).toBeLessThanOrEqual(10);

  const file = join(scratch(), 'file');
  writeFileSync(file, '');
  await expect(fileEtags(file).set('https://x', 'e', 1)).resolves.toBeUndefined();
  expect(await fileEtags(file).get('https://x')).toBeNull();
});
