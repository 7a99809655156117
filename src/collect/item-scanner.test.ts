import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { scanItems } from './item-scanner.ts';

/** As an HTTP body comes: in pieces of any size. */
function scan(text: string, size: number, unread?: ReadonlySet<string>): { items: unknown[]; head: string } {
  const items: unknown[] = [];
  const scanner = scanItems((json) => items.push(JSON.parse(json)), unread);
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) scanner.push(bytes.subarray(at, at + size));
  return { items, head: scanner.head() };
}

test('any list, in pieces of any size, comes apart into what the parser makes of it', () => {
  const list = fc.record({
    kind: fc.string(),
    metadata: fc.jsonValue(),
    before: fc.array(fc.jsonValue(), { maxLength: 2 }),
    items: fc.array(fc.jsonValue(), { maxLength: 5 }),
    after: fc.jsonValue(),
  });
  const indent = fc.constantFrom(undefined, 2);
  fc.assert(
    fc.property(list, fc.integer({ min: 1, max: 50 }), indent, (value, size, spaces) => {
      const text = JSON.stringify(value, null, spaces);
      const { items, head } = scan(text, size);
      expect(items).toEqual(JSON.parse(text).items);
      expect(JSON.parse(head)).toEqual({ ...JSON.parse(text), items: [] });
    }),
    { numRuns: 500 },
  );
});

test('quotes, brackets and backslashes in texts end nothing', () => {
  const items = [{ a: '\\"],}' }, { 'x"[{': '\\\\' }, { items: [{ b: ']' }] }];
  for (let size = 1; size < 20; size += 1) expect(scan(JSON.stringify({ items }), size).items).toEqual(items);
});

test('characters of several bytes may be cut anywhere', () => {
  const items = [{ a: 'ü€😀' }];
  for (let size = 1; size < 6; size += 1) expect(scan(JSON.stringify({ items }), size).items).toEqual(items);
});

test('a list that ends too early leaves a head that is no JSON', () => {
  const { items, head } = scan('{"items":[{"a":1},{"a":2', 4);
  expect(items).toEqual([{ a: 1 }]);
  expect(() => JSON.parse(head)).toThrow();
});

/** An item without its unread lists and objects. */
function seen(item: unknown): unknown {
  const { metadata = {}, status = {}, ...rest } = Item.parse(item);
  const nulled = (fields: Record<string, unknown>) =>
    typeof fields['unread'] === 'object' ? { ...fields, unread: null } : fields;
  return { ...rest, metadata: nulled(metadata), status: nulled(status) };
}
const Fields = z.record(z.string(), z.unknown()).optional();
const Item = z.looseObject({ metadata: Fields, status: Fields });

test('what nobody reads is null before it is parsed, in pieces of any size', () => {
  const noise = [{ 'k:{"a":"]"}': { '.': {} } }, '\\', [], { unread: [1] }];
  const meta = { name: 'unread', unread: noise, after: { unread: ['kept: deeper'] }, list: ['unread', [1]] };
  const items = [
    { metadata: meta, unread: { kept: 'higher' }, status: { unread: { a: {} } } },
    { metadata: { unread: [] } },
    { metadata: { unread: null } },
    { metadata: { unread: 'a text' } },
  ];
  const text = JSON.stringify({ metadata: { unread: { head: 1 } }, items });
  const nulled = [
    { ...items[0], metadata: { ...meta, unread: null }, status: { unread: null } },
    { metadata: { unread: null } },
    ...items.slice(2),
  ];
  for (let size = 1; size < 400; size += 1) {
    const got = scan(text, size, new Set(['unread']));
    // A name that was cut in two is not seen: then the field is there, as served.
    for (const [i, item] of got.items.entries()) expect(seen(item)).toEqual(seen(items[i]));
    expect(JSON.parse(got.head)).toEqual({ metadata: { unread: { head: 1 } }, items: [] });
  }
  expect(scan(text, text.length, new Set(['unread'])).items).toEqual(nulled);
});
