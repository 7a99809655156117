import { expect, it } from 'vitest';
import { badNight } from '../../../tests/support/nights.ts';
import { report } from '../../../tests/support/report.ts';
import { renderReport } from './render.ts';

const STYLE = { width: 80, color: true, timeZone: 'UTC' };

it('prints the report itself as JSON, whatever the style', async () => {
  expect(JSON.parse(await renderReport(badNight(), 'json', STYLE))).toEqual(badNight());
});

it('writes what a terminal would obey as escapes, which are the same data', async () => {
  const warnings = ['\u001b[2J \u009b2J \u202e \u2028'];
  const text = await renderReport(report({ warnings }), 'json', STYLE);
  expect(text).toContain('"\\u001b[2J \\u009b2J \\u202e \\u2028"');
  expect(JSON.parse(text)).toEqual(report({ warnings }));
});

it('uses colours only where they are wanted', async () => {
  expect(await renderReport(badNight(), 'text', STYLE)).toContain('\u001b[');
  expect(await renderReport(badNight(), 'text', { ...STYLE, color: false })).not.toContain('\u001b');
  expect(await renderReport(badNight(), 'markdown', STYLE)).not.toContain('\u001b');
});

it('what nobody wanted to know stands before the last line, where there is any', async () => {
  const lines = async (notChecked: string[]) => {
    const text = await renderReport(report({ notChecked }), 'text', { ...STYLE, color: false });
    return text.trimEnd().split('\n');
  };
  const what = 'how full volumes are (KUBELET_FIGURES is off)';
  expect((await lines([what])).at(-3)).toBe(`Not checked: ${what}`);
  expect((await lines([])).join()).not.toContain('Not checked');
});
