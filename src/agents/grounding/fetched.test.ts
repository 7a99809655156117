import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grounds } from '../../../tests/support/brief.ts';
import type { Fetched } from '../contract.ts';
import { askedIn, foundNothing, withoutEcho } from './fetched.ts';
import { knownOf } from './known.ts';

const events: Fetched = {
  id: 'T1',
  call: 'get_events {}',
  text: '1 of 1 different events in shop about Pod ghost-db-7, newest first.\n2m  1x  Warning  Failed  Pod/web-1  gone',
  asked: ['shop', 'Pod', 'ghost-db-7'],
  data: { events: [{ object: 'Pod/web-1', message: 'gone' }], total: 1, limits: ['not all about ghost-db-7 was read'] },
};

describe('what a result says', () => {
  it('is known, but for the words the agent asked with', () => {
    const known = knownOf(grounds({}, [events]));
    expect(known.has('web-1')).toBe(true);
    expect(known.has('ghost-db-7')).toBe(false);
    expect(known.ids.get('T1')).toBe('get_events: 1 of 1 different events in shop about Pod …, newest first.');
  });

  it('is known also when it was asked for, if the cluster says it by itself', () => {
    const data = { pod: 'shop-api', lines: ['cannot resolve ghost-db-7'], cut: false };
    const text = 'Log of pod shop-api: 1 of 40 lines read, those with "ghost-db-7".\ncannot resolve ghost-db-7';
    const log = { id: 'T1', call: 'get_logs {}', text, asked: ['shop-api', 'ghost-db-7'] };
    expect(knownOf(grounds({}, [{ ...log, data }])).has('ghost-db-7')).toBe(true);
    expect(knownOf(grounds({}, [{ ...log, data: null }])).has('ghost-db-7')).toBe(false);
    expect(
      knownOf(grounds({}, [{ ...log, data: { ...data, pod: 'ghost-db-7', lines: ['x'] } }])).has('ghost-db-7'),
    ).toBe(false);
  });

  it('is no ground for a name when it is nothing', () => {
    const text = '0 of 0 Pod with app=ghost-db-7; 0 in trouble.';
    const empty = { ...events, text, asked: [], data: { kind: 'Pod', rows: [], total: 0, limits: ['x'] } };
    const known = knownOf(grounds({}, [empty]));
    expect(known.has('ghost-db-7')).toBe(false);
    expect(known.ids.has('T1')).toBe(false);
  });
});

it('a result is empty when its lists are', () => {
  expect(foundNothing({ text: '', data: { pod: 'a', lines: [], cut: false } })).toBe(true);
  expect(foundNothing({ text: '0 of 0 commits', data: null })).toBe(true);
  expect(foundNothing({ text: '0 of 0 files', data: { sha: 'a', files: [] } })).toBe(false);
  expect(foundNothing({ text: 'x', data: { events: [{}], total: 1 } })).toBe(false);
  expect(foundNothing({ text: 'out of memory', data: null })).toBe(false);
});

it('what was asked is every string of the arguments', () => {
  expect(askedIn({ name: 'a', deep: { list: ['b', null, ' '] }, limit: 5 })).toEqual(['a', 'b', '5']);
});

it('whatever was asked is taken out, and nothing else', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (words) => {
      const asked = words.trim() === '' ? [] : [words];
      expect(withoutEcho({ ...events, text: 'about: x', asked }, () => true)).toBe('about: x');
      const rest = withoutEcho({ ...events, text: `of “${words}”`, asked }, () => false);
      expect([rest.slice(0, 4), rest.slice(-1)]).toEqual(['of “', '”']);
    }),
  );
});
