import { expect, it } from 'vitest';
import { kept } from '../../tests/support/incidence.ts';
import { isIn, isNamedAfter, pathsOf } from './paths.ts';

const of = (gitops: { app?: string; path?: string }) => pathsOf(kept('api', gitops));

it('takes folder and application file together, whichever is named', () => {
  expect(of({ path: 'base-apps/api/' })).toEqual(['base-apps/api/', 'base-apps/api.yaml']);
  expect(of({ path: './base-apps/api.yaml' })).toEqual(['base-apps/api/', 'base-apps/api.yaml']);
  expect(of({ app: 'api' })).toEqual(['base-apps/api/', 'base-apps/api.yaml']);
  expect(of({ app: 'clusters/a/api' })).toEqual(['clusters/a/api/', 'clusters/a/api.yaml']);
  expect(of({ app: 'api-application', path: 'base-apps/api/' })).toContain('base-apps/api-application.yaml');
});

it('looks nowhere rather than everywhere', () => {
  for (const path of ['.', '/', '', '../other', 'a/../..']) expect(of({ path }), path).toEqual([]);
  expect(of({})).toEqual([]);
});

it('matches whole parts of a path', () => {
  expect(isIn('base-apps/api/a/b.yaml', ['base-apps/api/'])).toBe(true);
  expect(isIn('base-apps/api-v2/b.yaml', ['base-apps/api/', 'base-apps/api.yaml'])).toBe(false);
  expect(isIn('base-apps/api.yaml.disabled', ['base-apps/api.yaml'])).toBe(true);
  expect(isNamedAfter('apps/API/x.yaml', ['api'])).toBe(true);
  expect(isNamedAfter('apps/api.yml', ['api'])).toBe(true);
  expect(isNamedAfter('apps/api-gateway.yaml', ['api'])).toBe(false);
});
