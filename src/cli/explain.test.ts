import { describe, expect, it } from 'vitest';
import { ConfigError } from '../platform/errors.ts';
import { StateFault } from '../record/state-fault.ts';
import { explain } from './explain.ts';

describe('an error becomes', () => {
  it('one line for a configuration that cannot work', () => {
    expect(explain(new ConfigError('no services.txt'))).toEqual({ lines: ['no services.txt'], code: 2 });
  });

  it('a line for each of its faults', () => {
    const faults = ['config.yaml:3:5: LOG_LEVEL wants a level', '.env:1:1: BUSINESS_TZ wants a time zone'];
    expect(explain(new ConfigError('2 faults', { faults }))).toEqual({ lines: faults, code: 2 });
  });

  it('its own message for a file that cannot be used', () => {
    const error = Object.assign(new Error("EACCES: permission denied, mkdir '/data'"), { code: 'EACCES' });
    expect(explain(error)).toEqual({ lines: ["EACCES: permission denied, mkdir '/data'"], code: 2 });
  });

  it('its own message for a state in the cluster that cannot be read', () => {
    const message = 'could not get configmaps a/state-0: the API server is down';
    expect(explain(new StateFault(message))).toEqual({ lines: [message], code: 1 });
  });

  it('a request to report it, with where it happened, for a fault of ours', () => {
    const { lines, code } = explain(new TypeError('x is not a function'));
    expect(code).toBe(70);
    expect(lines.join('\n')).toMatch(/please report(.|\n)*x is not a function\n +at /);
  });
});
