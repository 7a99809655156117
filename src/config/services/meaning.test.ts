import { describe, expect, it } from 'vitest';
import { entry, one } from '../../../tests/support/services-txt.ts';
import { HOUR, MINUTE } from '../../domain/duration.ts';
import type { Service } from '../../domain/service.ts';
import { parseServices } from '../services.ts';

describe('known issues', () => {
  it.each([
    ['takes 5-6 minutes to start', 'slow-start', 6 * MINUTE],
    ['Slow startup (initialDelaySeconds 300-360)', 'slow-start', 6 * MINUTE],
    ['Startup takes about ten minutes', undefined, 0],
    ['allow 5 to 6 minutes for startup', 'slow-start', 6 * MINUTE],
    ['needs 90s before being ready', 'slow-start', 90_000],
    ['Slow start: 3 min. Certificates are valid for 90 days', 'slow-start', 3 * MINUTE],
    ['Requires manual unseal after restart', 'manual-unseal', 20 * MINUTE],
    ['starts sealed, has to be unsealed by hand', 'manual-unseal', 20 * MINUTE],
    ['auto-unseal by KMS, no manual unseal needed', undefined, 0],
    ['Single replica, no failover', 'single-replica', undefined],
    ['runs with only one replica', 'single-replica', undefined],
    ['webhooks may be lost', undefined, 0],
  ])('%s', (text, kind, upToMs) => {
    const issues = one(entry('- Max Downtime: 10-20 minutes', '- Quirks:', `  - ${text}`)).knownIssues;
    expect(issues).toEqual(kind === undefined ? [] : [{ kind, text, ...(upToMs === undefined ? {} : { upToMs }) }]);
  });

  it('bounds an unseal by 15 minutes where nothing else is said', () => {
    expect(one('1. X (P0)\n 1.1 v\n - Max Downtime: 0 minutes\n - Quirk: manual unseal\n').knownIssues).toMatchObject([
      { upToMs: 15 * MINUTE },
    ]);
  });

  it('understands Replicas: 1 and the delay of the probe', () => {
    const { knownIssues } = one(entry('- Replicas: 1', '- Health Check: /health, initialDelaySeconds: 300'));
    expect(knownIssues.map(({ kind }) => kind)).toEqual(['single-replica', 'slow-start']);
  });

  it('reads the exact form as a field and as an item', () => {
    const { knownIssues } = one(
      entry(
        '- Expected: not-ready up to 10 minutes after start',
        '- Known Issues:',
        '  - Expected: cronjob-failing up to 1-2 hours',
      ),
    );
    expect(knownIssues).toMatchObject([
      { kind: 'expected', code: 'not-ready', upToMs: 10 * MINUTE, afterStart: true },
      { kind: 'expected', code: 'cronjob-failing', upToMs: 2 * HOUR, afterStart: false },
    ]);
  });
});

describe('dependencies', () => {
  const text = `1. X (P0)
  1.1 shop-backend
  - Dependencies: MySQL database, vault (secrets), AWS, none
  1.2 shop-frontend
  - Dependencies: backend
  1.3 mysql (mysql-application)
  - Image: mysql:8
  1.4 vault
  - Dependents: all apps
  1.5 ingress
  - Used By: shop, vault UI
  1.6 crossplane-aws-provider
`;
  const { services } = parseServices(text, 'x');
  const of = (name: string): Service | undefined => services.find((service) => service.name === name);

  it('finds listed names in the words, and keeps the others', () => {
    expect(of('shop-backend')?.dependencies).toEqual(['mysql', 'vault', 'AWS', 'ingress']);
    expect(of('shop-frontend')?.dependencies).toEqual(['shop-backend', 'ingress']);
    expect(of('ingress')?.dependents).toEqual(['shop-backend', 'shop-frontend', 'vault UI']);
    expect(of('vault')?.dependents).toEqual(['all apps', 'shop-backend']);
    expect(of('vault')?.dependencies).toEqual([]);
  });

  it('makes a known database that a P0 needs a data layer', () => {
    expect(services.filter(({ dataLayer }) => dataLayer).map(({ name }) => name)).toEqual(['mysql']);
  });

  it('takes Role and Purpose for it too, and a Role that says otherwise', () => {
    expect(one(entry('- Role: data-layer')).dataLayer).toBe(true);
    expect(one(entry('- Purpose: the database of all')).dataLayer).toBe(true);
    expect(one(entry('- Purpose: web pages')).dataLayer).toBe(false);
    expect(one(entry('- Role: cache', '- Purpose: in front of the database')).dataLayer).toBe(false);
  });

  it('knows databases by their port, but only those that someone needs', () => {
    const text =
      '1. X (P0)\n 1.1 a\n - Needs: store\n 1.2 store\n - Health Check: TCP 5432\n 1.3 other\n - Health Check: TCP 5432\n';
    expect(parseServices(text, 'x').services.map(({ dataLayer }) => dataLayer)).toEqual([false, true, false]);
  });
});
