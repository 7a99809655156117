import { describe, expect, it } from 'vitest';
import { parseRunFlags, type RawRunFlags } from './run-flags.ts';

const ONCE = { once: true, model: true, output: 'text' } as const;

function faults(raw: Partial<RawRunFlags>): readonly string[] {
  const parsed = parseRunFlags({ ...ONCE, ...raw });
  return 'faults' in parsed ? parsed.faults : [];
}

function flags(raw: Partial<RawRunFlags>) {
  const parsed = parseRunFlags({ ...ONCE, ...raw });
  return 'flags' in parsed ? parsed.flags : parsed.faults;
}

it('leaves undefined what was not given', () => {
  expect(flags({})).toEqual({
    once: true,
    output: 'text',
    messages: false,
    options: {
      config: undefined,
      context: undefined,
      namespaces: undefined,
      services: undefined,
      agents: undefined,
      state: undefined,
      snapshot: undefined,
      record: undefined,
      now: undefined,
      intervalMs: undefined,
      dryRun: false,
      noModel: false,
      exitZero: false,
      failOn: undefined,
    },
  });
});

it('takes every flag', () => {
  const given = flags({
    context: 'homelab',
    namespace: ['mysql', 'vault', 'mysql'],
    now: '2026-11-21T04:00:00+01:00',
    dryRun: true,
    model: false,
    failOn: 'sev-2',
    exitZero: true,
    output: 'json',
    snapshot: 'dump',
    record: 'out',
    state: 's',
    services: 'f',
    agents: 'a',
    config: 'c',
  });
  expect(given).toMatchObject({
    output: 'json',
    options: {
      namespaces: ['mysql', 'vault'],
      now: new Date('2026-11-21T03:00:00Z'),
      dryRun: true,
      noModel: true,
      failOn: 'SEV-2',
      exitZero: true,
    },
  });
});

describe('says what was expected', () => {
  it.each([
    [{ now: 'yesterday' }, '--now takes a time with its zone, such as 2026-11-21T03:00:00Z, not "yesterday"'],
    [
      { now: '2026-11-21T03:00:00' },
      '--now takes a time with its zone, such as 2026-11-21T03:00:00Z, not "2026-11-21T03:00:00"',
    ],
    [
      { now: '2026-13-21T03:00:00Z' },
      '--now takes a time with its zone, such as 2026-11-21T03:00:00Z, not "2026-13-21T03:00:00Z"',
    ],
    [{ failOn: 'P0' }, '--fail-on takes one of SEV-1, SEV-2, SEV-3, SEV-4, not "P0"'],
    [{ output: 'yaml' }, '--output takes text, markdown or json, not "yaml"'],
    [{ namespace: ['a,b'] }, '--namespace takes names of namespaces, apart by spaces, not "a,b"'],
    [{ services: '' }, '--services needs a value, not an empty one'],
    [{ interval: '1h' }, '--once and --interval exclude each other: leave one out'],
  ])('%j', (raw, expected) => {
    expect(faults(raw)).toEqual([expected]);
  });

  it.each(['10s', '8d', '1', 'h', '-1h', '1 hour', 'NaNh'])('--interval %s', (interval) => {
    const parsed = parseRunFlags({ model: true, output: 'text', interval });
    expect(parsed).toEqual({
      faults: [`--interval takes a duration from 1m to 7d, such as 30m or 1h, not "${interval}"`],
    });
  });

  it('about everything at once', () => {
    expect(faults({ now: 'x', failOn: 'y', output: 'z' })).toHaveLength(3);
  });

  it('when a moment is to be repeated', () => {
    const parsed = parseRunFlags({ model: true, output: 'text', snapshot: 'dump' });
    expect(parsed).toEqual({ faults: ["--snapshot shows one moment, which repeating can't change: add --once"] });
  });
});

it.each([
  ['90s', 90_000],
  ['30m', 1_800_000],
  ['1.5h', 5_400_000],
  ['1d', 86_400_000],
  ['2 min', 120_000],
])('reads %s', (interval, intervalMs) => {
  const parsed = parseRunFlags({ model: true, output: 'text', interval });
  expect(parsed).toMatchObject({ flags: { options: { intervalMs } } });
});

it('several contexts have a cycle each, and no flag that holds one cluster', () => {
  expect(flags({ context: 'a, b,a' })).toMatchObject({ contexts: ['a', 'b'], options: { context: undefined } });
  expect(flags({ context: 'a,a' })).toMatchObject({ options: { context: 'a' } });
  expect(flags({ context: 'a,a' })).not.toHaveProperty('contexts');
  expect(faults({ context: 'a,,b' })).toEqual(['--context takes names apart by commas, not "a,,b"']);
  expect(faults({ context: 'a,b', snapshot: 'x', record: 'y' })).toEqual([
    '--snapshot holds one cluster: name one context, not 2',
    '--record holds one cluster: name one context, not 2',
  ]);
});
