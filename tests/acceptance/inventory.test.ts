// Must hold 14 through the process: whatever is wrong with services.txt, nothing is lost and it is said.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Report } from '../../src/domain/report.ts';
import { cli, scratch } from '../support/cli.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const HOMELAB = join(ROOT, 'tests', 'recordings', 'homelab');
const REFERENCE = join(ROOT, 'docs', 'reference', 'services.txt');
const NAME = 'chores-tracker-backend';

async function run(services: string, state = scratch()) {
  const { code, stdout, stderr } = await cli([
    'run',
    '--once',
    '--snapshot',
    HOMELAB,
    '--services',
    services,
    '--state',
    state,
    '--output',
    'json',
  ]);
  const report = Report.parse(JSON.parse(stdout));
  const about = (name: string) =>
    report.incidents.find((i) => i.title.startsWith(name) || i.service === name || i.title.includes(` ${name} `));
  return { code, stderr, report, self: report.incidents.find((i) => i.rules.includes('SELF')), backend: about(NAME) };
}

function file(text: string): string {
  const path = join(scratch(), 'services.txt');
  writeFileSync(path, text);
  return path;
}

it('a missing file leaves everything unlisted, is told, and ends with 2', async () => {
  const { code, stderr, self, backend, report } = await run(join(scratch(), 'nowhere.txt'));
  expect(code).toBe(2);
  expect(stderr).toContain('nowhere.txt');
  expect(self?.severity).toBe('SEV-3');
  expect(backend).toMatchObject({ service: null, severity: 'SEV-3', rules: ['UNLISTED'] });
  expect(report.services).toEqual([]);
});

it('an empty file is no inventory, and never makes everything SEV-4', async () => {
  const { code, self, backend } = await run(file(''));
  expect(code).toBe(2);
  expect(self?.rationale).toContain('expected entries such as');
  expect(backend?.severity).toBe('SEV-3');
});

it('the last good copy stands in for a file that went missing', async () => {
  const state = scratch();
  const path = join(scratch(), 'services.txt');
  copyFileSync(REFERENCE, path);
  expect((await run(path, state)).code).toBe(0);
  writeFileSync(path, 'nothing that anybody could read\n');
  const { code, self, backend } = await run(path, state);
  expect(code).toBe(0);
  expect(self?.rationale).toContain('last good copy');
  expect(backend).toMatchObject({ service: NAME, severity: 'SEV-1' });
});

it('a duplicate name is told with its line, and the stricter entry holds', async () => {
  const { self, backend, stderr } = await run(
    file(`${readFileSync(REFERENCE, 'utf8')}\n3. Support Services (P2-P3)\n\n  3.9 ${NAME}\n  - Namespace: ${NAME}\n`),
  );
  expect(stderr).toMatch(/services\.txt:\d+:\d+: .*duplicate/);
  expect(self?.severity).toBe('SEV-3');
  expect(backend).toMatchObject({ service: NAME, tier: 'P0', severity: 'SEV-1' });
});

it('an entry with an unknown tier counts as P0', async () => {
  const { stderr, report, backend } = await run(
    file(`1. Services\n\n  1.1 ${NAME}\n  - Tier: P7\n  - Namespace: ${NAME}\n`),
  );
  expect(stderr).toMatch(/services\.txt:4:\d+: .*P7/);
  expect(report.services).toMatchObject([{ name: NAME, tier: 'P0', state: 'down' }]);
  expect(backend?.severity).toBe('SEV-1');
});

it('Windows line ends and a byte order mark change nothing', async () => {
  const plain = await run(REFERENCE);
  const windows = await run(file(`\ufeff${readFileSync(REFERENCE, 'utf8').replaceAll('\n', '\r\n')}`));
  expect(windows.stderr).toBe('');
  expect(windows.report.services).toEqual(plain.report.services);
  expect(windows.report.incidents).toEqual(plain.report.incidents);
});
