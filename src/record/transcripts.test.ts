import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { report } from '../../tests/support/report.ts';
import type { Transcript } from '../domain/agent.ts';
import { listCycles, readCycle, writeCycle } from './cycle-log.ts';
import { pruneCycles } from './prune-cycles.ts';
import { readTranscripts, writeTranscripts } from './transcripts.ts';

let state = '';
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'k8s-monitor-'));
});
afterEach(() => rm(state, { recursive: true, force: true }));

const cycles = () => join(state, 'cycles');
const agents = (id: string) => join(cycles(), `${id}.agents.json`);
const left = async (): Promise<string[]> => (await readdir(cycles())).sort();

function said(text = 'because'): Transcript {
  return { agent: 'k8s-analyzer', incidentId: 'INC-20261121-001', steps: [{ role: 'assistant', text }] };
}

/** A cycle with its transcripts, written this many hours before the others. */
async function write(id: string, hoursAgo = 0, transcripts: readonly Transcript[] = [said()]): Promise<void> {
  await writeTranscripts(state, id, transcripts);
  await writeCycle(state, { ...report(), cycle: { ...report().cycle, id } });
  const at = new Date(Date.UTC(2026, 10, 21, 12 - hoursAgo));
  for (const name of (await left()).filter((file) => file.startsWith(`${id}.`)))
    await utimes(join(cycles(), name), at, at);
}

describe('transcripts', () => {
  it('come back as they were', async () => {
    await write('c1');
    expect(await readTranscripts(state, 'c1')).toEqual({ transcripts: [said()] });
  });

  it('of a cycle without agents are none, and leave no file', async () => {
    await write('c1', 0, []);
    expect(await readTranscripts(state, 'c1')).toEqual({ transcripts: [] });
    expect(await left()).toEqual(['c1.json']);
  });

  it('are no cycles of their own', async () => {
    await write('c1');
    await write('c2', 1);
    expect((await listCycles(state, 10)).cycles.map(({ cycle }) => cycle.id)).toEqual(['c1', 'c2']);
    expect(await readCycle(state, 'c1.agents')).toMatchObject({
      problem: expect.stringContaining('no cycle c1.agents'),
    });
    expect(await readCycle(state, 'c1.')).toMatchObject({ problem: expect.stringContaining('no cycle c1.') });
  });

  it('that never end are cut, and say so', async () => {
    await write('c1', 0, [said('x'.repeat(10_000_000))]);
    expect((await stat(agents('c1'))).size).toBeLessThan(70_000);
    expect(JSON.stringify(await readTranscripts(state, 'c1'))).toContain('… [cut, 10000000 characters]');
  });

  it('never leave their folder', async () => {
    await expect(writeTranscripts(state, '../c1', [said()])).rejects.toThrow('not a name');
    await expect(writeTranscripts(state, '../c1', [])).rejects.toThrow('not a name');
    await expect(writeTranscripts(state, 'c1.agents', [said()])).rejects.toThrow('not a name');
  });

  it.each([
    ['{', 'is damaged'],
    ['{"schemaVersion": 1, "transcripts": [{"agent": "somebody"}]}', 'is damaged'],
    ['{"schemaVersion": 2}', 'was written by a newer k8s-monitor: update to read it'],
  ])('that cannot be read say why: %.20s', async (text, why) => {
    await write('c1');
    await writeFile(agents('c1'), text);
    expect(await readTranscripts(state, 'c1')).toEqual({ problem: `${agents('c1')} ${why}` });
  });
});

describe('pruning', () => {
  it('takes them with their cycle', async () => {
    await write('new');
    await write('old', 31 * 24);
    await pruneCycles(cycles());
    expect(await left()).toEqual(['new.agents.json', 'new.json']);
  });

  it('counts them', async () => {
    for (const [hours, id] of ['c3', 'c2', 'c1'].entries()) await write(id, hours, [said('x'.repeat(20_000))]);
    const bytes = (await stat(agents('c1'))).size + (await stat(join(cycles(), 'c1.json'))).size;
    await pruneCycles(cycles(), { ms: Number.POSITIVE_INFINITY, bytes: 2.1 * bytes });
    expect(await left()).toEqual(['c2.agents.json', 'c2.json', 'c3.agents.json', 'c3.json']);
  });

  it('takes those whose cycle is gone, but not those whose cycle is about to be written', async () => {
    await write('c2');
    await write('c1', 3);
    await rm(join(cycles(), 'c1.json'));
    await writeTranscripts(state, 'c3', [said()]);
    await pruneCycles(cycles());
    expect(await left()).toEqual(['c2.agents.json', 'c2.json', 'c3.agents.json']);
  });
});
