import { expect, it } from 'vitest';
import { incident, report } from '../../tests/support/report.ts';
import type { ServiceState } from '../domain/service.ts';
import { exitCode } from './exit-code.ts';

const PLAIN = { failOn: undefined, exitZero: false } as const;
const LENIENT = { ...PLAIN, exitZero: true } as const;
const FAILED = report({ cycle: { outcome: 'failed' } });
const WAITING = report({
  messages: [
    {
      channel: '#alerts',
      kind: 'incident',
      incidentIds: [],
      text: 'x',
      delivery: { status: 'queued', detail: 'Slack is down' },
    },
  ],
});

it('is 1 for a gap first seen and for a message that waits, unless --exit-zero', () => {
  expect(exitCode(report(), false, false, PLAIN)).toBe(0);
  expect(exitCode(report(), true, false, PLAIN)).toBe(1);
  expect(exitCode(WAITING, false, false, PLAIN)).toBe(1);
  expect(exitCode(report(), true, false, LENIENT)).toBe(0);
  expect(exitCode(WAITING, false, false, LENIENT)).toBe(0);
});

it('says with --exit-zero too that the cluster or the configuration could not be read', () => {
  expect(exitCode(FAILED, true, true, LENIENT)).toBe(3);
  expect(exitCode(report(), true, true, LENIENT)).toBe(2);
});

it('is 10 for what is open and as bad as asked for, but not while it is well at the moment', () => {
  const code = (state: ServiceState) =>
    exitCode(report({ incidents: [incident({ severity: 'SEV-1', state, findings: [] })] }), false, false, {
      ...PLAIN,
      failOn: 'SEV-2',
    });
  expect([code('down'), code('unknown'), code('ok')]).toEqual([10, 10, 0]);
});
