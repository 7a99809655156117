import { describe, expect, it } from 'vitest';
import { aBrief, soFar } from '../../tests/support/brief.ts';
import { contractFor } from './contracts/index.ts';
import { fitted, shareOf } from './first-requests.ts';

const analyzer = contractFor('k8s-analyzer');

describe('what an agent is told', () => {
  it('is all there is where it fits', () => {
    const { text, given } = fitted(analyzer, aBrief(), soFar(), () => true);
    expect(text).toBe(analyzer.input(aBrief(), soFar()));
    expect(given).toEqual(aBrief());
  });

  it('gets shorter until it fits, and a fact that was not shown cannot be cited', () => {
    const { text, given } = fitted(analyzer, aBrief(), soFar(), (one) => one.length < 3000);
    expect(text.length).toBeLessThan(3000);
    expect(text).toContain('Left out to keep this short: ');
    const shown = given.facts.map(({ id }) => id);
    expect(shown).toContain('E1');
    expect(shown).not.toContain('E6');
    expect(text).not.toContain('| E6');
    const cause = { text: 'It is killed at its limit of 64Mi.', confidence: 'high', evidence: ['E6'] };
    const answer = JSON.stringify({ cause, notChecked: [], checks: [] });
    expect(analyzer.read(answer, { brief: aBrief(), fetched: [] }).status).toBe('ok');
    expect(analyzer.read(answer, { brief: given, fetched: [] }).status).toBe('ungrounded');
  });

  it('is the shortest there is where nothing fits', () => {
    const { text } = fitted(analyzer, aBrief(), soFar(), () => false);
    expect(text.length).toBeLessThan(2500);
    expect(text).toContain('| E1 ');
  });
});

describe('the share of an agent', () => {
  const first = { name: 'k8s-analyzer', fixed: 1500 } as const;
  const last = { name: 'slack-notifier', fixed: 600 } as const;

  it('goes to the next where it is not used, and what later ones need is kept', () => {
    const { room, reserve } = shareOf(first, [last], 0, 30_000);
    expect(room + reserve).toBe(9500);
    expect(shareOf(last, [], 2000, 28_000).room).toBe(7500);
    expect(shareOf(last, [], 9000, 3000).room).toBe(600 + 900);
  });

  it('is never so small that nothing can be told: long prompts of one’s own come on top', () => {
    const long = { ...first, fixed: 20_000 };
    const { room, reserve } = shareOf(long, [last], 0, 30_000);
    expect(room).toBeGreaterThanOrEqual(20_900);
    expect(reserve).toBe(600 + 900);
  });
});
