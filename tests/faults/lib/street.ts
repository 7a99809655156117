// A street of shops whose pods fare as a test says from cycle to cycle, whoever is at work at whatever hour.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../../support/cli.ts';
import { app } from '../../support/cycles-objects.ts';
import { NAMESPACES, SINCE } from './town.ts';

export type Fare = readonly ('ok' | 'crash')[];
/** What runs is not named. */
export type Fares = Readonly<Record<string, Fare>>;

export const DOWN: Fare = ['crash', 'crash'];
export const LIMPS: Fare = ['ok', 'crash'];
export const OK: Fare = ['ok', 'ok'];

/** shop-api and pay are business critical (SEV-1, or SEV-2 while they limp); search is P1 (SEV-2); nobody listed the others (SEV-3). */
const SERVICES_TXT = `1. Critical Services (P0 - Business Critical)

  1.1 shop-api
  - Namespace: shop-api
  - Max Downtime: 0 minutes

  1.2 pay
  - Namespace: pay
  - Max Downtime: 0 minutes

2. Infrastructure (P1 - Infrastructure)

  2.1 search
  - Namespace: search
  - Max Downtime: 5 minutes
`;
const SHOPS = ['shop-api', 'pay', 'search', 'cart', 'blog', 'mill'] as const;

export function street(fares: Fares): readonly object[] {
  const names = [...new Set([...SHOPS, ...Object.keys(fares)])];
  return [
    ...NAMESPACES,
    ...names.map((name) => ({ kind: 'Namespace', metadata: { name } })),
    ...names.flatMap((name) => app(name, fares[name] ?? OK, SINCE)),
  ];
}

/** For the process: its services.txt, and doors that are always open. */
export function streetEnv(): Readonly<Record<string, string>> {
  const file = join(scratch(), 'services.txt');
  writeFileSync(file, SERVICES_TXT);
  return { SERVICES_FILE: file, BUSINESS_HOURS: '00:00-24:00', BUSINESS_DAYS: 'Mon-Sun' };
}
