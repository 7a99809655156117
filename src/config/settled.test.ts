import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { faultText } from './fault.ts';
import { SETTING_NAMES, SETTINGS, type SettingName } from './settings.ts';
import { type Settled, settle } from './settled.ts';

interface Written {
  readonly yaml?: string;
  readonly dotenv?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: Readonly<Partial<Record<SettingName, string>>>;
}

function settled({ yaml, dotenv, env = {}, flags = {} }: Written): Settled {
  const cwd = mkdtempSync(join(tmpdir(), 'k8s-monitor-settled-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  if (yaml !== undefined) writeFileSync(join(cwd, 'k8s-monitor.yaml'), yaml);
  if (dotenv !== undefined) writeFileSync(join(cwd, '.env'), dotenv);
  return settle({ flags, env, cwd });
}

const one = (all: Settled, name: SettingName) => all.settings.find((setting) => setting.name === name);
const hints = (written: Written) => settled(written).hints.map(faultText);

it('every origin is known, and what it beats', () => {
  const all = settled({
    yaml: 'log_level: info\nSTATE_DIR: /yaml\nBUSINESS_TZ: UTC\n',
    dotenv: '\nSTATE_DIR=/dotenv\n',
    env: { STATE_DIR: '/env' },
    flags: { STATE_DIR: '/flag' },
  });
  const text = (value: string) => ({ kind: 'text', text: value });
  const nowhere = { file: null, line: null };
  expect(one(all, 'STATE_DIR')).toMatchObject({
    value: text('/flag'),
    from: { kind: 'flags', ...nowhere },
    beaten: [
      { value: text('/env'), from: { kind: 'environment', ...nowhere } },
      { value: text('/dotenv'), from: { kind: 'dotenv', file: '.env', line: 2 } },
      { value: text('/yaml'), from: { kind: 'file', file: './k8s-monitor.yaml', line: 2 } },
    ],
  });
  // Written down, though it is the default.
  expect(one(all, 'BUSINESS_TZ')?.from).toMatchObject({ kind: 'file', line: 3 });
  expect(one(all, 'STORM_AT')).toMatchObject({ value: text('10'), from: { kind: 'default' }, beaten: [] });
  expect(one(all, 'K3S_CONTEXT')?.value).toEqual({ kind: 'not set' });
  expect(all.settings.map(({ name }) => name)).toEqual(SETTING_NAMES);
  expect(all.sources.map(({ count }) => count)).toEqual([3, 1, 1, 1]);
});

it('a faulty setting is shown as it was written, and the others all the same', () => {
  const all = settled({ yaml: 'LOG_LEVEL: loud\nSTATE_DIR: /yaml\nSLAK: x\n', env: { STORM_AT: 'many' } });
  const unusable = all.settings.filter(({ usable }) => !usable).map(({ name }) => name);
  expect(unusable).toEqual(['STORM_AT', 'LOG_LEVEL']);
  expect(one(all, 'LOG_LEVEL')?.value).toEqual({ kind: 'text', text: 'loud' });
  expect(all.faults.map(faultText)).toEqual([
    expect.stringContaining('k8s-monitor.yaml:3:1: unknown setting SLAK'),
    expect.stringContaining('STORM_AT wants'),
    expect.stringContaining('k8s-monitor.yaml:1:1: LOG_LEVEL wants'),
  ]);
});

it('no secret is in it, from whatever source and however wrong', () => {
  const secret = ['zq7', 'Wm2', 'Kp9', 'Ld4'].join('');
  const names = SETTING_NAMES.filter((name) => 'secret' in SETTINGS[name]);
  expect(names).toEqual(expect.arrayContaining(['SLACK_BOT_TOKEN', 'ANTHROPIC_API_KEY', 'HEARTBEAT_URL']));
  const all = (value: string) => Object.fromEntries(names.map((name) => [name, value]));
  const lines = (value: string, mark: string) => names.map((name) => `${name}${mark}${value}\n`).join('');
  for (const value of [secret, `https://hc.example/${secret}`, `hc.example/${secret}`]) {
    const shown = settled({ yaml: lines(value, ': '), dotenv: lines(value, '='), env: all(value), flags: all(value) });
    expect(JSON.stringify(shown)).not.toContain(secret);
    expect(one(shown, 'MCP_TOKEN')?.value).toEqual({ kind: 'secret', characters: value.length });
    expect(one(shown, 'MCP_TOKEN')?.beaten).toHaveLength(3);
  }
  const addresses = ['ANTHROPIC_BASE_URL', 'SLACK_API_URL', 'GITHUB_API_URL', 'GIT_REPOSITORY'];
  for (const scheme of ['https', 'ftp']) {
    const env = Object.fromEntries(addresses.map((name) => [name, `${scheme}://me:${secret}@host/x?token=${secret}`]));
    expect(JSON.stringify(settled({ env }))).not.toContain(secret);
  }
});

it('what looks mistyped in .env is told, what belongs to others is not', () => {
  expect(hints({ dotenv: 'SLAK_CHANNEL=x\nslack_channel=x\nSMTP_URL=y\nPGPASSWORD=z\n' })).toEqual([
    '.env:1:1: SLAK_CHANNEL is no setting; did you mean "SLACK_CHANNEL"?',
    '.env:2:1: slack_channel is no setting; did you mean "SLACK_CHANNEL"?',
  ]);
});

it('a channel that became a comment is told', () => {
  const empty = 'SLACK_CHANNEL is empty, since # begins a comment; put the value in quotes: "#…"';
  expect(hints({ dotenv: 'LOG_LEVEL=\nSLACK_CHANNEL=#alerts\n' })).toEqual([`.env:2:1: ${empty}`]);
  expect(hints({ yaml: 'LOG_LEVEL:\nSLACK_CHANNEL: #alerts\n' })).toEqual([`./k8s-monitor.yaml:2:1: ${empty}`]);
});

it('a configuration file names no other', () => {
  const all = settled({ yaml: 'CONFIG_FILE: other.yaml\n' });
  expect(one(all, 'CONFIG_FILE')?.from.kind).toBe('default');
  expect(all.hints.map(faultText)).toEqual([expect.stringContaining('CONFIG_FILE has no effect')]);
});
