// `config show` through the process: what is in force, where it was written, and no secret in any of it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { cli, scratch } from '../support/cli.ts';

const SECRET = ['zq7', 'Wm2', 'Kp9', 'Ld4'].join('');
let home: string;
const put = (name: string, text: string): void => writeFileSync(join(home, name), text);

beforeEach(() => {
  home = scratch();
});

it('without anything set it says so', async () => {
  const { code, stdout, stderr } = await cli(['config', 'show'], {}, home);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('./k8s-monitor.yaml (not there) < .env (not there) < environment (0 set)');
  expect(stdout).toMatch(/nothing is set: everything has its default\n\n\d+ settings with their defaults/);
});

describe('with a file, .env, the environment and a flag', () => {
  const ENV = { SLACK_BOT_TOKEN: SECRET, LOG_LEVEL: 'info', HEARTBEAT_URL: `https://hc.example/${SECRET}` };
  const show = (...args: string[]) => cli(['config', 'show', '--config', 'mine.yaml', ...args], ENV, home);
  beforeEach(() => {
    put('mine.yaml', `log_level: error\n\nbusiness_tz: Europe/Berlin\n`);
    put('.env', `SLACK_CHANNEL="#alerts"\nANTHROPIC_BASE_URL=https://models.example\n`);
  });

  it('each value has its origin', async () => {
    const { code, stdout, stderr } = await show();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.replace(/ {2,}/g, ' ')).toBe(`mine.yaml (2 set) < .env (2 set) < environment (3 set) < flags (1 set)

Schedule
BUSINESS_TZ Europe/Berlin · mine.yaml:3

Slack
SLACK_BOT_TOKEN set, ${SECRET.length} characters · environment
SLACK_CHANNEL #alerts · .env:1

Model
ANTHROPIC_BASE_URL https://models.example · .env:2

Outside
HEARTBEAT_URL set, ${19 + SECRET.length} characters · environment
LOG_LEVEL info · environment
 instead of error · mine.yaml:1
CONFIG_FILE mine.yaml · flag

${/\d+ settings with their defaults.*$/m.exec(stdout)?.[0]}
`);
  });

  it('JSON has all of them, and no secret either', async () => {
    const { stdout } = await show('--output', 'json');
    expect(stdout).not.toContain(SECRET);
    const { settings } = JSON.parse(stdout) as { settings: { name: string }[] };
    expect(settings.find(({ name }) => name === 'LOG_LEVEL')).toMatchObject({
      group: 'Outside',
      set: true,
      value: 'info',
      default: 'warn',
      from: { kind: 'environment', file: null, line: null },
      beaten: [{ value: 'error', from: { kind: 'file', file: 'mine.yaml', line: 1 } }],
    });
    expect(settings.find(({ name }) => name === 'SLACK_BOT_TOKEN')).toMatchObject({ value: null, characters: 12 });
    expect((await show('--all')).stdout).toMatch(/^STORM_AT +10$/m);
  });
});

it('a faulty configuration is shown all the same, with every fault, and ends with 2', async () => {
  put('k8s-monitor.yaml', `STATE_DIR: /var/lib/k8s-monitor\nlog_level: loud\nSLAK_CHANNEL: x\n`);
  put(
    '.env',
    `HEARTBEAT_URL=hc.example/${SECRET}\nSLACK_CHANEL=x\nANTHROPIC_BASE_URL=https://me:${SECRET}@models.example\n`,
  );
  const { code, stdout, stderr } = await cli(['config', 'show'], {}, home);
  expect(code).toBe(2);
  expect(stdout).toContain('4 faults: nothing runs until mended');
  expect(stdout).toMatch(/STATE_DIR +\/var\/lib\/k8s-monitor · \.\/k8s-monitor\.yaml:1/);
  expect(stdout).toMatch(/LOG_LEVEL +loud · \.\/k8s-monitor\.yaml:2\n +not usable, see below/);
  expect(stderr).toContain('k8s-monitor.yaml:3:1: unknown setting SLAK_CHANNEL; did you mean "SLACK_CHANNEL"?');
  expect(stderr).toContain('.env:1:1: HEARTBEAT_URL wants an address that begins with http');
  expect(stderr).toContain('.env:2:1: SLACK_CHANEL is no setting; did you mean "SLACK_CHANNEL"?');
  expect(stdout).toMatch(/ANTHROPIC_BASE_URL +https:\/\/\*\*\*@models\.example/);
  expect(stderr).toContain('.env:3:1: ANTHROPIC_BASE_URL wants an address without user and password');
  expect(stdout + stderr).not.toContain(SECRET);
});

it('a format it does not know ends with 2', async () => {
  const { code, stderr } = await cli(['config', 'show', '--output', 'yaml'], {}, home);
  expect([code, stderr]).toEqual([2, 'k8s-monitor: --output takes text or json, not "yaml"\n']);
});
