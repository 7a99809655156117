import { expect, it } from 'vitest';
import { service } from '../../tests/support/service.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';
import { servicesText } from './services-text.ts';

it('lists the most important services first, and what the rules know about them', () => {
  const text = servicesText(
    [
      service('whoami-test', { tier: 'P3', toleranceMs: Number.POSITIVE_INFINITY }),
      service('vault', { tier: 'P1', toleranceMs: 5 * MINUTE, aliases: ['openbao'] }),
      service('mysql', {
        tier: 'P0',
        toleranceMs: 0,
        dataLayer: true,
        unreadable: true,
        dependencies: ['vault'],
        knownIssues: [{ kind: 'single-replica', text: 'single replica' }],
      }), // prettier-ignore
      service('cert-manager', { tier: 'P1', toleranceMs: 4 * HOUR }),
    ],
    'services.txt',
    { width: 80, color: false, timeZone: 'UTC' },
  );
  expect(text).toMatchInlineSnapshot(`
    "services.txt · 4 services

    TIER  SERVICE       NAMESPACE     TOLERATES   NEEDS
    P0    mysql         mysql         no outage   vault
    P1    vault         vault         5 min
    P1    cert-manager  cert-manager  4 h
    P3    whoami-test   whoami-test   any outage

    What the rules know about them
      mysql: not readable in part, so treated as P0; data layer; single replica
      vault: also called openbao
    "
  `);
});
