import { describe, expect, it } from 'vitest';
import { advisedNight, badNight } from '../../../tests/support/nights.ts';
import { finding, incident, report } from '../../../tests/support/report.ts';
import { markdownReport, plain } from './markdown.ts';

it('is laid out for an issue', async () => {
  await expect(markdownReport(badNight(), 'UTC')).toMatchFileSnapshot('snapshots/bad-night.md');
});

it('lays out what the agents add', async () => {
  await expect(markdownReport(advisedNight(), 'UTC')).toMatchFileSnapshot('snapshots/advised-night.md');
});

describe('text from the cluster stays text', () => {
  it.each([
    ['a mention', 'ask @octocat', 'ask @\u200boctocat'],
    ['a channel mention', '<!channel> help', '&lt;!channel&gt; help'],
    ['a link', '[click](https://evil.example)', '\\[click\\](https:\u200b//evil.example)'],
    ['a bare link', 'www.evil.example', 'www.\u200bevil.example'],
    ['an image', '![x](//evil)', '!\\[x\\](//evil)'],
    ['HTML', '<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['an issue', 'fixes #12', 'fixes #\u200b12'],
    ['a heading', '# Resolved', '\\# Resolved'],
    ['a table', 'a | b', 'a \\| b'],
    ['code', '`x`', '\\`x\\`'],
    ['a list', '1. one', '1\\. one'],
    ['an escape', '\u001b[31mred\u001b[0m\nline', 'red line'],
  ])('%s', (_name, text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  it('a log cannot leave its block', () => {
    const log = { pod: finding().subject, container: 'app', previous: true, cut: false };
    const text = markdownReport(
      report({ incidents: [incident()], logs: [{ ...log, text: '```\n# all clear @here\n````' }] }),
      'UTC',
    );
    expect(text).toContain('`````text\n```\n# all clear @here\n````\n`````');
  });

  it('evidence cannot leave its code', () => {
    const evidence = [{ object: finding().subject, field: 'status', value: '`` <b>', at: null }];
    const text = markdownReport(report({ incidents: [incident({ findings: [finding({ evidence })] })] }), 'UTC');
    expect(text).toContain('  - ``` status = `` <b> ```');
  });
});
