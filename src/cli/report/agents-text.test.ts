import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { advisedNight } from '../../../tests/support/nights.ts';
import { agentRun, incident, report } from '../../../tests/support/report.ts';
import { noAdvice } from '../../domain/advice.ts';
import type { Transcript } from '../../domain/agent.ts';
import type { Report } from '../../domain/report.ts';
import { agentsText } from './agents-text.ts';

const STYLE = { width: 80, color: false, timeZone: 'UTC' };
const text = (of: Report, transcripts: readonly Transcript[] = []) => agentsText(of, transcripts, STYLE);

const analyzer: Transcript = {
  agent: 'k8s-analyzer',
  incidentId: 'INC-20261121-001',
  steps: [
    { role: 'system', text: 'You find the probable cause of an incident.\nAnswer in JSON.\nCite evidence.' },
    {
      role: 'user',
      text: ['The incident:', '  backend is down', ...Array.from({ length: 20 }, (_, i) => `fact ${i}`)].join('\n'),
    },
    { role: 'assistant', text: 'I look at the log of the run before.' },
    { role: 'tool', text: 'T1 get_logs {"namespace":"chores-tracker-backend"}\nCite as T1.\n2026-11-21 Killed' },
    {
      role: 'assistant',
      text: '{"cause":{"text":"the limit was cut below what the import of the chores needs","evidence":["E1","T1"]}}',
    },
  ],
};

it('tells incident by incident and agent by agent what was asked, said and dropped', async () => {
  await expect(text(advisedNight(), [analyzer])).toMatchFileSnapshot('snapshots/agents-80.txt');
});

describe('a cycle without agents', () => {
  it('says so in one line', () => {
    expect(text(report())).toBe('No agent was asked in cycle 20261121T031400Z-7f3a.\n');
  });
  it('names the reason where one is known', () => {
    const advice = noAdvice('INC-20261121-001', 'the budget is spent');
    expect(text(report({ incidents: [incident({ advice })] }))).toContain(': the budget is spent.\n');
  });
});

it('shows an agent that was not asked, and one whose run nobody kept', () => {
  const skipped = agentRun({
    agent: 'slack-notifier',
    status: 'skipped',
    detail: 'the time was up',
    requests: 0,
    toolCalls: 0,
  });
  const said = text(report({ incidents: [incident()], agents: [skipped] }), [analyzer]);
  expect(said).toContain('slack-notifier skipped: the time was up\n');
  expect(said).toContain('0 questions to agents about 1 incident');
  expect(said).toContain('\n  k8s-analyzer\n      system     You find the probable cause');
});

it('stays inside the screen and harmless, whatever was said', () => {
  const bad = fc.array(
    fc.constantFrom(
      '\u001b[2J',
      '\u009b2J',
      '\n',
      '\t',
      '\r',
      '\u202e',
      '\u200b',
      '漢字',
      '👩‍👩‍👧',
      '{',
      '"a":1}',
      'x'.repeat(200),
      '  ',
    ), // prettier-ignore
    { maxLength: 10 },
  );
  fc.assert(
    fc.property(bad, fc.integer({ min: 60, max: 120 }), (parts, width) => {
      const hostile = parts.join('');
      const runs = [agentRun({ detail: hostile, dropped: [hostile], model: hostile })];
      const steps = (['system', 'user', 'assistant', 'tool'] as const).map((role) => ({ role, text: hostile }));
      const shown = agentsText(
        report({ incidents: [incident({ title: hostile })], agents: runs }),
        [{ ...analyzer, steps }],
        { ...STYLE, width },
      );
      expect(shown.split('\n').filter((line) => stringWidth(line) > width)).toEqual([]);
      expect(shown).not.toMatch(/[^\P{C}\n\u200d]/u);
    }),
    { numRuns: 200 },
  );
});
