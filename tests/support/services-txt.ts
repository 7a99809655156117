import { expect } from 'vitest';
import { parseServices } from '../../src/config/services.ts';
import type { Service } from '../../src/domain/service.ts';

/** The one service of a text without faults. */
export function one(text: string): Service {
  const { services, faults } = parseServices(text, 'x');
  expect(faults).toEqual([]);
  expect(services).toHaveLength(1);
  const [service] = services;
  if (!service) throw new Error('no service');
  return service;
}

/** A P1 entry with these lines as its fields. */
export function entry(...fields: readonly string[]): string {
  return [
    '2. High (P1 - x)',
    '',
    '  2.1 app (app-alias)',
    '  - Namespace: app',
    ...fields.map((line) => `  ${line}`),
    '',
  ].join('\n');
}
