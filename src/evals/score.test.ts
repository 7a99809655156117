import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Outcome } from './eval-run.ts';
import { lastRunFile, readLastRun, type SavedOutcome, saveRun } from './last-run.ts';
import { agentScores, arrow, evalScores } from './score.ts';

function outcome(slug: string, right: boolean, changes: Partial<Outcome> = {}): Outcome {
  const used = { inputTokens: 1000, outputTokens: 100, usd: 0.01, ms: 2000 };
  const said = { right, reasons: right ? [] : ['names no cause'], dropped: right ? [] : ['x'] };
  return { slug, agent: 'k8s-analyzer', attempt: 1, model: 'm', status: 'ok', ...said, ...used, ...changes };
}

/** As of that day of November. */
function saved(slug: string, right: boolean, day: string): SavedOutcome {
  return { ...outcome(slug, right, { model: 'older' }), at: `2026-11-${day}T10:00:00.000Z` };
}

describe('the scores', () => {
  const now = [outcome('oom', true), outcome('oom', false, { attempt: 2 }), outcome('disk', true)];

  it('add up what each agent did, and compare it with the same evals of the run before', () => {
    const before = [saved('oom', true, '20'), saved('disk', false, '19'), saved('node', true, '18')];
    expect(agentScores(now, before)).toEqual([
      {
        agent: 'k8s-analyzer',
        models: ['m'],
        right: 2,
        asked: 3,
        dropped: 1,
        inputTokens: 3000,
        outputTokens: 300,
        usd: 0.03,
        seconds: 2,
        notReached: 0,
        before: {
          right: 1,
          asked: 2,
          models: ['older'],
          from: '2026-11-19T10:00:00.000Z',
          to: '2026-11-20T10:00:00.000Z',
        },
      },
    ]);
  });

  it('tell each eval with every reason once', () => {
    const twice = [outcome('oom', false), outcome('oom', false, { attempt: 2 })];
    expect(evalScores(twice, [])).toEqual([
      {
        slug: 'oom',
        agent: 'k8s-analyzer',
        right: 0,
        asked: 2,
        notReached: 0,
        reasons: ['names no cause'],
        before: null,
      },
    ]);
  });

  it('leave out who could not be reached: that is nobody’s wrong answer', () => {
    const down = outcome('node', false, { status: 'unavailable', reasons: ['overloaded (529)'], inputTokens: 7 });
    const [score] = agentScores([...now, down], [saved('node', true, '18')]);
    expect(score).toMatchObject({ right: 2, asked: 3, notReached: 1, dropped: 1, inputTokens: 3007, before: null });
    expect(evalScores([down], [])[0]).toMatchObject({
      right: 0,
      asked: 0,
      notReached: 1,
      reasons: ['overloaded (529)'],
    });
  });

  it('point up or down by the share that was right', () => {
    expect(arrow({ right: 2, asked: 3 }, { right: 1, asked: 2 })).toBe('↑');
    expect(arrow({ right: 1, asked: 3 }, { right: 1, asked: 1 })).toBe('↓');
    expect(arrow({ right: 2, asked: 4 }, { right: 1, asked: 2 })).toBe('');
    expect(arrow({ right: 1, asked: 1 }, null)).toBe('');
  });
});

describe('the last run', () => {
  const NOW = new Date('2026-11-21T10:00:00Z');
  const LATER = new Date('2026-11-22T10:00:00Z');
  const state = () => {
    const dir = mkdtempSync(join(tmpdir(), 'k8s-monitor-evals-'));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    return dir;
  };

  it('keeps what was not asked again, each with its time', async () => {
    const dir = state();
    expect(await readLastRun(dir)).toBeNull();
    await saveRun(dir, null, [outcome('oom', true), outcome('disk', true)], NOW);
    await saveRun(dir, await readLastRun(dir), [outcome('oom', false)], LATER);
    const kept = await readLastRun(dir);
    expect(kept?.outcomes.map(({ slug, right, at }) => [slug, right, at])).toEqual([
      ['disk', true, NOW.toISOString()],
      ['oom', false, LATER.toISOString()],
    ]);
  });

  it('is no worse for a model that could not be reached', async () => {
    const dir = state();
    const down = outcome('oom', false, { status: 'timeout' });
    await saveRun(dir, null, [down], NOW);
    expect(await readLastRun(dir)).toBeNull();
    await saveRun(dir, null, [outcome('oom', true)], NOW);
    await saveRun(dir, await readLastRun(dir), [down], LATER);
    expect((await readLastRun(dir))?.outcomes.map(({ right, status }) => [right, status])).toEqual([[true, 'ok']]);
  });

  it('is nothing when nobody understands it', async () => {
    const dir = state();
    await saveRun(dir, null, [outcome('oom', true)], NOW);
    await writeFile(lastRunFile(dir), '{"schemaVersion": 2');
    expect(await readLastRun(dir)).toBeNull();
  });
});
