// Trouble with the state folder costs the memory, never the cycle: it is judged, printed, and says what to mend.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cycle, scratch } from '../support/cli.ts';
import { app } from '../support/cycles-objects.ts';

const SINCE = new Date('2026-03-10T09:00:00Z');
const LINES = (text: string) => text.split('\n').filter((line) => line !== '');

function snapshot(): readonly string[] {
  const file = join(scratch(), 'cluster.json');
  const kube = { kind: 'Namespace', metadata: { name: 'kube-system', uid: 'cluster-1' } };
  writeFileSync(file, JSON.stringify({ kind: 'List', items: [kube, ...app('cart', ['crash'], SINCE)] }));
  return ['--snapshot', file, '--now', '2026-03-10T10:00:00Z'];
}

it('a file in place of the folder: SELF, degraded, exit code 2, one line with the mend', async () => {
  const state = join(scratch(), 'state');
  writeFileSync(state, 'a file');
  const { code, report, stderr } = await cycle({ state, args: snapshot() });
  expect([code, report.cycle.outcome]).toEqual([2, 'degraded']);
  expect(report.incidents.flatMap((i) => i.rules)).toEqual(expect.arrayContaining(['SELF', 'UNLISTED']));
  expect(LINES(stderr)).toEqual([
    `k8s-monitor: could not read what earlier cycles remembered in ${state}: a file stands where a folder must be (ENOTDIR); name another folder with --state or STATE_DIR`,
  ]);
  expect(readFileSync(state, 'utf8')).toBe('a file');
});

it('what cannot be written after the judgement is a note, one line, exit code 2', async () => {
  const state = scratch();
  writeFileSync(join(state, 'cycles'), 'a file');
  const { code, report, stderr } = await cycle({ state, args: snapshot() });
  expect([code, report.cycle.outcome]).toEqual([2, 'degraded']);
  expect(report.incidents).toMatchObject([{ rules: ['UNLISTED'] }]);
  expect(report.warnings[0]).toMatch(/^could not record this cycle in .*EEXIST.*--state/);
  expect(LINES(stderr)).toEqual([`k8s-monitor: ${report.warnings[0]}`]);
  // The ledger is kept all the same.
  expect(readdirSync(join(state, 'clusters'))).toEqual(['cluster-1']);
});

it('a recording that cannot be written does not lose the cycle', async () => {
  const record = join(scratch(), 'recording');
  writeFileSync(record, 'a file');
  const { code, report, stderr } = await cycle({ args: [...snapshot(), '--record', record] });
  expect([code, report.cycle.outcome, report.incidents.length]).toEqual([2, 'degraded', 1]);
  expect(stderr).toContain(`--record ${record}`);
});

it('a damaged ledger is told as SELF, and set aside', async () => {
  const { folder, text, report } = await withLedger('{"schemaVersion":');
  expect(report.warnings[0]).toMatch(/ledger\.json is damaged .*set aside as .*ledger\.json\.damaged-/);
  const aside = readdirSync(folder).filter((name) => name.startsWith('ledger.json'));
  expect(aside).toEqual([expect.stringMatching(/^ledger\.json\.damaged-[0-9a-f]{8}$/)]);
  expect(readFileSync(join(folder, aside[0] ?? ''), 'utf8')).toBe(text);
  expect(readdirSync(folder)).toContain('ledger-000001.json');
});

it('the ledger of a newer version is told as SELF, and left as it is', async () => {
  const { folder, text, report } = await withLedger('{"schemaVersion":99}');
  expect(report.warnings[0]).toMatch(/newer version/);
  expect(readdirSync(folder)).toEqual(['ledger.json']);
  expect(readFileSync(join(folder, 'ledger.json'), 'utf8')).toBe(text);
});

/** A cycle that finds this ledger: it is degraded, and says so once. */
async function withLedger(text: string) {
  const state = scratch();
  const folder = join(state, 'clusters', 'cluster-1');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'ledger.json'), text);
  const { report } = await cycle({ state, args: snapshot() });
  expect(report.cycle.outcome).toBe('degraded');
  expect(report.incidents.filter((i) => i.rules[0] === 'SELF')).toHaveLength(1);
  return { folder, text, report };
}
