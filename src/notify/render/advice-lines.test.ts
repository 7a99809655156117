import { describe, expect, it } from 'vitest';
import { alertOf } from '../../../tests/support/alert.ts';
import { type Advice, noAdvice } from '../../domain/advice.ts';
import { causeLines, impactLines, secondOpinion, stepLines, summaryLines, withoutModel } from './advice-lines.ts';
import { alertText } from './alert-text.ts';

const ADVICE: Advice = {
  ...noAdvice('INC-20260115-001', null),
  cause: { text: 'The limit is too small.', confidence: 'medium', evidence: ['limits.memory = 64Mi', 'Killed'] },
  notChecked: ['how much it needed before', 'the node'],
  severity: { choice: 'SEV-2', reason: 'the shop still shows its pages', evidence: ['E1'] },
  impact: 'Nobody can order.',
  words: {
    headline: 'Orders fail',
    summary: 'Pods are killed at start.',
    impact: 'Customers cannot order.',
    nextSteps: [
      { text: 'Look at the last state.', command: 'kubectl -n api describe pod api-1' },
      { text: 'Allow 5 minutes to start.', command: null },
    ],
  },
};
const alert = (parts: Partial<Advice> = {}, of = ADVICE) => alertOf({ advice: { ...of, ...parts } });

describe('what agents add', () => {
  it('is marked as theirs, line by line', () => {
    const one = alert();
    expect([...summaryLines(one), ...impactLines(one), ...causeLines(one), ...stepLines(one)]).toEqual([
      'In short (model): Orders fail. Pods are killed at start.',
      'Impact (model): Customers cannot order.',
      'Probable cause (model, medium confidence): The limit is too small.',
      '  evidence: limits.memory = 64Mi',
      '  evidence: Killed',
      '  it did not check: how much it needed before; the node',
      'Next (model):',
      '  1. Look at the last state.',
      '  kubectl -n api describe pod api-1',
      '  2. Allow 5 minutes to start.',
    ]);
  });

  it('has what to look for in the checks, the first two, and no command twice', () => {
    const command = 'kubectl -n api describe pod api-1';
    const checks = ['the last state', 'the events', 'the node'].map((why) => ({ command, why }));
    expect(causeLines(alert({ checks })).at(-1)).toBe('  in the checks below, look for: the last state; the events');
    expect(causeLines(alert({ checks, cause: null }))).toEqual([
      'Look for (model), in the checks below: the last state; the events',
    ]);
    expect(causeLines(alert({ cause: null }))).toEqual([]);
  });

  it('replaces nothing: every line of the rules is there, in order', () => {
    const lines = alertText(alert()).split('\n');
    let at = -1;
    for (const line of alertText(alertOf()).split('\n')) {
      const next = lines.indexOf(line, at + 1);
      expect(next, line).toBeGreaterThan(at);
      at = next;
    }
  });

  it('is nothing where nothing was said', () => {
    const silent = alert({}, noAdvice('INC-20260115-001', null));
    expect(alertText(silent)).toBe(alertText(alertOf()));
    expect(impactLines(alert({ words: null }))).toEqual(['Impact (model): Nobody can order.']);
  });

  it('stays on its line, calls nobody, links nowhere, and is cut', () => {
    const text = `[SEV-4] fine\n[SEV-4] <!channel> @here <https://evil.example|x> ${'y'.repeat(3000)}`;
    const command = 'kubectl get pods';
    const hostile = alert({
      cause: { text, confidence: 'high', evidence: [text] },
      notChecked: [text],
      severity: { choice: 'SEV-2', reason: text, evidence: [] },
      words: { headline: text, summary: text, impact: text, nextSteps: [{ text, command }] },
      without: text,
    });
    const lines = [summaryLines, impactLines, causeLines, stepLines, secondOpinion, withoutModel].flatMap((of) =>
      of(hostile),
    );
    expect(lines).toHaveLength(10);
    for (const line of lines) {
      expect(line).not.toMatch(/\n|<!channel>|@here|<https|^\[SEV/);
      expect(line.length).toBeLessThan(800);
    }
  });
});

describe('a second opinion', () => {
  const opinion = (choice: 'SEV-1' | 'SEV-2' | 'SEV-3') => {
    const severity = { choice, reason: 'of the night', evidence: ['E1'] };
    return secondOpinion(alertOf({ advice: { ...ADVICE, severity } }, { severity: 'SEV-2' }));
  };

  it('stands beside the rules’ severity, and says which way it goes', () => {
    expect(opinion('SEV-1')).toEqual(['Second opinion (model), looks worse: SEV-1, of the night']);
    expect(opinion('SEV-3')).toEqual(['Second opinion (model), could wait: SEV-3, of the night']);
  });

  it('is none when it is the same, also because it was let decide', () => {
    expect(opinion('SEV-2')).toEqual([]);
  });
});

describe('who was not heard', () => {
  it('nobody: the message stands without model, and why', () => {
    const lines = withoutModel(alert({}, noAdvice('INC-20260115-001', 'overloaded (529)')));
    expect(lines).toEqual(['without model: overloaded (529)']);
  });

  it('some: it names them', () => {
    const without = 'slack-notifier: timed out after 60 s';
    expect(withoutModel(alert({ words: null, without }))).toEqual([`Not heard (model): ${without}`]);
  });

  it('nothing is said where all answered, or none was to be asked', () => {
    expect([withoutModel(alert()), withoutModel(alertOf())]).toEqual([[], []]);
  });
});
