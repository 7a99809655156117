import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Outcome } from './eval-run.ts';
import { lastRunFile, readLastRun, saveRun } from './last-run.ts';
import { agentScores, arrow, evalScores } from './score.ts';

function outcome(slug: string, right: boolean, changes: Partial<Outcome> = {}): Outcome {
  const used = { inputTokens: 1000, outputTokens: 100, usd: 0.01, ms: 2000 };
  const said = { right, reasons: right ? [] : ['names no cause'], dropped: right ? [] : ['x'] };
  return { slug, agent: 'k8s-analyzer', attempt: 1, model: 'm', status: 'ok', ...said, ...used, ...changes };
}

describe('the scores', () => {
  const now = [outcome('oom', true), outcome('oom', false, { attempt: 2 }), outcome('disk', true)];

  it('add up what each agent did, and compare it with the same evals of the run before', () => {
    const before = [outcome('oom', true), outcome('disk', false), outcome('node', true)];
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
        before: { right: 1, asked: 2 },
      },
    ]);
  });

  it('tell each eval with every reason once', () => {
    const twice = [outcome('oom', false), outcome('oom', false, { attempt: 2 })];
    expect(evalScores(twice, [])).toEqual([
      { slug: 'oom', agent: 'k8s-analyzer', right: 0, asked: 2, reasons: ['names no cause'], before: null },
    ]);
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
  const state = () => {
    const dir = mkdtempSync(join(tmpdir(), 'k8s-monitor-evals-'));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    return dir;
  };

  it('keeps what was not asked again, and adds up what was spent', async () => {
    const dir = state();
    const used = { inputTokens: 1000, outputTokens: 100, usd: 0.01 };
    expect(await readLastRun(dir)).toBeNull();
    await saveRun(dir, null, [outcome('oom', true), outcome('disk', true)], used, NOW);
    await saveRun(dir, await readLastRun(dir), [outcome('oom', false)], used, NOW);
    const saved = await readLastRun(dir);
    expect(saved?.outcomes.map(({ slug, right }) => [slug, right])).toEqual([
      ['disk', true],
      ['oom', false],
    ]);
    expect(saved?.spend).toEqual({ '2026-11-21': { inputTokens: 2000, outputTokens: 200, usd: 0.02 } });
  });

  it('is nothing when nobody understands it', async () => {
    const dir = state();
    await saveRun(dir, null, [], { inputTokens: 0, outputTokens: 0, usd: 0 }, NOW);
    await writeFile(lastRunFile(dir), '{"schemaVersion": 2');
    expect(await readLastRun(dir)).toBeNull();
  });
});
