import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocksFault } from '../../../tests/fakes/slack/limits.ts';
import { alertOf } from '../../../tests/support/alert.ts';
import { HOSTILE } from '../../../tests/support/hostile-text.ts';
import { service } from '../../../tests/support/service.ts';
import { draftOf, fault, troubleOf, workload } from '../../../tests/support/trouble.ts';
import { alertText } from './alert-text.ts';
import { type SlackBlock, slackBlocks, slackEdit } from './slack-blocks.ts';
import { type Mention, splitMention } from './slack-text.ts';

const FOOTER = 'INC-20260115-001 · cycle 20260115T120000Z-abcd';

function wordsOf(message: string) {
  const { mention, text } = splitMention(message);
  return slackBlocks(text, mention);
}

function textsOf(blocks: readonly SlackBlock[]): readonly string[] {
  return blocks.flatMap((block) => {
    if (block.type === 'context') return block.elements.map(({ text }) => text);
    return 'fields' in block ? block.fields.map(({ text }) => text) : [block.text.text];
  });
}

describe('an alert as blocks', () => {
  const root = workload('backend');
  const backend = service('backend', { quirks: ['needs `x` & 5 < 6 minutes'] });
  const draft = draftOf(troubleOf(backend, { findings: [fault('oom-crash-loop', root, '12m')] }));
  const { blocks, text } = wordsOf(alertText(alertOf({ service: backend, draft })));

  it('begins with its sign and headline, calls people, and has short facts side by side', () => {
    expect(blocks[0]).toEqual({
      type: 'header',
      text: { type: 'plain_text', text: '🔴 [SEV-1] backend is down', emoji: true },
    });
    expect(blocks[1]).toEqual({ type: 'section', text: { type: 'mrkdwn', text: '<!here>', verbatim: true } });
    expect(blocks[2]).toMatchObject({
      fields: [
        { text: expect.stringMatching(/^\*Since:\*\n2026-/) },
        { text: expect.stringMatching(/^\*Service:\*\n/) },
      ],
    });
  });

  it('has commands as code, everything else as words, and ends with incident and cycle', () => {
    const all = textsOf(blocks).join('\n');
    expect(all).toContain('*Check:*\n  `kubectl -n backend describe pod backend-1`');
    expect(all).toContain("*Known:* needs 'x' &amp; 5 &lt; 6 minutes");
    expect(blocks.at(-1)).toEqual({ type: 'context', elements: [{ type: 'mrkdwn', text: FOOTER, verbatim: true }] });
  });

  it('is there as text too, for notifications', () => {
    expect(text).toMatch(/^<!here> \*\[SEV-1\] backend is down\*\n/);
    expect(text).toContain('*Known:*');
  });
});

describe('headlines', () => {
  it.each([
    ['[SEV-1] a', '🔴 [SEV-1] a'],
    ['[SEV-2] STILL OPEN: a', '🟠 [SEV-2] STILL OPEN: a'],
    ['[SEV-3] a', '🟡 [SEV-3] a'],
    ['[SEV-4] a', '🔵 [SEV-4] a'],
    ['[RESOLVED] a', '✅ [RESOLVED] a'],
    ['Continued (2 of 3): [SEV-2] a', '🟠 Continued (2 of 3): [SEV-2] a'],
    ['2 incidents waited', '2 incidents waited'],
    ['api [SEV-1] ok', 'api [SEV-1] ok'],
    ['[SEV-1] <!here> & @channel :fire: *b*', '🔴 [SEV-1] ‹!here› ＆ @ channel ∶fire: ∗b∗'],
  ])('%s', (first, header) => {
    expect(textsOf(slackBlocks(`${first}\nx`, null).blocks)[0]).toBe(header);
  });

  it('too long for a header stand in full below it', () => {
    const first = `[SEV-2] ${'word '.repeat(50)}end`;
    const [header = '', below] = textsOf(slackBlocks(first, 'here').blocks);
    expect([header.length, header.at(-1)]).toEqual([150, '…']);
    expect(below).toBe(`<!here> *${first}*`);
  });
});

it('a headline that is cut behind the name of a call calls nobody', () => {
  const { blocks } = slackBlocks(`${'x'.repeat(140)} @channels are down`, null);
  expect(textsOf(blocks)[0]).toBe(`${'x'.repeat(140)} @ channe…`);
});

describe('several messages in one', () => {
  it('each have their sign, their facts with them, and a gap between', () => {
    const one = (name: string) => `[SEV-3] ${name} is slow\nSince: 10:00\nINC-${name} · cycle c1`;
    const { blocks } = slackBlocks(`2 incidents waited:\n\n${one('a')}\n\n${one('b')}`, null);
    expect(textsOf(blocks)).toEqual([
      '2 incidents waited:',
      '🟡 *[SEV-3] a is slow*\n*Since:* 10:00\nINC-a · cycle c1\n\n🟡 *[SEV-3] b is slow*\n*Since:* 10:00',
      'INC-b · cycle c1',
    ]);
  });
});

function expectHarmless(shown: string): void {
  const mine = shown.replace(/^<!here> ?/, '');
  expect(mine.isWellFormed()).toBe(true);
  expect(mine).not.toMatch(/[<>]/);
  expect(mine.replace(/`[^`]*`/g, '')).not.toMatch(/:\/\/|@(?:here|channel)\b|:fire:|[~]/);
  for (const line of mine.split('\n'))
    expect(line).toMatch(/^(?:[^*`]*|[^*`]*\*[^*`]+\*[^*`]*| {2}`[^`]*`|\*\+\d+ more lines?:\* `[^`]+`)$/);
}

describe('the limits of Slack', () => {
  it('cut what nobody could post, and say how much and where it is', () => {
    const lines = Array.from({ length: 400 }, (_, i) => `line ${i} ${'&'.repeat(30)}`);
    const { blocks, text } = slackBlocks(['[SEV-2] x', ...lines, FOOTER].join('\n'), null);
    const all = textsOf(blocks).join('\n');
    const shown = all.match(/^line \d+/gm)?.length ?? 0;
    expect(all).toContain(`*+${400 - shown} more lines:* \`k8s-monitor cycles show 20260115T120000Z-abcd\`\n${FOOTER}`);
    expect(all.length + text.length).toBeLessThanOrEqual(12_000);
    expect(text).toMatch(/\*\+\d+ more lines:\*/);
  });

  it('an edit has at most 4,000 bytes of text, however many a sign takes', () => {
    for (const sign of ['x', '∗', '&', 'ä']) {
      const { text } = slackEdit(`[SEV-2] y\n${`${sign.repeat(60)}\n`.repeat(90)}${FOOTER}`);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4000);
      expect(text).toContain(FOOTER);
    }
  });

  it('hold for any text, and nothing in it calls, links or formats', () => {
    const messages = fc.array(HOSTILE, { maxLength: 60 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        messages,
        fc.integer({ min: 1, max: 400 }),
        fc.constantFrom<Mention>('here', null),
        (part, n, mention) => {
          const { blocks, text } = slackBlocks(part.length * n > 40_000 ? part : part.repeat(n), mention);
          if (blocks.length > 0) expect(blocksFault(blocks)).toBeNull();
          expect(blocks.length).toBeLessThan(30);
          const texts = textsOf(blocks);
          expect(texts.join('').length + text.length).toBeLessThanOrEqual(12_000);
          expect(texts.filter((shown) => shown.startsWith('<!here>'))).toHaveLength(mention === 'here' ? 1 : 0);
          for (const shown of texts.slice(1)) expect(shown).not.toMatch(/&(?!amp;|lt;|gt;)/);
          texts.forEach(expectHarmless);
        },
      ),
      { numRuns: 600 },
    );
  });
});
