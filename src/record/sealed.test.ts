import { expect, it } from 'vitest';
import { seal, unseal } from './sealed.ts';

const VALUE = { schemaVersion: 2, text: 'ümläut 🚨 \ud800 "quoted"\n', 10: 'ten', list: [1, null] };

it('comes back as it was, in one line', () => {
  expect(seal(VALUE).trimEnd()).not.toContain('\n');
  expect(unseal(seal(VALUE))).toEqual({
    status: 'ok',
    raw: { ...VALUE, text: JSON.parse(JSON.stringify(VALUE.text)) },
  });
});

it('whatever single bit turns is found out, or changes nothing', () => {
  const bytes = Buffer.from(seal(VALUE));
  const unsealedValue = JSON.parse(JSON.stringify(VALUE));
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const read = unseal(flipped.toString('utf8'));
    if (read.status === 'ok') expect(read.raw, `bit ${bit}`).toEqual(unsealedValue);
  }
});

it.each([
  ['', 'empty'],
  ['{"a":', 'not JSON, perhaps cut off'],
  [seal(VALUE).slice(0, -20), 'cut off or changed: the checksum is another one'],
  [seal(VALUE).replace('sha256', 'rha256').replace('ten', 'den'), 'it has lost its checksum'],
  ['['.repeat(30_000_000), 'garbage'],
])('says what is wrong: %.20s', (text, why) => {
  expect(unseal(text)).toEqual({ status: 'damaged', why });
});

it('takes what was never sealed', () => {
  expect(unseal('{"schemaVersion":1}')).toEqual({ status: 'ok', raw: { schemaVersion: 1 } });
});
