import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../domain/duration.ts';
import { isReference } from './reference-services.ts';
import { parseServices } from './services.ts';

describe('docs/reference/services.txt', () => {
  const file = join(import.meta.dirname, '../../docs/reference/services.txt');
  const text = readFileSync(file, 'utf8');
  const { services, faults } = parseServices(text, file);
  const INF = Number.POSITIVE_INFINITY;

  it('has no faults', () => {
    expect(faults).toEqual([]);
  });

  it('is known again wherever it was copied to; one of your own is not it', () => {
    expect([text, `${text}\n`, text.replaceAll('\n', '\r\n')].map(isReference)).toEqual([true, true, true]);
    expect(isReference(text.replace('mysql', 'mariadb'))).toBe(false);
  });

  it('says the facts', () => {
    const facts = services.map((s) => [
      s.id,
      s.name,
      s.aliases.join(),
      s.tier,
      s.namespaces.join(),
      s.toleranceMs,
      s.dataLayer,
      s.replicas,
    ]);
    expect(facts).toEqual([
      ['1.1', 'chores-tracker-backend', '', 'P0', 'chores-tracker-backend', 0, false, 2],
      ['1.2', 'chores-tracker-frontend', '', 'P0', 'chores-tracker-frontend', 0, false, null],
      ['1.3', 'mysql', 'mysql-application', 'P0', 'mysql', 0, true, 1],
      ['1.4', 'n8n', '', 'P0', 'n8n', 0, false, 1],
      ['1.5', 'postgresql', '', 'P0', 'postgresql', 0, true, 1],
      ['1.6', 'nginx-ingress', 'ingress-nginx-controller', 'P0', 'ingress-nginx', 0, false, null],
      ['1.7', 'oncall-agent', '', 'P0', 'oncall-agent', 0, false, 2],
      ['2.1', 'vault', '', 'P1', 'vault', 5 * MINUTE, false, 1],
      ['2.2', 'external-secrets-operator', 'external-secrets', 'P1', 'external-secrets', 5 * MINUTE, false, null],
      ['2.3', 'cert-manager', '', 'P1', 'cert-manager', 4 * HOUR, false, null],
      ['2.4', 'ecr-auth', 'ecr-credentials-sync', 'P1', 'ecr-auth', 12 * HOUR, false, null],
      ['2.5', 'crossplane', '', 'P1', 'crossplane-system', INF, false, null],
      ['3.1', 'crossplane-aws-provider', '', 'P2', 'crossplane-system', 4 * HOUR, false, null],
      ['3.2', 'loki-aws-infrastructure', '', 'P2', 'crossplane-system', 4 * HOUR, false, null],
      ['3.3', 'whoami-test', '', 'P3', 'whoami-test', INF, false, null],
    ]);
  });

  it('says who needs whom; what passes through the ingress needs it', () => {
    expect(
      Object.fromEntries(services.map((s) => [s.name, s.dependencies]).filter(([, needs]) => needs?.length !== 0)),
    ).toEqual({
      'chores-tracker-backend': ['mysql', 'vault', 'ecr-auth', 'nginx-ingress'],
      'chores-tracker-frontend': ['chores-tracker-backend', 'nginx-ingress'],
      mysql: ['vault'],
      n8n: ['postgresql', 'vault', 'nginx-ingress'],
      postgresql: ['vault'],
      'oncall-agent': ['vault', 'AWS', 'Datadog', 'GitHub', 'nginx-ingress'],
      'external-secrets-operator': ['vault'],
      'cert-manager': ['nginx-ingress', 'Route53 (DNS challenge)'],
      'ecr-auth': ['vault'],
      crossplane: ['vault'],
    });
  });

  it('names the known issues', () => {
    expect(
      Object.fromEntries(
        services
          .map((s) => [
            s.name,
            s.knownIssues.map((issue) => ('upToMs' in issue ? `${issue.kind} ${issue.upToMs / MINUTE}` : issue.kind)),
          ])
          .filter(([, issues]) => issues?.length !== 0),
      ),
    ).toEqual({
      'chores-tracker-backend': ['slow-start 6'],
      mysql: ['single-replica'],
      n8n: ['single-replica'],
      postgresql: ['single-replica'],
      vault: ['single-replica', 'manual-unseal 15'],
    });
  });

  it('names where each is synced from', () => {
    for (const { gitops } of services) {
      expect([`base-apps/${gitops.app}/`, `base-apps/${gitops.app}.yaml`]).toContain(gitops.path);
    }
  });
});
