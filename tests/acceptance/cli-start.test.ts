// The built CLI as a process: what it says before any cycle runs, and what it looks for in the state folder.
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { badNight } from '../support/nights.ts';
import { report } from '../support/report.ts';

const CLI = join(import.meta.dirname, '../../bin/k8s-monitor');
let state: string;

beforeAll(() => {
  state = mkdtempSync(join(tmpdir(), 'k8s-monitor state-'));
  mkdirSync(join(state, 'cycles'));
  const first = report();
  writeFileSync(join(state, 'cycles/c1.json'), JSON.stringify({ ...first, cycle: { ...first.cycle, id: 'c1' } }));
  writeFileSync(join(state, 'cycles/c2.json'), JSON.stringify(badNight()));
});
afterAll(() => rmSync(state, { recursive: true, force: true }));

function cli(args: readonly string[], env: Record<string, string> = {}): SpawnSyncReturns<string> {
  return spawnSync(CLI, args, { encoding: 'utf8', env: { PATH: process.env['PATH'], TZ: 'UTC', ...env } });
}

describe('help and version', () => {
  it.each([[], ['run'], ['cycles'], ['cycles', 'diff'], ['services']])('%s --help', (...command) => {
    const { stdout, stderr, status } = cli([...command, '--help']);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toContain(['Usage: k8s-monitor', ...command].join(' '));
  });

  it('names every flag of the contract', () => {
    const { stdout } = cli(['run', '--help']);
    const flags = [
      'once',
      'interval',
      'context',
      'namespace',
      'services',
      'agents',
      'state',
      'snapshot',
      'record',
      'now',
    ];
    for (const flag of [...flags, 'dry-run', 'no-model', 'output', 'fail-on', 'config'])
      expect(stdout).toContain(`--${flag}`);
  });

  it.each([
    ['run'],
    ['preview'],
    ['changes'],
    ['cost'],
    ['cycles', 'list'],
    ['incidents', 'list'],
    ['outbox', 'retry'],
    ['agents', 'eval'],
  ])('%s says which places of the state there are', (...command) => {
    const words = cli([...command, '--help']).stdout.replaceAll(/\s+/g, ' ');
    expect(words).toMatch(/--state <place> .*a folder.* configmap:<namespace>\/<name>.*\(STATE_DIR, else \.\/data\)/);
  });

  it('says its version', () => {
    expect(cli(['--version']).stdout).toBe(`${packageJson.version}\n`);
    expect(cli(['version']).stdout).toMatch(`k8s-monitor ${packageJson.version}, Node `);
  });
});

describe('a mistake costs one clear line and exit code 2', () => {
  it.each([
    [['frobnicate'], "k8s-monitor: unknown command 'frobnicate'"],
    [['run', '--one'], "k8s-monitor: unknown option '--one'\n(Did you mean --once?)"],
    [['run', '--once', '--now', 'today'], 'k8s-monitor: --now takes a time with its zone'],
    [['cycles', 'list', '-n', '0'], 'k8s-monitor: --limit takes a number from 1 up, not "0"'],
    [['cycles', 'show', 'c9'], 'k8s-monitor: no cycle c9 in '],
  ])('%j', (args, expected) => {
    const { stdout, stderr, status } = cli(args[0] === 'cycles' ? [...args, '--state', state] : args);
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    expect(stderr).toContain(expected);
    expect(stderr).not.toContain('    at ');
  });
});

describe('cycles', () => {
  it('lists the last one first', () => {
    const { stdout, status } = cli(['cycles', 'list', '--state', state]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/TIME UTC +OUTCOME +WORST.*\n.*SEV-1 +3 .*\n.* - +0 .* c1\n/);
  });

  it('shows one as it was, plain in a pipe and in colour on demand', () => {
    const { stdout, stderr, status } = cli(['cycles', 'show', 'c2', '--state', state]);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toMatch(/^SEV-1 · 3 incidents · 3 services down · tell #critical-alerts/);
    expect(stdout).not.toContain('\u001b');
    expect(cli(['cycles', 'show', 'c2', '--state', state], { FORCE_COLOR: '1' }).stdout).toContain('\u001b[');
  });

  it('prints exactly the report as JSON', () => {
    const { stdout } = cli(['cycles', 'show', 'c2', '--state', state, '--output', 'json']);
    expect(JSON.parse(stdout)).toEqual(badNight());
  });

  it('compares the last two', () => {
    const { stdout, status } = cli(['cycles', 'diff', '--state', state]);
    expect(status).toBe(0);
    expect(stdout).toContain('New\n  + SEV-1 chores-tracker-backend is down');
  });

  it('does not mind that nobody reads on', () => {
    const { stderr, status } = spawnSync(
      'sh',
      ['-c', `"${CLI}" cycles show c2 --output json --state "${state}" | true`],
      {
        encoding: 'utf8',
      },
    );
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });
});

it('says which Node it needs when started on an older one', () => {
  const old = `Object.defineProperty(process.versions,'node',{value:'20.20.2'});await import(${JSON.stringify(join(CLI, '../../dist/k8s-monitor.js'))})`;
  const { stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', old], { encoding: 'utf8' });
  expect(stderr).toMatch(/^k8s-monitor: needs Node 22\.19 or newer, found 20\.20\.2; .*\n$/);
  expect(status).toBe(2);
});
