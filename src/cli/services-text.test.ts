import { expect, it } from 'vitest';
import { service } from '../../tests/support/service.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';
import { servicesText } from './services-text.ts';

it('lists the most important services first, and what the rules know about them', () => {
  const text = servicesText(
    [
      service({ name: 'whoami-test', tier: 'P3', namespaces: ['whoami-test'], toleranceMs: Number.POSITIVE_INFINITY }),
      service({ name: 'vault', tier: 'P1', namespaces: ['vault'], toleranceMs: 5 * MINUTE, aliases: ['openbao'] }),
      service({
        name: 'mysql',
        tier: 'P0',
        namespaces: ['mysql'],
        toleranceMs: 0,
        dataLayer: true,
        unreadable: true,
        dependencies: ['vault'],
        knownIssues: [{ kind: 'single-replica', text: 'single replica' }],
      }), // prettier-ignore
      service({ name: 'cert-manager', tier: 'P1', namespaces: ['cert-manager'], toleranceMs: 4 * HOUR }),
    ],
    'services.txt',
    { width: 80, color: false, timeZone: 'UTC' },
  );
  expect(text).toMatchInlineSnapshot();
});
