import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE } from '../../../tests/support/hostile-text.ts';
import { slackBlocks } from './slack-blocks.ts';
import { slackBody, splitMention } from './slack-text.ts';
import { splitLong } from './split-long.ts';

const FOOTER = 'INC-20260115-001 · cycle 20260115T120000Z-abcd';
const long = (lines: number, each = 80) =>
  [
    '@here [SEV-1] api is down',
    ...Array.from({ length: lines }, (_, i) => `  - line ${i} ${'y'.repeat(each)}`),
    FOOTER,
  ].join('\n');
const numbers = (text: string) => [...text.matchAll(/line (\d+) y/g)].map(([, n]) => Number(n));

describe('a long message', () => {
  it('stays as it is where it fits', () => {
    expect(splitLong(long(30))).toEqual([long(30)]);
    expect(splitLong('x')).toEqual(['x']);
  });

  it('says how much is in the thread, and goes on there', () => {
    const [first = '', second = '', ...more] = splitLong(long(100));
    const follow = numbers(second).length;
    expect(first.split('\n').slice(-2)).toEqual([`+${follow} more lines in the thread`, FOOTER]);
    expect(first).toMatch(/^@here \[SEV-1\] api is down\n {2}- line 0 /);
    expect(second.split('\n')[0]).toBe('Continued (2 of 2): [SEV-1] api is down');
    expect(second.split('\n').at(-1)).toBe(FOOTER);
    expect([...numbers(first), ...numbers(second)]).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(more).toEqual([]);
  });

  it('ends after five parts, and names the record for the rest', () => {
    const parts = splitLong(long(1000));
    expect(parts).toHaveLength(5);
    const shown = parts.flatMap(numbers).length;
    expect(parts.at(-1)).toContain(
      `+${1000 - shown} more lines: k8s-monitor cycles show 20260115T120000Z-abcd\n${FOOTER}`,
    );
  });

  it('breaks a line that nobody could send, without a new command in it', () => {
    const words = `${'a '.repeat(700)}kubectl delete ns shop`;
    const [text = ''] = splitLong(`[SEV-2] x\nFound: ${words}\n${FOOTER}`);
    expect(text.replaceAll('\n  … ', ' ')).toBe(`[SEV-2] x\nFound: ${words}\n${FOOTER}`);
    expect(text).not.toMatch(/^ {2}kubectl/m);
  });

  it('calls nobody by a call that something invisible hid', () => {
    const [first = ''] = splitLong(`\u202e@here all\n${'a line\n'.repeat(2000)}${FOOTER}`);
    expect(splitMention(first)).toEqual({ mention: null, text: expect.stringMatching(/^@ here all\n/) });
  });

  it('of any text fits Slack in every part, calls nobody in the thread, and loses no line', () => {
    const parts = fc.array(HOSTILE, { maxLength: 60 }).map((all) => all.join(''));
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 12 }), (text, times) => {
        const message = `${text}\n${'& line of <some> length\n'.repeat(40 * times)}${FOOTER}`;
        const split = splitLong(message);
        const said = split.join('\n').match(/& line of <some> length/g)?.length;
        if (split.length < 5) expect(said).toBe(40 * times);
        for (const [i, part] of split.entries()) {
          if (i > 0) expect(part).toMatch(/^Continued \(\d of \d\): /);
          const { mention, text: own } = splitMention(part);
          expect(mention).toBe(i === 0 ? splitMention(message).mention : null);
          expect(slackBody(own, mention)).not.toContain('*+');
          expect(JSON.stringify(slackBlocks(own, mention).blocks)).not.toContain('`k8s-monitor');
        }
      }),
      { numRuns: 200 },
    );
  });
});
