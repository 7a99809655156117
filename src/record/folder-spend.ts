import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { monthOf, Spend } from '../domain/spend.ts';
import { append } from '../platform/append.ts';
import type { Clock } from '../platform/clock.ts';
import { codeOf } from '../platform/errors.ts';
import { namesIn } from '../platform/names-in.ts';
import { oldestMonth, type SpendBook, type SpendRead } from './spend-book.ts';

const FILE = /^\d{4}-\d\d\.jsonl$/;

/** A line for each answer in a file for each month: `<state>/spend/2026-11.jsonl`. `clock` is the system's, never one that stands still. */
export function folderSpendBook(state: string, clock: Clock): SpendBook {
  const folder = spendFolder(state);
  const thisMonth = () => join(folder, fileOf(clock.now()));
  return {
    place: state,
    spentUsd: async () => {
      const { spends } = await readFileOf(thisMonth());
      return spends.reduce((sum, { usd }) => sum + usd, 0);
    },
    open: async () => {
      // An empty line shows that there is room, and ends what a killed process may have left half written.
      await append(thisMonth(), '\n');
      await prune(folder, clock.now());
    },
    add: (spend) => append(thisMonth(), `${JSON.stringify({ at: clock.now().toISOString(), ...spend })}\n`),
    read: () => readSpend(state),
  };
}

async function readSpend(state: string): Promise<SpendRead> {
  const folder = spendFolder(state);
  const names = (await namesIn(folder)).filter((name) => FILE.test(name)).sort();
  const reads = await Promise.all(names.map((name) => readOrSay(join(folder, name))));
  return { spends: reads.flatMap((read) => read.spends), problems: reads.flatMap((read) => read.problems) };
}

export function spendFolder(state: string): string {
  return join(state, 'spend');
}

async function readOrSay(path: string): Promise<SpendRead> {
  try {
    return await readFileOf(path);
  } catch (error) {
    return { spends: [], problems: [`${path} cannot be read: ${codeOf(error)}; its cost is not in the sums`] };
  }
}

async function readFileOf(path: string): Promise<SpendRead> {
  const lines = (await textOf(path)).split('\n').filter((line) => line.trim() !== '');
  const spends = lines.flatMap((line) => Spend.safeParse(parseJson(line)).data ?? []);
  const damaged = lines.length - spends.length;
  if (damaged === 0) return { spends, problems: [] };
  const what = damaged === 1 ? '1 line is damaged; its' : `${damaged} lines are damaged; their`;
  return { spends, problems: [`${path}: ${what} cost is not in the sums`] };
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}

/** What is too old goes. That it can't go is no reason to ask nobody. */
async function prune(folder: string, now: Date): Promise<void> {
  const oldest = `${oldestMonth(now)}.jsonl`;
  try {
    const old = (await namesIn(folder)).filter((name) => FILE.test(name) && name < oldest);
    await Promise.all(old.map((name) => rm(join(folder, name))));
  } catch {
    // It is tried again with the next question.
  }
}

function fileOf(date: Date): string {
  return `${monthOf(date)}.jsonl`;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
