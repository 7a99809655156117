import { describe, expect, it } from 'vitest';
import { monitor } from '../../tests/support/cycles.ts';
import { app } from '../../tests/support/cycles-objects.ts';
import { service } from '../../tests/support/service.ts';
import { later } from '../../tests/support/trouble.ts';
import type { Gap } from '../domain/cluster.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';

const p0 = service('api');
const tool = service('tool', { tier: 'P1', toleranceMs: 12 * HOUR });
// A Thursday.
const day = (time: string) => new Date(`2026-01-15T${time}:00Z`);
const hour = (n: number) => later(n * HOUR, day('00:00'));

describe('one fault of a P0 over a day', () => {
  it('is one message, reminders each three hours, one resolved: one id, though its pods are replaced', () => {
    const run = monitor([p0]);
    const told: string[] = [];
    for (let n = 0; n < 24; n += 1) {
      // A deploy each six hours: other pods, a younger fault.
      const since = later(-10 * MINUTE, hour(n - (n % 6)));
      const { lines, messages } = run({ at: hour(n), objects: app('api', ['crash', 'crash'], since) });
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(n === 0 ? /notify new/ : n % 3 === 0 ? /notify reminder/ : /hold unchanged/);
      told.push(...messages.map((m) => `${n} ${m.channel} ${m.kind} ${m.incidentIds.join()}`));
    }
    const over = (n: number) => run({ at: hour(n), objects: app('api', ['ok', 'ok'], hour(23)) });
    told.push(...over(24).messages.map((m) => `24 ${m.channel} ${m.kind} ${m.incidentIds.join()}`));
    expect(told).toEqual([
      '0 #crit incident INC-20260115-001',
      ...[3, 6, 9, 12, 15, 18, 21].map((n) => `${n} #crit reminder INC-20260115-001`),
      '24 #crit resolved INC-20260115-001',
    ]);
    // Nothing more, ever.
    for (const n of [25, 26, 48, 300]) expect(over(n)).toMatchObject({ lines: [], messages: [] });
  });

  it('worse, better, worse again: told when it is worse, edited when it is better', () => {
    const run = monitor([p0]);
    const step = (n: number, pods: readonly ('ok' | 'crash')[]) =>
      run({ at: hour(n), objects: app('api', pods, later(-10 * MINUTE, hour(0))) }).lines;
    expect(step(0, ['ok', 'crash'])).toEqual(['SEV-2 001 notify new #std']);
    expect(step(1, ['crash', 'crash'])).toEqual(['SEV-1 001 notify worse #crit']);
    expect(step(2, ['ok', 'crash'])).toEqual(['SEV-2 001 hold better #std']);
    expect(step(3, ['crash', 'crash'])).toEqual(['SEV-1 001 notify worse #crit']);
    expect(step(4, ['ok', 'crash'])).toEqual(['SEV-2 001 hold better #std']);
    // The end goes where the message is.
    expect(step(5, ['ok', 'ok'])).toEqual(['SEV-2 001 notify resolved #crit']);
  });

  it('is not over while a container restarted in the last ten minutes', () => {
    const run = monitor([p0]);
    run({ at: hour(1), objects: app('api', ['crash'], hour(0)) });
    const up = (minutes: number) =>
      run({ at: later(minutes * MINUTE, hour(2)), objects: app('api', ['ok'], hour(2), { restarts: 2 }) }).lines;
    expect(up(9)).toEqual(['SEV-1 001 hold better #crit']);
    expect(up(11)).toEqual(['SEV-1 001 notify resolved #crit']);
  });

  it('is not over while its pods could not be read, and people are reminded', () => {
    const run = monitor([p0]);
    run({ at: hour(1), objects: app('api', ['crash'], hour(0)) });
    const healthy = app('api', ['ok'], hour(1));
    expect(run({ at: hour(2), objects: healthy.slice(0, 1), coverage: { Pod: 'partial' } }).lines).toEqual([
      'SEV-1 001 hold unchanged #crit',
    ]);
    const reminder = run({ at: hour(4), objects: [], coverage: { Pod: 'partial', Deployment: 'partial' } });
    expect(reminder.lines).toEqual(['SEV-1 001 notify reminder #crit']);
    expect(reminder.messages[0]?.text).toContain('could not be read, so nobody knows whether it is over');
    expect(run({ at: hour(5), objects: healthy }).lines).toEqual(['SEV-1 001 notify resolved #crit']);
  });
});

describe('what can wait', () => {
  const broken = (since: Date) => app('tool', ['crash'], since);
  const well = app('tool', ['ok'], day('01:00'));

  it('is told at 14:00', () => {
    expect(monitor([tool])({ at: day('14:00'), objects: broken(day('13:50')) }).lines).toEqual([
      'SEV-3 001 notify new #std',
    ]);
  });

  it('at 22:00 waits until 09:00, and leaves in a digest, once', () => {
    const run = monitor([service('tool', { tier: 'P1', toleranceMs: Number.POSITIVE_INFINITY })]);
    for (let n = 22; n < 33; n += 1)
      expect(run({ at: hour(n), objects: broken(day('21:50')) }).lines).toEqual(['SEV-3 001 hold outside-hours #std']);
    const morning = run({ at: hour(33), objects: broken(day('21:50')) });
    expect(morning.lines).toEqual(['SEV-3 001 notify new #std']);
    expect(morning.messages.map((m) => m.kind)).toEqual(['digest']);
    expect(run({ at: hour(34), objects: broken(day('21:50')) }).lines).toEqual(['SEV-3 001 hold unchanged #std']);
  });

  it('and heals meanwhile is dropped: one line in the morning, no alert, nothing resolved', () => {
    const run = monitor([tool]);
    run({ at: hour(22), objects: broken(day('21:50')) });
    for (let n = 23; n < 33; n += 1) expect(run({ at: hour(n), objects: well }).messages).toEqual([]);
    const { messages } = run({ at: hour(33), objects: well });
    expect(messages.map((m) => [m.kind, m.text.split('\n').length])).toEqual([['digest', 1]]);
    expect(run({ at: hour(34), objects: well }).messages).toEqual([]);
  });

  it('and gets worse does not wait', () => {
    const run = monitor([service('tool', { tier: 'P1', toleranceMs: 2 * HOUR })]);
    run({ at: hour(22), objects: broken(day('21:50')) });
    const worse = run({ at: hour(24), objects: broken(day('21:50')) });
    expect(worse.messages.map((m) => m.kind)).toEqual(['incident']);
    expect(worse.lines).toEqual(['SEV-2 001 notify new #std']);
  });

  it('told by day and over at night: people hear of it in the morning', () => {
    const run = monitor([tool]);
    run({ at: day('16:00'), objects: broken(day('15:50')) });
    const lines = (n: number) => run({ at: hour(n), objects: well }).lines;
    expect(lines(20)).toEqual(['SEV-3 001 hold outside-hours #std']);
    for (const n of [21, 26, 32]) lines(n);
    expect(lines(33)).toEqual(['SEV-3 001 notify resolved #std']);
    expect(lines(34)).toEqual([]);
  });
});

describe('known and not told', () => {
  it('a vault sealed for 8 min says nothing, for 40 min it is overdue', () => {
    const vault = service('vault', {
      tier: 'P1',
      knownIssues: [{ kind: 'manual-unseal', upToMs: 15 * MINUTE, text: 'manual unseal' }],
    });
    const run = monitor([vault]);
    const sealed = app('vault', ['unready'], day('12:00'), { kind: 'StatefulSet' });
    expect(run({ at: day('12:08'), objects: sealed }).lines).toEqual(['SEV-4 001 hold known -']);
    expect(run({ at: day('12:40'), objects: sealed }).lines).toEqual(['SEV-3 001 notify new #std']);
    expect(
      run({ at: day('13:40'), objects: app('vault', ['ok'], day('13:00'), { kind: 'StatefulSet' }) }).lines,
    ).toEqual(['SEV-3 001 notify resolved #std']);
  });

  it('what was never told is never told resolved', () => {
    const run = monitor([service('toy', { tier: 'P3' })]);
    expect(run({ at: day('12:00'), objects: app('toy', ['crash'], day('11:00')) }).lines).toEqual([
      'SEV-4 001 hold log-only -',
    ]);
    expect(run({ at: day('13:00'), objects: app('toy', ['ok'], day('12:10')) }).lines).toEqual([
      'SEV-4 001 hold log-only -',
    ]);
  });
});

describe('the monitoring itself', () => {
  const well = app('api', ['ok'], day('00:00'));
  const gap: Gap = { verb: 'list', resource: 'pods', namespace: null, cause: 'forbidden', detail: '403' };

  it('blind: SEV-2, SEV-1 in the next slot, not in a second attempt of the same', () => {
    const run = monitor([p0]);
    const blind = (at: Date) => run({ at, objects: null }).lines;
    expect(blind(day('01:00'))).toEqual(['SEV-2 001 notify new #std']);
    expect(blind(day('01:20'))).toEqual(['SEV-2 001 hold unchanged #std']);
    expect(blind(day('02:00'))).toEqual(['SEV-1 001 notify worse #crit']);
    expect(blind(day('02:30'))).toEqual(['SEV-1 001 hold unchanged #crit']);
    expect(run({ at: day('03:00'), objects: well }).lines).toEqual(['SEV-1 001 notify resolved #crit']);
    expect(blind(day('04:00'))).toEqual(['SEV-2 001 notify new #std']);
  });

  it('a gap is told once a day, whatever seconds the cycles are early', () => {
    const run = monitor([p0]);
    const told = Array.from({ length: 50 }, (_, n) => {
      const { lines } = run({
        at: new Date(hour(n).getTime() - n),
        objects: well,
        gaps: [gap],
        coverage: { Pod: 'partial' },
      });
      return lines.filter((l) => l.includes('notify')).map((l) => `${n} ${l}`);
    }).flat();
    expect(told).toEqual([
      '0 SEV-2 001 notify new #std',
      '24 SEV-2 001 notify reminder #std',
      '48 SEV-2 001 notify reminder #std',
    ]);
  });

  it('drift is told once', () => {
    const run = monitor([p0]);
    const drift = {
      kind: 'DRIFT',
      key: 'drift:gone',
      title: 't',
      detail: 'd',
      services: ['api'],
      hidesNodes: false,
    } as const;
    const told = Array.from(
      { length: 72 },
      (_, n) => run({ at: hour(n + 10), objects: well, troubles: [drift] }).lines,
    ).flat();
    expect(told.filter((l) => l.includes('notify'))).toEqual(['SEV-3 001 notify new #std']);
  });

  it('its own trouble is told once a day, in business hours', () => {
    const run = monitor([p0]);
    const self = { kind: 'SELF', key: 'self:x', title: 't', detail: 'd', services: [], hidesNodes: false } as const;
    const told = Array.from({ length: 48 }, (_, n) =>
      run({ at: hour(n), objects: well, troubles: [self] }).lines.map((l) => `${n} ${l}`),
    ).flat();
    expect(told.filter((l) => l.includes('notify'))).toEqual([
      '9 SEV-3 001 notify new #std',
      '33 SEV-3 001 notify reminder #std',
    ]);
  });
});

describe('what was there', () => {
  it('a deleted P0 stays gone until it is back, also with a backup job left in its namespace', () => {
    const run = monitor([p0]);
    const job = {
      kind: 'CronJob',
      metadata: { name: 'api-backup', namespace: 'api' },
      spec: { schedule: '0 3 * * *' },
    };
    run({ at: hour(1), objects: [...app('api', ['ok'], hour(0)), job] });
    expect(run({ at: hour(2), objects: [job] }).lines).toEqual(['SEV-1 001 notify new #crit']);
    expect(run({ at: hour(3), objects: [job] }).lines).toEqual(['SEV-1 001 hold unchanged #crit']);
    expect(run({ at: hour(4), objects: [...app('api', ['ok'], hour(3)), job] }).lines).toEqual([
      'SEV-1 001 notify resolved #crit',
    ]);
  });

  it('replaced by another kind of the same name nothing is gone', () => {
    const run = monitor([p0]);
    run({ at: hour(1), objects: app('api', ['ok'], hour(0)) });
    expect(run({ at: hour(2), objects: app('api', ['ok'], hour(1), { kind: 'StatefulSet' }) }).lines).toEqual([]);
  });

  it('a P0 that was not ready in three of five cycles is about to fail', () => {
    const run = monitor([p0]);
    const step = (n: number, pods: readonly ('ok' | 'crash')[], restarts?: number) =>
      run({
        at: hour(n),
        objects: app('api', pods, later(-5 * MINUTE, hour(n)), restarts === undefined ? {} : { restarts }),
      }).ledger.recent;
    step(0, ['crash', 'ok']);
    step(1, ['ok', 'ok']);
    step(2, ['crash', 'ok']);
    expect(step(3, ['crash', 'ok'])).toEqual({ 'service:api': 'dodd' });
    for (let n = 4; n < 27; n += 1) expect(step(n, ['ok', 'ok'])).toHaveProperty('service:api');
    expect(step(27, ['ok', 'ok'])).toEqual({});
  });
});
