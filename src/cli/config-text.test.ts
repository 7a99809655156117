import { expect, it } from 'vitest';
import { SETTING_NAMES } from '../config/settings.ts';
import type { Settled, SettledSetting } from '../config/settled.ts';
import { configText } from './config-text.ts';

const PLAIN = { width: 80, color: false, timeZone: 'UTC' };
const nothing: Omit<SettledSetting, 'name'> = {
  value: { kind: 'not set' },
  from: { kind: 'default', file: null, line: null },
  beaten: [],
  usable: true,
};

function settled(settings: readonly Partial<SettledSetting>[]): Settled {
  return {
    sources: [{ kind: 'file', path: './k8s-monitor.yaml', there: false, count: 0 }],
    settings: SETTING_NAMES.map((name) => ({ ...nothing, name, ...settings.find((one) => one.name === name) })),
    faults: [],
    hints: [],
  };
}

const CHANNEL: Partial<SettledSetting> = {
  name: 'SLACK_CHANNEL',
  value: { kind: 'text', text: '#alerts' },
  from: { kind: 'file', file: '.env', line: 3 },
  beaten: [{ value: { kind: 'text', text: '#old' }, from: { kind: 'file', file: 'my.yaml', line: 7 } }],
};

it('shows what was set with its group and origin, and how much was not', () => {
  const token = {
    name: 'SLACK_BOT_TOKEN',
    value: { kind: 'secret', characters: 57 },
    from: { kind: 'environment', file: null, line: null },
  } as const;
  expect(configText(settled([CHANNEL, token]), false, PLAIN)).toBe(`./k8s-monitor.yaml (not there)

Slack
SLACK_BOT_TOKEN             set, 57 characters · environment
SLACK_CHANNEL               #alerts · .env:3
                            instead of #old · my.yaml:7

${SETTING_NAMES.length - 2} settings with their defaults: k8s-monitor config show --all
`);
});

it('with --all every setting stands there once, those that were set first', () => {
  const text = configText(settled([CHANNEL]), true, PLAIN);
  for (const name of SETTING_NAMES) expect(text.match(new RegExp(`^${name} `, 'gm')), name).toHaveLength(1);
  expect(text.indexOf('SLACK_CHANNEL ')).toBeLessThan(text.indexOf('DEFAULTS'));
});

it('cuts no value on a narrow screen, and obeys none', () => {
  const path = `/very/${'long/'.repeat(30)}end`;
  const file = { ...CHANNEL, value: { kind: 'text', text: `${path}\u001b[2J` }, beaten: [] } as const;
  const text = configText(settled([file]), false, { ...PLAIN, width: 60 });
  expect(text.replace(/\n +/g, '')).toContain(path);
  expect(text).not.toContain('\u001b');
});
