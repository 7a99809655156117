// A few of the labelled clusters through the built CLI: the bench judges them in process, and must see what people see.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readScenarios, type Scenario } from '../../bench/scenario-file.ts';
import { decide, inputsOf } from '../../bench/scenario-run.ts';
import { Report } from '../../src/domain/report.ts';
import { cli, scratch } from '../support/cli.ts';

const NAMES = [
  'crash-exit-1',
  'p0-down',
  'node-under-ten-workloads',
  'never-seen',
  'k3s-system',
  'malformed-neighbours',
];

it.each(readScenarios().filter((s) => NAMES.includes(s.name)))(
  '$class/$name is the same through the CLI',
  async (scenario) => {
    const decided = decide(scenario, await inputsOf(scenario));
    const { incidents } = await report(scenario);
    const line = (severity: string, key: string, title: string) => `${severity} ${key} ${title}`;
    expect(incidents.map((i) => line(i.severity, i.key.replace(/^[^/]*\//, ''), i.title)).sort()).toEqual(
      decided.map(({ incident: i }) => line(i.severity, i.key, i.title)).sort(),
    );
  },
);

it('all of these are there', () => {
  expect(readScenarios().filter((s) => NAMES.includes(s.name))).toHaveLength(NAMES.length);
});

async function report({ file, now, services }: Scenario): Promise<Report> {
  const home = scratch();
  const args = ['run', '--once', '--snapshot', file, '--now', now, '--dry-run', '--no-model', '--output', 'json'];
  if (services !== undefined) {
    const inventory = join(home, 'services.txt');
    writeFileSync(inventory, services);
    args.push('--services', inventory);
  }
  const { code, stdout, stderr } = await cli(args, {}, home);
  expect(code, stderr).toBe(0);
  return Report.parse(JSON.parse(stdout));
}
