import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../platform/clock.ts';
import { folderSpendBook, spendFolder } from './folder-spend.ts';

let state = '';
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'k8s-monitor-'));
});
afterEach(() => rmSync(state, { recursive: true, force: true }));

const cluster = { uid: 'a', name: 'homelab' };
const paid = (usd: number, purpose: 'cycle' | 'eval' = 'cycle') => {
  return { purpose, cluster, model: 'm', inputTokens: 1000, outputTokens: 100, usd };
};
const bookAt = (time: string) => folderSpendBook(state, fixedClock(time));
const readAll = () => bookAt('2026-12-01T12:00:00Z').read();
const file = (month: string) => join(spendFolder(state), `${month}.jsonl`);

describe('what models cost', () => {
  it('is kept in a file for each month of UTC, and the month is summed whatever it was for', async () => {
    await bookAt('2026-11-30T23:59:59Z').add(paid(4));
    const december = bookAt('2026-11-30T23:30:00-01:00');
    expect(await december.spentUsd()).toBe(0);
    await december.open();
    await december.add(paid(0.5));
    await december.add(paid(0.25, 'eval'));
    expect(await december.spentUsd()).toBe(0.75);
    expect(readdirSync(spendFolder(state)).sort()).toEqual(['2026-11.jsonl', '2026-12.jsonl']);
    const { spends, problems } = await readAll();
    expect(spends.map(({ at, usd, purpose }) => [at, usd, purpose])).toEqual([
      ['2026-11-30T23:59:59.000Z', 4, 'cycle'],
      ['2026-12-01T00:30:00.000Z', 0.5, 'cycle'],
      ['2026-12-01T00:30:00.000Z', 0.25, 'eval'],
    ]);
    expect(problems).toEqual([]);
  });

  it('is nothing before anybody was asked, and reading leaves no trace', async () => {
    expect([await readAll(), await bookAt('2026-11-21T10:00:00Z').spentUsd()]).toEqual([
      { spends: [], problems: [] },
      0,
    ]);
    expect(readdirSync(state)).toEqual([]);
  });

  it('survives a line that a killed process left half written', async () => {
    const book = bookAt('2026-11-21T10:00:00Z');
    await book.add(paid(1));
    appendFileSync(file('2026-11'), '{"at":"2026-11-21T10:00:00.000Z","purp');
    expect(await book.spentUsd()).toBe(1);
    await book.open();
    await book.add(paid(2));
    expect(await book.spentUsd()).toBe(3);
    expect((await readAll()).problems).toEqual([`${file('2026-11')}: 1 line is damaged; its cost is not in the sums`]);
  });

  it('of several processes at once is all there', async () => {
    const script = `
      import { folderSpendBook } from ${JSON.stringify(join(import.meta.dirname, 'folder-spend.ts'))};
      import { fixedClock } from ${JSON.stringify(join(import.meta.dirname, '..', 'platform', 'clock.ts'))};
      const book = folderSpendBook(${JSON.stringify(state)}, fixedClock('2026-11-21T10:00:00Z'));
      await book.open();
      await Promise.all(Array.from({ length: 50 }, () => book.add(${JSON.stringify(paid(1))})));`;
    const children = [1, 2].map(() => spawn(process.execPath, ['--input-type=module', '-e', script]));
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'close'))[0]));
    expect(codes).toEqual([0, 0]);
    expect(await bookAt('2026-11-21T10:00:00Z').spentUsd()).toBe(100);
  });

  it('is kept for a year and a month, and what else lies there is left alone', async () => {
    const now = bookAt('2026-11-21T10:00:00Z');
    await now.add(paid(1));
    for (const name of ['2025-09.jsonl', '2025-10.jsonl', 'notes.txt'])
      writeFileSync(join(spendFolder(state), name), '');
    await now.open();
    expect(readdirSync(spendFolder(state)).sort()).toEqual(['2025-10.jsonl', '2026-11.jsonl', 'notes.txt']);
  });

  it('cannot be begun where nothing can be written', async () => {
    writeFileSync(spendFolder(state), 'a file');
    await expect(bookAt('2026-11-21T10:00:00Z').open()).rejects.toMatchObject({ code: 'EEXIST' });
  });

  it('that cannot be read is no nothing: the month is not known, and the sums say so', async () => {
    const book = bookAt('2026-11-21T10:00:00Z');
    await book.add(paid(1));
    rmSync(file('2026-11'));
    // A folder can't be read as a file, not even by root.
    mkdirSync(file('2026-11'));
    await expect(book.spentUsd()).rejects.toMatchObject({ code: 'EISDIR' });
    expect((await readAll()).problems).toEqual([
      `${file('2026-11')} cannot be read: EISDIR; its cost is not in the sums`,
    ]);
  });
});
