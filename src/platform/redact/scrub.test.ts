import { describe, expect, it } from 'vitest';
import { scrubExact } from './scrub.ts';

describe('scrubExact', () => {
  it('takes our own tokens out, plain, in a URL, in JSON and in base64', () => {
    const own = 'own "token"/1';
    const spelled = [own, encodeURIComponent(own), JSON.stringify(own), Buffer.from(own).toString('base64')].join(' ');
    expect(scrubExact(spelled, [own])).toBe(
      '[redacted: own token] [redacted: own token] "[redacted: own token]" [redacted: own token]',
    );
  });

  it('leaves text alone when a token is empty or as short as a word', () => {
    expect(scrubExact('a mysql pod', ['', '  ', 'a', 'mysql'])).toBe('a mysql pod');
  });

  it('takes the longer one first when one begins another', () => {
    expect(scrubExact('x abcdef123 y', ['abcdef', 'abcdef123'])).toBe('x [redacted: own token] y');
  });
});
