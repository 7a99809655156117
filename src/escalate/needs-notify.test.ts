import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { later } from '../../tests/support/trouble.ts';
import { NOW } from '../../tests/support/view.ts';
import { HOLD_REASONS, NOTIFY_REASONS } from '../domain/decision.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';
import { compareSeverity, SEVERITIES, type Severity } from '../domain/severity.ts';
import { needsNotify, REMIND_AFTER, type Situation, type ToldSoFar } from './needs-notify.ts';

function situation(parts: Partial<Situation> = {}): Situation {
  return {
    status: 'open',
    severity: 'SEV-2',
    known: false,
    told: null,
    services: ['api'],
    unheard: false,
    recovering: false,
    businessHours: false,
    muted: null,
    now: NOW,
    remindAfterMs: REMIND_AFTER,
    ...parts,
  };
}

function told(severity: Severity, parts: Partial<ToldSoFar> = {}): ToldSoFar {
  return { severity, worst: severity, services: ['api'], lastAt: later(-HOUR), ...parts };
}

const said = (parts: Partial<Situation>) => Object.values(needsNotify(situation(parts))).join(' ');

describe('tell or hold', () => {
  it.each<[string, Partial<Situation>, string]>([
    ['a new SEV-1 at night', { severity: 'SEV-1' }, 'notify new'],
    ['a new SEV-2 at night', { severity: 'SEV-2' }, 'notify new'],
    ['a new SEV-3 by day', { severity: 'SEV-3', businessHours: true }, 'notify new'],
    ['a new SEV-3 at night', { severity: 'SEV-3' }, 'hold outside-hours'],
    ['a new SEV-4', { severity: 'SEV-4', businessHours: true }, 'hold log-only'],
    ['a known issue', { severity: 'SEV-4', known: true }, 'hold known'],
    ['an overdue known issue', { severity: 'SEV-3', known: false, businessHours: true }, 'notify new'],
    ['a known issue beside something worse', { severity: 'SEV-2', known: true }, 'notify new'],
    ['the same an hour later', { told: told('SEV-2') }, 'hold unchanged'],
    ['the same just before three hours', { told: told('SEV-2', { lastAt: later(1 - 3 * HOUR) }) }, 'hold unchanged'],
    ['the same after three hours', { told: told('SEV-2', { lastAt: later(-3 * HOUR) }) }, 'notify reminder'],
    [
      'a SEV-3 is not repeated',
      {
        severity: 'SEV-3',
        told: told('SEV-3', { lastAt: later(-90 * HOUR) }),
        remindAfterMs: Number.POSITIVE_INFINITY,
        businessHours: true,
      },
      'hold unchanged',
    ],
    ['worse at night', { severity: 'SEV-1', told: told('SEV-2') }, 'notify worse'],
    [
      'worse at night, but only SEV-3',
      { severity: 'SEV-3', told: told('SEV-4', { worst: 'SEV-3' }) },
      'hold outside-hours',
    ],
    [
      'worse and wider: worse says more',
      { severity: 'SEV-1', told: told('SEV-2'), services: ['api', 'db'] },
      'notify worse',
    ],
    ['worse and due', { severity: 'SEV-1', told: told('SEV-2', { lastAt: later(-9 * HOUR) }) }, 'notify worse'],
    ['better', { severity: 'SEV-2', told: told('SEV-1') }, 'hold better'],
    [
      'better and due for a reminder',
      { severity: 'SEV-2', told: told('SEV-1', { lastAt: later(-9 * HOUR) }) },
      'hold better',
    ],
    ['down to SEV-4', { severity: 'SEV-4', told: told('SEV-1') }, 'hold better'],
    ['another service', { told: told('SEV-2'), services: ['api', 'db'] }, 'notify scope'],
    [
      'another service while the rest gets better',
      { severity: 'SEV-2', told: told('SEV-1'), services: ['api', 'db'] },
      'notify scope',
    ],
    [
      'another service, SEV-3 at night',
      { severity: 'SEV-3', told: told('SEV-3'), services: ['api', 'db'] },
      'hold outside-hours',
    ],
    ['another service, SEV-4', { severity: 'SEV-4', told: told('SEV-4'), services: ['api', 'db'] }, 'hold unchanged'],
    ['a service that leaves', { told: told('SEV-2', { services: ['api', 'db'] }) }, 'hold unchanged'],
    ['recovering', { recovering: true, told: told('SEV-1', { lastAt: later(-9 * HOUR) }) }, 'hold better'],
    ['recovering, never told', { recovering: true, severity: 'SEV-3' }, 'hold log-only'],
    ['back to stay after it was well', { again: true, told: told('SEV-2') }, 'notify reminder'],
    ['back, and less bad', { again: true, severity: 'SEV-2', told: told('SEV-1') }, 'notify reminder'],
    ['back, and worse', { again: true, severity: 'SEV-1', told: told('SEV-2') }, 'notify worse'],
    ['back, and acknowledged since', { again: true, told: told('SEV-2'), muted: 'acknowledged' }, 'hold acknowledged'],
    ['over', { status: 'resolved', told: told('SEV-1') }, 'notify resolved'],
    ['over, never told', { status: 'resolved' }, 'hold log-only'],
    ['over at night, SEV-3', { status: 'resolved', severity: 'SEV-3', told: told('SEV-3') }, 'hold outside-hours'],
    [
      'over by day, SEV-3',
      { status: 'resolved', severity: 'SEV-3', told: told('SEV-3'), businessHours: true },
      'notify resolved',
    ],
    [
      'over at night, was told as SEV-1 and got better',
      { status: 'resolved', severity: 'SEV-3', told: told('SEV-3', { worst: 'SEV-1' }) },
      'notify resolved',
    ],
    [
      'over, was told as SEV-2 and sank to SEV-4',
      { status: 'resolved', severity: 'SEV-4', told: told('SEV-4', { worst: 'SEV-2' }) },
      'notify resolved',
    ],
  ])('%s', (_name, parts, want) => expect(said(parts)).toBe(want));
});

const severity = fc.constantFrom(...SEVERITIES);
const services = fc.subarray(['api', 'db', 'web']);
const toldSoFar = fc.record({
  severity,
  worst: fc.constantFrom<Severity>('SEV-1', 'SEV-2', 'SEV-3'),
  services,
  lastAt: fc.integer({ min: 0, max: 1500 }).map((minutes) => later(-minutes * MINUTE)),
});
const anything = fc.record<Situation>({
  status: fc.constantFrom('open', 'resolved'),
  severity,
  known: fc.boolean(),
  told: fc.option(toldSoFar),
  services,
  unheard: fc.boolean(),
  recovering: fc.boolean(),
  businessHours: fc.boolean(),
  muted: fc.constant(null),
  now: fc.constant(NOW),
  remindAfterMs: fc.constantFrom(REMIND_AFTER, 24 * HOUR, Number.POSITIVE_INFINITY),
});

describe('whatever the situation', () => {
  it('has exactly one reason, of its own kind, and the same every time', () => {
    fc.assert(
      fc.property(anything, (s) => {
        const verdict = needsNotify(s);
        const reasons: readonly string[] = verdict.verdict === 'notify' ? NOTIFY_REASONS : HOLD_REASONS;
        expect(Object.keys(verdict)).toEqual(['verdict', 'reason']);
        expect(reasons).toContain(verdict.reason);
        expect(needsNotify(s)).toEqual(verdict);
      }),
    );
  });

  it('an open SEV-4 is never told, and SEV-3 never outside hours', () => {
    fc.assert(
      fc.property(anything, (s) => {
        const { verdict, reason } = needsNotify(s);
        if (s.status === 'open' && s.severity === 'SEV-4') expect(verdict).toBe('hold');
        if (s.status === 'open' && s.severity === 'SEV-3' && !s.businessHours) expect(verdict).toBe('hold');
        if (reason === 'outside-hours') expect(s.businessHours).toBe(false);
      }),
    );
  });

  it('an open SEV-1 or SEV-2 that was seen and is new, worse or wider is always told at once', () => {
    fc.assert(
      fc.property(anything, (s) => {
        if (s.status === 'resolved' || s.recovering || compareSeverity(s.severity, 'SEV-2') > 0) return;
        const before = s.told;
        const isNews =
          before === null ||
          compareSeverity(s.severity, before.severity) < 0 ||
          s.unheard ||
          s.services.some((name) => !before.services.includes(name));
        if (isNews) expect(needsNotify(s).verdict).toBe('notify');
      }),
    );
  });

  it('what was never told is never told resolved; what was told is, the latest at the next opening', () => {
    fc.assert(
      fc.property(anything, (s) => {
        const over = needsNotify({ ...s, status: 'resolved' });
        if (s.told === null) expect(over).toEqual({ verdict: 'hold', reason: 'log-only' });
        else expect(['resolved', 'outside-hours']).toContain(over.reason);
        if (s.told !== null && s.businessHours) expect(over.reason).toBe('resolved');
      }),
    );
  });
});

describe('what people ordered', () => {
  it('silenced: nothing is told, not even that it is over', () => {
    expect(said({ muted: 'silenced' })).toBe('hold silenced');
    expect(said({ muted: 'silenced', status: 'resolved', told: told('SEV-2') })).toBe('hold silenced');
    expect(said({ muted: 'silenced', told: told('SEV-2') })).toBe('hold unchanged');
  });

  it('acknowledged: no reminders; what is wider or over is told', () => {
    const old = told('SEV-2', { lastAt: later(-4 * HOUR) });
    expect(said({ muted: null, told: old })).toBe('notify reminder');
    expect(said({ muted: 'acknowledged', told: old })).toBe('hold acknowledged');
    expect(said({ muted: 'acknowledged', told: old, services: ['api', 'db'] })).toBe('notify scope');
    expect(said({ muted: 'acknowledged', told: old, status: 'resolved' })).toBe('notify resolved');
  });
});
