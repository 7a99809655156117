// Must hold 18: the labelled samples that lie beside the project, judged by class (see their README).
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { type Case, names, readCase, says } from './case-file.ts';
import { runCase } from './run-case.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'shared', 'cases', 'clusters');

describe('the labelled cases', () => {
  if (!existsSync(FOLDER)) {
    it('need ../shared/cases/clusters beside the project', ({ skip }) => skip('the folder is not there'));
    return;
  }
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'))) {
    const given = readCase(join(FOLDER, file));
    it(`${given.class}: ${basename(file, '.yaml')}`, async () =>
      judge(given, await runCase(join(FOLDER, file), given.now)));
  }
});

function judge(given: Case, report: Report): void {
  const about = report.findings.filter((finding) => names(finding, given));
  const alarms = report.incidents.filter(({ severity }) => severity !== 'SEV-4');
  const seen = JSON.stringify(report.incidents.map(({ severity, rules, title }) => ({ severity, rules, title })));
  switch (given.class) {
    case 'runtime': {
      expect(report.incidents, seen).toHaveLength(1);
      const told = report.incidents.flatMap(({ findings }) => findings).filter((finding) => names(finding, given));
      expect(
        told.some((finding) => says(finding, given.reason)),
        `${given.reason} in ${JSON.stringify(told)}`,
      ).toBe(true);
      return;
    }
    case 'anchor-miss':
      expect(about, seen).not.toEqual([]);
      return;
    case 'config':
      expect(about, seen).not.toEqual([]);
      expect(alarms, seen).toEqual([]);
      return;
    case 'hygiene':
      expect(alarms, seen).toEqual([]);
      return;
    case 'clean':
    case 'anchor-fp':
      expect(about, seen).toEqual([]);
      expect(alarms, seen).toEqual([]);
      return;
    case 'robustness':
      // That there is a report at all: runCase has parsed it.
      expect(report.cycle.outcome).not.toBe('failed');
  }
}
