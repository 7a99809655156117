import { expect, it } from 'vitest';
import type { FieldChange } from '../../domain/field-change.ts';
import { majorUpgrade } from './major-upgrade.ts';

const image = (from: string | null, to: string | null, more: Partial<FieldChange> = {}): FieldChange => ({
  kind: 'image',
  file: 'base-apps/api/deployment.yaml',
  object: null,
  text: 'image changed',
  from,
  to,
  ...more,
});

it.each([
  ['postgres:15.3', 'postgres:18.1', 'PostgreSQL 15 18'],
  ['postgres:18.1', 'postgres:15.3-alpine', 'PostgreSQL 18 15'],
  ['ghcr.io/cloudnative-pg/postgresql:16.1@sha256:ab', 'ghcr.io/cloudnative-pg/postgresql:17.2', 'PostgreSQL 16 17'],
  ['timescale/timescaledb:2.13.0-pg15', 'timescale/timescaledb:2.14.0-pg16', 'PostgreSQL 15 16'],
  ['registry:5000/mysql:5.7', 'registry:5000/mysql:8.0', 'MySQL 5.7 8.0'],
  ['mysql:8.0.36', 'mysql:8.4.1', 'MySQL 8.0 8.4'],
  ['mariadb:10.5', 'mariadb:10.6', 'MariaDB 10.5 10.6'],
  ['mongo:4.4.2', 'mongo:5.0.1', 'MongoDB 4.4 5.0'],
  ['elasticsearch:7.17.0', 'elasticsearch:8.1.0', 'Elasticsearch 7 8'],
  ['postgres:15.3', 'postgres:15.9', null],
  ['postgres:15.3', 'postgres:latest', null],
  ['postgres-exporter:1.0', 'postgres-exporter:2.0', null],
  ['redis:6.2', 'redis:7.0', null],
  ['mysql:5.7', 'mariadb:10.6', null],
])('%s → %s', (from, to, wanted) => {
  const found = majorUpgrade(image(from, to));
  expect(found === null ? null : `${found.product} ${found.from} ${found.to}`).toBe(wanted);
});

it('knows a bare tag by its folder or its object, and nothing without one', () => {
  const wanted = { product: 'PostgreSQL', from: '15', to: '16' };
  expect(majorUpgrade(image('15.3', '16.0', { file: 'base-apps/postgresql/values.yaml' }))).toEqual(wanted);
  expect(majorUpgrade(image('15.3', '16.0', { object: { kind: 'StatefulSet', name: 'postgres' } }))).toEqual(wanted);
  expect(majorUpgrade(image('15.3', '16.0'))).toBeNull();
  expect(majorUpgrade(image('15', '16', { kind: 'replicas', file: 'postgres/x.yaml' }))).toBeNull();
  expect(majorUpgrade(image(null, 'postgres:16'))).toBeNull();
});
