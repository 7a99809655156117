import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultText } from './fault.ts';
import { loadConfig } from './load.ts';
import { SETTING_NAMES, SETTINGS } from './settings.ts';

function load(
  parts: { env?: Record<string, string>; flags?: Record<string, string>; dotenv?: string; yaml?: string } = {},
) {
  const cwd = mkdtempSync(join(tmpdir(), 'k8s-monitor-config-'));
  if (parts.dotenv !== undefined) writeFileSync(join(cwd, '.env'), parts.dotenv);
  if (parts.yaml !== undefined) writeFileSync(join(cwd, 'k8s-monitor.yaml'), parts.yaml);
  return loadConfig({ flags: parts.flags ?? {}, env: parts.env ?? {}, cwd });
}

function values(parts: Parameters<typeof load>[0]) {
  const loaded = load(parts);
  if (!loaded.ok) throw new Error(loaded.faults.map(faultText).join('\n'));
  return loaded;
}

function faults(parts: Parameters<typeof load>[0]): readonly string[] {
  const loaded = load(parts);
  return loaded.ok ? [] : loaded.faults.map(faultText);
}

test('without any file or variable the defaults hold', () => {
  const { values: v, from } = values({});
  expect(v.MONITORING_INTERVAL_HOURS).toBe(3_600_000);
  expect(v.BUSINESS_HOURS).toEqual({ startMinute: 540, endMinute: 1020 });
  expect(v.BUSINESS_DAYS).toEqual([1, 2, 3, 4, 5]);
  expect(v.SLACK_BOT_TOKEN).toBeNull();
  expect(from.get('BUSINESS_TZ')).toBe('default');
});

test('every default can be read by its own schema', () => {
  for (const name of SETTING_NAMES)
    expect(SETTINGS[name].schema.safeParse(SETTINGS[name].default).success, name).toBe(true);
});

test('a flag beats the environment, which beats .env, which beats the file', () => {
  const yaml = 'state_dir: /yaml\nSLACK_CHANNEL: "#yaml"\nlog_level: info\nbusiness_tz: Europe/Berlin\n';
  const dotenv = 'STATE_DIR=/dotenv\nSLACK_CHANNEL=#dotenv\nLOG_LEVEL=error\n';
  const { values: v, from } = values({
    yaml,
    dotenv,
    env: { STATE_DIR: '/env', LOG_LEVEL: 'debug' },
    flags: { STATE_DIR: '/flag' },
  });
  expect([v.STATE_DIR, v.LOG_LEVEL, v.BUSINESS_TZ]).toEqual(['/flag', 'debug', 'Europe/Berlin']);
  expect(from.get('BUSINESS_TZ')).toBe('./k8s-monitor.yaml:4');
});

test('an empty variable is one that is not set', () => {
  expect(values({ env: { KUBECONFIG: '', BUSINESS_TZ: '' } }).values.BUSINESS_TZ).toBe('UTC');
});

test('all faults are told at once, each with its place and what was wanted', () => {
  const told = faults({
    yaml: 'LOG_LEVEL: loud\nSLAK_CHANNEL: "#x"\n',
    dotenv: '# mine\nBUSINESS_TZ=Mars/Base\n',
    env: {
      BUSINESS_HOURS: '17:00-09:00',
      MONITORING_INTERVAL_HOURS: 'often',
      HEARTBEAT_URL: 'ftp://x',
      BUSINESS_DAYS: 'Fri-Mon',
    },
  });
  expect(told).toEqual([
    './k8s-monitor.yaml:2:1: unknown setting SLAK_CHANNEL; did you mean "SLACK_CHANNEL"?; .env.example lists all of them',
    'environment variable MONITORING_INTERVAL_HOURS: MONITORING_INTERVAL_HOURS wants a number of hours above 0, such as 15; found "often"',
    '.env:2:1: BUSINESS_TZ wants a time zone such as Europe/Berlin or UTC; found "Mars/Base"',
    'environment variable BUSINESS_HOURS: BUSINESS_HOURS wants two times of one day, the earlier first, such as 09:00-17:00; found "17:00-09:00"',
    'environment variable BUSINESS_DAYS: BUSINESS_DAYS wants weekdays such as Mon-Fri or Mon,Wed,Sat; found "Fri-Mon"',
    'environment variable HEARTBEAT_URL: HEARTBEAT_URL wants an address that begins with http:// or https://',
    './k8s-monitor.yaml:1:1: LOG_LEVEL wants one of trace, debug, info, warn, error, silent; found "loud"',
  ]);
});

test('a fault in .env names the line that counts, not one that only begins alike', () => {
  const dotenv = 'LOG_LEVEL_OLD=x\nLOG_LEVEL=info\nexport LOG_LEVEL=loud\n';
  expect(faults({ dotenv })[0]).toMatch(/^\.env:3:1: LOG_LEVEL wants one of/);
});

test('a broken file names the line; a file that was asked for has to be there', () => {
  expect(faults({ yaml: 'LOG_LEVEL: "open\n' })[0]).toMatch(/^\.\/k8s-monitor\.yaml:\d+:\d+: /);
  expect(faults({ flags: { CONFIG_FILE: 'missing.yaml' } })).toEqual([
    'missing.yaml: is not there; name an existing file or leave CONFIG_FILE out',
  ]);
});

test('only Haiku may be asked on the public endpoint, anything on one of your own', () => {
  expect(faults({ env: { K8S_ANALYZER_MODEL: 'claude-opus-4' } })[0]).toContain('wants a model of the Haiku family');
  expect(faults({ env: { K8S_ANALYZER_MODEL: 'claude-haiku-4-5-20251001' } })).toEqual([]);
  expect(faults({ env: { K8S_ANALYZER_MODEL: 'llama3', ANTHROPIC_BASE_URL: 'http://127.0.0.1:8080' } })).toEqual([]);
});

test('a secret never prints itself', () => {
  const token = values({ env: { SLACK_BOT_TOKEN: 'the-token' } }).values.SLACK_BOT_TOKEN;
  expect(`${token} ${JSON.stringify({ token })}`).toBe('*** {"token":"***"}');
  expect(token?.reveal()).toBe('the-token');
});

test('an address that may hold a key or a password is never repeated', () => {
  const key = '5e0f6f2c-1b1d-4c5e-9f0a-7d1f0e3b2a19';
  const told = faults({
    env: {
      HEARTBEAT_URL: `hc-ping.com/${key}`,
      ANTHROPIC_BASE_URL: `http://me:${key}@models.example.org`,
      SLACK_API_URL: `me:${key}@slack.example.org`,
    },
  });
  expect(told).toHaveLength(3);
  expect(told.join('\n')).not.toContain(key);
  expect(told.join('\n')).toContain('ANTHROPIC_BASE_URL wants an address without user and password');
  const { HEARTBEAT_URL: url } = values({ env: { HEARTBEAT_URL: `https://hc-ping.com/${key}` } }).values;
  expect([`${url}`, JSON.stringify(url), url?.reveal()]).toEqual(['***', '"***"', `https://hc-ping.com/${key}`]);
});
