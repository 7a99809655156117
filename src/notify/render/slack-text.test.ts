import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertOf } from '../../../tests/support/alert.ts';
import { HOSTILE } from '../../../tests/support/hostile-text.ts';
import { service } from '../../../tests/support/service.ts';
import { draftOf, fault, troubleOf, workload } from '../../../tests/support/trouble.ts';
import { alertText } from './alert-text.ts';
import { slackBody, splitMention } from './slack-text.ts';

function slackText(message: string): string {
  const { mention, text } = splitMention(message);
  return slackBody(text, mention);
}

describe('an alert in Slack', () => {
  it('has a bold headline, bold labels, and commands as code', () => {
    const root = workload('backend');
    const backend = service('backend', { quirks: ['needs `x` & 5 < 6 minutes'] });
    const text = alertText(
      alertOf({
        service: backend,
        draft: draftOf(troubleOf(backend, { findings: [fault('oom-crash-loop', root, '12m')] })),
      }),
    );
    const lines = slackText(text).split('\n');
    expect(lines[0]).toBe('<!here> *[SEV-1] backend is down*');
    expect(lines).toContain("*Known:* needs 'x' &amp; 5 &lt; 6 minutes");
    expect(lines).toContain('*Found:*');
    expect(lines.filter((line) => line.startsWith('*'))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^\*Since:\* /), expect.stringMatching(/^\*Why SEV-1:\* /)]),
    );
    expect(lines).toContain('  `kubectl -n backend describe pod backend-1`');
    expect(lines.at(-1)).toBe('INC-20260115-001 · cycle 20260115T120000Z-abcd');
  });

  it('calls people only where the program put it', () => {
    expect(slackText('@here [SEV-1] x\n@here y')).toBe('<!here> *[SEV-1] x*\n@ here y');
    expect(slackText('[SEV-2] x @here')).toBe('*[SEV-2] x @ here*');
    expect(slackText(' @here x')).toBe('*@ here x*');
    expect(slackBody('@here x', null)).toBe('*@ here x*');
    expect(splitMention('@here x')).toEqual({ mention: 'here', text: 'x' });
  });

  it.each([
    ['a *bold* _word_ ~gone~ `code`', "a ∗bold∗ ＿word＿ ∼gone∼ 'code'"],
    ['DB_HOST=a_b, __init__', 'DB_HOST=a_b, ＿＿init＿＿'],
    ['<!channel> <@U1> <https://evil.example|ok>', '&lt;!channel&gt; &lt;@U1&gt; &lt;https: //evil.example|ok&gt;'],
    ['see https://evil.example or www.evil.example', 'see https: //evil.example or www. evil.example'],
    ['mailto:a@b.c', 'mailto: a@b.c'],
    [':white_check_mark: ok :+1: at 12:48:00', '∶white_check_mark: ok ∶+1: at 12:48:00'],
    ['> quoted', '› quoted'],
    ['*/5 * * * *', '∗/5 ∗ ∗ ∗ ∗'],
    ['&lt;!here&gt;', '&amp;lt;!here&amp;gt;'],
    ['\u202eabc\u200b', 'abc'],
    ['  - evidence: x', '  - evidence: x'],
    ['  kubectl get `x` <y>', "  `kubectl get 'x' &lt;y&gt;`"],
    ['  git revert 1a2b3c4', '  `git revert 1a2b3c4`'],
    ['  https://github.com/o/r/commit/1a2b3c4d', '  https://github.com/o/r/commit/1a2b3c4d'],
    ['  https://github.com/o/r/commit/1a2b3c4d x', '  https: //github.com/o/r/commit/1a2b3c4d x'],
    ['without model: x', '*without model:* x'],
    ['kubectl at the margin', 'kubectl at the margin'],
    ['Not a label:because', 'Not a label:because'],
  ])('%s', (text, expected) => {
    expect(slackText(`first\n${text}`)).toBe(`*first*\n${expected}`);
  });
});

describe('a long message', () => {
  const long = (lines: number) =>
    ['@here [SEV-1] x', ...Array.from({ length: lines }, (_, i) => `line ${i} ${'y'.repeat(80)}`)].join('\n');

  it('stays under the limit, and says what was left out and where it is', () => {
    const text = slackText(`${long(500)}\nINC-1 · cycle 20260115T120000Z-abcd`);
    expect(text.length).toBeLessThanOrEqual(12_000);
    const lines = text.split('\n');
    expect(lines.at(-1)).toBe('INC-1 · cycle 20260115T120000Z-abcd');
    const left = 502 - (lines.length - 1);
    expect(lines.at(-2)).toBe(`*+${left} more lines:* \`k8s-monitor cycles show 20260115T120000Z-abcd\``);
  });

  it('keeps its headline however long its lines are', () => {
    const text = slackText(`@here ${'&'.repeat(50_000)}\n${'<'.repeat(50_000)}\n${'x'.repeat(20_000)}`);
    expect(text.length).toBeLessThanOrEqual(12_000);
    expect(text).toMatch(/^<!here> \*(?:&amp;)+ \[cut\]\*\n/);
    expect(text).toContain('more');
    expect(text).toContain('k8s-monitor cycles show latest');
  });
});

describe('hostile text', () => {
  it('never calls, links or formats, and never grows past the limit', () => {
    const limits = fc.integer({ min: 1000, max: 12_000 });
    fc.assert(
      fc.property(fc.array(HOSTILE, { maxLength: 40 }), fc.boolean(), limits, (parts, calls, longest) => {
        const hostile = parts.join('');
        const text = slackBody(hostile, calls ? 'here' : null, longest);
        const mine = calls ? text.replace(/^<!here> /, '') : text;
        expect(mine.length).toBe(text.length - (calls ? 8 : 0));
        expect(mine).not.toMatch(/[<>]/);
        expect(mine).not.toMatch(/&(?!amp;|lt;|gt;)/);
        expect(mine.replace(/`[^`]*`/g, '')).not.toMatch(/:\/\/|@(?:here|channel)\b/);
        expect(text.length).toBeLessThanOrEqual(longest);
        expect(text.isWellFormed()).toBe(true);
        for (const line of mine.split('\n'))
          expect(line).toMatch(/^(?:[^*~`]*|\*[^*~`]+\*[^*~`]*| {2}`[^`]*`|\*\+\d+ more lines?:\* `[^`]+`)$/);
      }),
      { numRuns: 1000 },
    );
  });
});
