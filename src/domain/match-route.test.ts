import { describe, expect, it } from 'vitest';
import { destinationsOf, fallbackFor, fallbackOf, matchRoute } from './match-route.ts';
import type { Route, Routed, RouteMatch } from './routing.ts';

const ANY: RouteMatch = { severities: [], tiers: [], services: [], namespaces: [] };

function route(
  source: string,
  match: Partial<RouteMatch>,
  to: readonly string[],
  fallback: readonly string[] = [],
): Route {
  return { source, match: { ...ANY, ...match }, to, fallback };
}

const MYSQL: Routed = { severity: 'SEV-2', tier: 'P0', services: ['mysql'], namespaces: ['db', 'backup'] };

const found = (routed: Partial<Routed>, ...routes: readonly Route[]) =>
  matchRoute({ ...MYSQL, ...routed }, routes)?.source ?? null;

describe('matchRoute', () => {
  it.each([
    ['nothing is asked', {}, {}, true],
    ['one of the severities', { severities: ['SEV-1', 'SEV-2'] }, {}, true],
    ['another severity', { severities: ['SEV-1'] }, {}, false],
    ['its tier', { tiers: ['P0'] }, {}, true],
    ['another tier', { tiers: ['P1'] }, {}, false],
    ['unlisted is what has no tier', { tiers: ['unlisted'] }, { tier: null }, true],
    ['what has a tier is listed', { tiers: ['unlisted'] }, {}, false],
    ['one of its services, in any case', { services: ['MySQL'] }, { services: ['shop', 'mysql'] }, true],
    ['another service', { services: ['vault'] }, {}, false],
    ['one of its namespaces', { namespaces: ['backup'] }, {}, true],
    ['no namespace at all', { namespaces: ['db'] }, { namespaces: [] }, false],
    ['all lists must be content', { services: ['mysql'], namespaces: ['web'] }, {}, false],
  ] as const)('%s', (_what, match, routed, holds) => {
    expect(found(routed, route('r', match, ['a'])) !== null).toBe(holds);
  });

  it('takes the first that matches', () => {
    expect(found({}, route('1', { tiers: ['P3'] }, ['a']), route('2', {}, ['b']), route('3', {}, ['c']))).toBe('2');
  });

  it('never tells SEV-4', () => {
    expect(found({ severity: 'SEV-4' }, route('all', {}, ['a']))).toBeNull();
  });
});

const CRIT = route('default', { severities: ['SEV-1'] }, ['crit'], ['std', 'pager']);
const STD = route('default', { severities: ['SEV-2', 'SEV-3'] }, ['std'], ['crit']);

describe('fallbackFor', () => {
  const quiet = route('1', { namespaces: ['secret'] }, ['std'], []);
  const hidden = { ...MYSQL, namespaces: ['secret'] };

  it('is what its own route says, whatever others say of the same destination', () => {
    expect(fallbackFor(hidden, 'std', [quiet, CRIT, STD])).toEqual([]);
    expect(fallbackFor(MYSQL, 'std', [quiet, CRIT, STD])).toEqual(['crit']);
  });

  it('is that of another severity where only this one sends it there', () => {
    expect(fallbackFor(MYSQL, 'crit', [CRIT, STD])).toEqual(['std', 'pager']);
  });

  it('is the usual way for what no route sends there any more', () => {
    expect(fallbackFor(MYSQL, 'gone', [quiet, CRIT, STD])).toEqual(['std', 'crit']);
  });
});

describe('fallbackOf', () => {
  const quiet = route('1', { namespaces: ['secret'] }, ['std'], []);
  const routing = [quiet, route('2', {}, ['std'], ['mail']), CRIT, STD];

  it('is what was decided with the message; none is none', () => {
    expect(fallbackOf({ to: 'std', severity: 'SEV-2', fallback: [] }, routing)).toEqual([]);
    expect(fallbackOf({ to: 'std', severity: 'SEV-2', fallback: ['mail', 'std'] }, routing)).toEqual(['mail']);
  });

  it('of a message of an earlier version is what the first route says that names its destination', () => {
    expect(fallbackOf({ to: 'std', severity: 'SEV-2' }, routing)).toEqual([]);
    expect(fallbackOf({ to: 'std', severity: 'SEV-2' }, [CRIT, STD])).toEqual(['crit']);
    expect(fallbackOf({ to: 'crit', severity: 'SEV-3' }, [CRIT, STD])).toEqual(['std', 'pager']);
  });

  it('of what no route names any more is the usual way of its severity as well', () => {
    const gone = { to: 'gone', fallback: ['mail'] };
    expect(fallbackOf({ ...gone, severity: 'SEV-1' }, routing)).toEqual(['mail', 'crit', 'std', 'pager']);
    expect(fallbackOf({ ...gone, fallback: [], severity: 'SEV-3' }, routing)).toEqual(['std', 'crit']);
    expect(fallbackOf({ to: 'gone', severity: 'SEV-1' }, [])).toEqual([]);
  });
});

it('destinationsOf names each destination once', () => {
  expect(destinationsOf([route('1', {}, ['a', 'b'], ['c']), route('2', {}, ['b'], ['a'])])).toEqual(['a', 'b', 'c']);
});
