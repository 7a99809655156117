import { chmod, mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { badNight } from '../../tests/support/nights.ts';
import { report } from '../../tests/support/report.ts';
import type { Report } from '../domain/report.ts';
import { listCycles, readCycle, writeCycle } from './cycle-log.ts';
import { pruneCycles } from './prune-cycles.ts';

let state: string;
const file = (id: string): string => join(state, 'cycles', `${id}.json`);

beforeEach(async () => {
  state = join(await mkdtemp(join(tmpdir(), 'k8s-monitor cycles-')), 'data');
});

afterEach(() => rm(join(state, '..'), { recursive: true, force: true }));

/** Written this many hours before the others. */
async function write(id: string, hoursAgo = 0, of: Report = report()): Promise<void> {
  await writeCycle(state, { ...of, cycle: { ...of.cycle, id } });
  const at = new Date(Date.UTC(2026, 10, 21, 12 - hoursAgo));
  await utimes(file(id), at, at);
}

describe('writing', () => {
  it('keeps the whole report, and one line in the journal', async () => {
    await write('c1', 0, badNight());
    expect(await readCycle(state, 'c1')).toEqual({
      report: { ...badNight(), cycle: { ...badNight().cycle, id: 'c1' } },
    });
    const line: unknown = JSON.parse(await readFile(join(state, 'k8s-monitor.jsonl'), 'utf8'));
    expect(line).toEqual({
      id: 'c1',
      time: '2026-11-21T03:13:58.200Z',
      outcome: 'ok',
      'SEV-1': 1,
      'SEV-2': 0,
      'SEV-3': 1,
      'SEV-4': 1,
      told: 2,
      gaps: 0,
      tokens: 0,
      usd: 0,
      ms: 1800,
    }); // prettier-ignore
  });

  it('adds to the journal, and leaves nothing half written behind', async () => {
    await write('c1');
    await write('c2');
    expect((await readFile(join(state, 'k8s-monitor.jsonl'), 'utf8')).trimEnd().split('\n')).toHaveLength(2);
    expect((await readdir(join(state, 'cycles'))).sort()).toEqual(['c1.json', 'c2.json']);
  });

  it('starts a new journal when the old one has grown long', async () => {
    await write('c1');
    await truncate(join(state, 'k8s-monitor.jsonl'), 11 * 1024 * 1024);
    await write('c2');
    expect((await readFile(join(state, 'k8s-monitor.jsonl'), 'utf8')).split('\n')).toHaveLength(2);
    expect(await readdir(state)).toContain('k8s-monitor.jsonl.1');
  });

  it('never leaves its folder', async () => {
    await expect(write('../c1')).rejects.toThrow('not a name');
  });
});

describe('pruning', () => {
  const left = async (): Promise<string[]> => (await readdir(join(state, 'cycles'))).sort();

  it('removes what is over 30 days older than the newest', async () => {
    await write('new');
    await write('kept', 29 * 24);
    await write('old', 31 * 24);
    await pruneCycles(join(state, 'cycles'));
    expect(await left()).toEqual(['kept.json', 'new.json']);
  });

  it('removes the oldest beyond the space there is, and never the newest', async () => {
    for (const [index, id] of ['c4', 'c3', 'c2', 'c1'].entries()) await write(id, index);
    const bytes = (await readFile(file('c1'))).length;
    await pruneCycles(join(state, 'cycles'), { ms: Number.POSITIVE_INFINITY, bytes: 2.5 * bytes });
    expect(await left()).toEqual(['c3.json', 'c4.json']);
    await pruneCycles(join(state, 'cycles'), { ms: Number.POSITIVE_INFINITY, bytes: 1 });
    expect(await left()).toEqual(['c4.json']);
  });
});

describe('reading', () => {
  beforeEach(async () => {
    await write('20261121-09-ab', 3);
    await write('20261121-10-ab', 2);
    await write('20261121-11-ab', 1);
  });
  const problem = async (which: string): Promise<string> => {
    const read = await readCycle(state, which);
    return 'problem' in read ? read.problem : `read ${read.report.cycle.id}`;
  };

  it('finds by id, by the beginning of an id, and the latest', async () => {
    expect(await problem('20261121-10-ab')).toBe('read 20261121-10-ab');
    expect(await problem('20261121-09')).toBe('read 20261121-09-ab');
    expect(await problem('latest')).toBe('read 20261121-11-ab');
  });

  it('says when it is not clear which, or there is none', async () => {
    expect(await problem('2026')).toBe('3 cycles begin with 2026: 20261121-11-ab, 20261121-10-ab, 20261121-09-ab');
    expect(await problem('2027')).toBe(
      `no cycle 2027 in ${join(state, 'cycles')}: \`k8s-monitor cycles list\` shows them`,
    );
    expect(await problem('../k8s-monitor')).toContain('no cycle ../k8s-monitor');
    state = join(state, 'elsewhere');
    expect(await problem('latest')).toContain('no cycle is recorded');
  });

  it.each([
    ['', 'is damaged: not JSON, empty'],
    ['{"schemaVersion": 1, "cycle', 'is damaged: not JSON, perhaps cut off'],
    ['{"schemaVersion": 2}', 'was written by a newer k8s-monitor (schemaVersion 2): update to read it'],
    ['[]', "is damaged: not a cycle's report"],
    [JSON.stringify({ ...report(), gaps: null }), "is damaged: not a cycle's report at gaps"],
  ])('says what is wrong with a damaged file: %.30s', async (text, expected) => {
    await writeFile(file('20261121-11-ab'), text);
    expect(await problem('latest')).toBe(`${file('20261121-11-ab')} ${expected}`);
  });

  it('lists the newest first, and a damaged file costs itself only', async () => {
    await writeFile(file('20261121-10-ab'), '{');
    const { cycles, damaged, total } = await listCycles(state, 10);
    expect(cycles.map(({ cycle }) => cycle.id)).toEqual(['20261121-11-ab', '20261121-09-ab']);
    expect(damaged).toEqual([`${file('20261121-10-ab')} is damaged: not JSON, perhaps cut off`]);
    expect(total).toBe(3);
  });

  it('reads no more than it is asked for', async () => {
    const { cycles, total } = await listCycles(state, 2);
    expect(cycles.map(({ cycle }) => cycle.id)).toEqual(['20261121-11-ab', '20261121-10-ab']);
    expect(total).toBe(3);
  });

  it('has an empty list before the first cycle', async () => {
    expect(await listCycles(join(state, 'elsewhere'), 10)).toEqual({ cycles: [], damaged: [], total: 0 });
  });

  it('says that a folder may not be read', async () => {
    if (process.getuid?.() === 0) return; // root may read everything
    await chmod(join(state, 'cycles'), 0);
    expect(await problem('latest')).toContain('cannot be read: EACCES');
  });
});
