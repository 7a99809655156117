import { describe, expect, it } from 'vitest';
import type { AdvicePart } from '../agents/contract.ts';
import { grade, gradeReading } from './grade.ts';

const WORDS = { want: [], forbid: [] };
const cause = (text: string): AdvicePart => ({ cause: { text, confidence: 'high', evidence: [] } });
const change = (sha: string, rollBack: boolean) => ({ sha, why: 'It cuts the limit.', rollBack });
const GUILTY = 'a'.repeat(40);
const OTHER = 'b'.repeat(40);

describe('the words of a cause', () => {
  const expected = { 'k8s-analyzer': { want: [['memory', 'OOM'], ['limit']], forbid: ['pull'] } };
  const reasons = (text: string) => grade(expected, 'k8s-analyzer', cause(text))?.reasons;

  it('are right when every group is met by one of its words, in any case', () => {
    expect(grade(expected, 'k8s-analyzer', cause('Oom-killed: its LIMITS are low'))).toEqual({
      right: true,
      reasons: [],
    });
  });

  it('count only where a word begins', () => {
    expect(reasons('memory is unlimited')).toEqual(['the cause says nothing of limit']);
  });

  it('are wrong with a forbidden word, with a group that is not met, and when there are none', () => {
    expect(reasons('the memory limit, or a failed pull')).toEqual(['the cause says "pull"']);
    expect(reasons('the disk')).toEqual(['the cause says nothing of memory / OOM', 'the cause says nothing of limit']);
    expect(grade(expected, 'k8s-analyzer', {})?.reasons).toEqual(['names no cause']);
  });
});

describe('a ranking', () => {
  const of = (first: string, changes: readonly ReturnType<typeof change>[], rollBack?: boolean) => {
    const want = { ...WORDS, first, ...(rollBack === undefined ? {} : { rollBack }) };
    return grade({ 'github-reviewer': want }, 'github-reviewer', { changes: [...changes] })?.reasons;
  };

  it('has the guilty change first, by its whole SHA or the beginning of it', () => {
    expect(of(GUILTY, [change('aaaaaaa', true), change(OTHER, false)], true)).toEqual([]);
    expect(of(GUILTY, [change(OTHER, true), change(GUILTY, true)])).toEqual(['puts bbbbbbb first, not aaaaaaa']);
    expect(of(GUILTY, [])).toEqual(['names no change, not even aaaaaaa']);
  });

  it('takes back what has to be taken back', () => {
    expect(of(GUILTY, [change(GUILTY, false)], true)).toEqual(['wants aaaaaaa to stay']);
    expect(of(GUILTY, [change(GUILTY, true)], false)).toEqual(['wants aaaaaaa rolled back']);
  });

  it('takes nothing back where no change is to blame', () => {
    expect(of('none', [change(OTHER, false)])).toEqual([]);
    expect(of('none', [change(GUILTY, false), change(OTHER, true)])).toEqual([
      'wants bbbbbbb rolled back, though no change is to blame',
    ]);
  });
});

describe('a choice and a message', () => {
  it('choose one of the severities', () => {
    const expected = { 'escalation-manager': { ...WORDS, severities: ['SEV-2' as const] } };
    const chosen = (choice: 'SEV-1' | 'SEV-2') =>
      grade(expected, 'escalation-manager', { severity: { choice, reason: '', evidence: [] } })?.reasons;
    expect(chosen('SEV-2')).toEqual([]);
    expect(chosen('SEV-1')).toEqual(['chooses SEV-1, not SEV-2']);
    expect(grade(expected, 'escalation-manager', { impact: 'x' })?.reasons).toEqual(['chooses no severity']);
  });

  it('say nothing forbidden in a step either, but a step alone is not enough', () => {
    const expected = { 'slack-notifier': { want: [['quota']], forbid: ['restart'] } };
    const words = {
      headline: '',
      summary: '',
      impact: null,
      nextSteps: [{ text: 'Restart; the quota', command: null }],
    };
    expect(grade(expected, 'slack-notifier', { words })?.reasons).toEqual([
      'the message says nothing of quota',
      'the message says "restart"',
    ]);
  });
});

describe('an answer as its contract read it', () => {
  const expected = { 'github-reviewer': { ...WORDS, first: 'none' } };

  it('may be nothing at all, where no change is to blame', () => {
    expect(gradeReading(expected, 'github-reviewer', { status: 'ungrounded', dropped: [] })?.right).toBe(true);
  });

  it('is wrong when all of it was dropped, or none of it was understood', () => {
    const dropped = gradeReading(expected, 'github-reviewer', { status: 'ungrounded', dropped: ['names x'] });
    expect(dropped).toEqual({ right: false, reasons: ['ungrounded: names x'] });
    const invalid = gradeReading(expected, 'github-reviewer', { status: 'invalid-output', why: 'no JSON' });
    expect(invalid).toEqual({ right: false, reasons: ['invalid-output: no JSON'] });
  });

  it('is not graded where the eval expects nothing of the agent', () => {
    expect(gradeReading(expected, 'k8s-analyzer', { status: 'ok', part: cause('x'), dropped: [] })).toBeNull();
    expect(gradeReading(expected, 'k8s-analyzer', { status: 'invalid-output', why: 'no JSON' })).toBeNull();
  });
});
