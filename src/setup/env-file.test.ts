import { parse } from 'dotenv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SETTING_NAMES, type SettingName } from '../config/settings.ts';
import { changedEnv, maskedEnv, newEnv, SECRET_NAMES, unsetIn } from './env-file.ts';

const map = (values: Partial<Record<SettingName, string>>): ReadonlyMap<SettingName, string> =>
  new Map(SETTING_NAMES.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]] as const])));
const NONE = map({});

describe('a new .env', () => {
  it('sets what was asked, keeps hints behind a #, and names every token', () => {
    const text = newEnv({
      values: map({ SLACK_CHANNEL: '#alerts', BUSINESS_TZ: 'Europe/Berlin', SLACK_BOT_TOKEN: 'xoxb-1' }),
      hints: map({ GITHUB_REPOSITORY: 'me/homelab' }),
    });
    expect(parse(text)).toEqual({ SLACK_CHANNEL: '#alerts', BUSINESS_TZ: 'Europe/Berlin', SLACK_BOT_TOKEN: 'xoxb-1' });
    expect(text).toContain('\n#GITHUB_REPOSITORY=me/homelab\n');
    for (const name of SECRET_NAMES) expect(text).toMatch(new RegExp(`^#?${name}=`, 'm'));
  });

  it('holds any value as it is, or leaves it out', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (value) => {
        const text = newEnv({ values: map({ GITHUB_TOKEN: value }), hints: map({ GIT_REPOSITORY: value }) });
        const read = parse(text);
        expect([value, undefined]).toContain(read['GITHUB_TOKEN']);
        expect(Object.keys(read).filter((name) => name !== 'GITHUB_TOKEN')).toEqual([]);
      }),
    );
  });
});

describe('an .env that is there', () => {
  const text = 'A=1\n# mine\nexport SLACK_CHANNEL="#old" # here\nSLACK_BOT_TOKEN=xoxb-1\n';

  it('stays as it is when nothing new is said', () => {
    expect(changedEnv(text, NONE)).toBe(text);
    expect(changedEnv(text, map({ SLACK_CHANNEL: '#old' }))).toBe(text);
  });

  it('keeps everything but the lines that say something else', () => {
    const changed = changedEnv(text, map({ SLACK_CHANNEL: '#new', BUSINESS_TZ: 'UTC' }));
    expect(parse(changed)).toEqual({ ...parse(text), SLACK_CHANNEL: '#new', BUSINESS_TZ: 'UTC' });
    expect(changed.split('\n').slice(0, 2)).toEqual(['A=1', '# mine']);
    expect(changed).toMatch(/\nBUSINESS_TZ=UTC\n$/);
  });

  it('takes the place that a comment keeps for it', () => {
    expect(changedEnv('#SLACK_CHANNEL=\nA=1\n', map({ SLACK_CHANNEL: 'C0123' }))).toBe('SLACK_CHANNEL=C0123\nA=1\n');
  });

  it('takes the value also where the old one has several lines', () => {
    const odd = `SLACK_CHANNEL='#a\nSLACK_CHANNEL=b'\n`;
    expect(parse(changedEnv(odd, map({ SLACK_CHANNEL: '#new' })))['SLACK_CHANNEL']).toBe('#new');
  });
});

describe('a setting that is to count no more', () => {
  it('goes behind a #, wherever it stands, and nothing else changes', () => {
    const text = 'A=1\nGIT_REPOSITORY=../x\n  export GIT_REPOSITORY = "../y" # mine\nGIT_REPOSITORY_OLD=z';
    expect(unsetIn(text, 'GIT_REPOSITORY')).toBe(
      'A=1\n#GIT_REPOSITORY=../x\n#  export GIT_REPOSITORY = "../y" # mine\nGIT_REPOSITORY_OLD=z',
    );
    expect(unsetIn('A=1', 'GIT_REPOSITORY')).toBe('A=1');
  });

  it.each(["GIT_REPOSITORY='../x\nB=2'\nA=1", 'A="1\nGIT_REPOSITORY=inside"\nGIT_REPOSITORY=../x'])(
    'counts no more in %j either',
    (text) => {
      const { GIT_REPOSITORY: _old, ...others } = parse(text);
      expect(parse(unsetIn(text, 'GIT_REPOSITORY'))).toEqual({ ...others, GIT_REPOSITORY: '' });
    },
  );
});

it('on a screen stand no tokens', () => {
  const secret = 'dont-show-me';
  const text = [
    `SLACK_BOT_TOKEN=${secret}`,
    `  export GITHUB_TOKEN = '${secret}'`,
    `#ANTHROPIC_API_KEY=${secret}`,
    `MY_OWN="first`,
    `${secret}"`,
    'SLACK_CHANNEL=#alerts',
    '#GIT_TOKEN=',
    '# a remark',
    'GIT_REPOSITORY=https://me:dont-show-me@git.example.com/x',
  ].join('\n');
  const shown = maskedEnv(text);
  expect(shown).not.toContain(secret);
  expect(shown).toContain('SLACK_CHANNEL=#alerts\n#GIT_TOKEN=\n# a remark\n');
  expect(shown.split('\n')).toHaveLength(9);
});
