import { describe, expect, it } from 'vitest';
import { HAIKU, NEXT_HAIKU } from '../../tests/support/agents.ts';
import { fallbackFor, hasPrice, modelFault, usdOf } from './model-policy.ts';
import { MODELS } from './models.ts';

const usage = { inputTokens: 1_000_000, outputTokens: 100_000, cacheReadTokens: 10_000, cacheWriteTokens: 10_000 };

describe('the policy for models', () => {
  it.each([
    HAIKU,
    'claude-haiku-4-5',
    NEXT_HAIKU,
    'claude-haiku-6',
    'claude-haiku-6-20270101',
    'claude-3-5-haiku-20241022',
    'claude-3-haiku-20240307',
  ])('lets %s be asked', (id) => {
    expect(modelFault(id, true)).toBeNull();
  });

  it.each([
    'claude-opus-5',
    'claude-sonnet-5-5',
    'haiku',
    'my-haiku-4',
    'claude-haiku',
    'claude-opus-5#haiku-4',
    'claude-opus-4-8-haiku',
    'claude-haiku-4-opus-5',
    'claude-4-haiku-opus',
    '',
  ])('refuses %j on the endpoint of Anthropic', (id) => {
    expect(modelFault(id, true)).toContain(HAIKU);
  });

  it('lets any id be asked on one of its own, but nothing that is none', () => {
    expect(modelFault('qwen3:4b', false)).toBeNull();
    expect(modelFault('two words', false)).toContain('is no id of a model');
  });

  it('falls back in the order of the table, and then to nothing', () => {
    expect(fallbackFor(HAIKU, true)?.id).toBe(NEXT_HAIKU);
    expect(fallbackFor('claude-haiku-4-5', false)?.id).toBe(NEXT_HAIKU);
    expect(fallbackFor(NEXT_HAIKU, true)).toBeNull();
    // Gone before the table was written.
    expect(fallbackFor('claude-3-5-haiku-20241022', true)?.id).toBe(HAIKU);
    expect(fallbackFor('qwen3:4b', false)).toBeNull();
    expect(MODELS.map(({ id }) => id)).toEqual([HAIKU, NEXT_HAIKU]);
  });

  it('counts dollars by the table, and none for models without a price', () => {
    expect(usdOf(HAIKU, usage)).toBeCloseTo(1 + 0.5 + 0.001 + 0.0125, 9);
    expect(usdOf(NEXT_HAIKU, usage)).toBeCloseTo(0.1 + 0.05 + 0.0001 + 0.00125, 9);
    expect([usdOf('qwen3:4b', usage), hasPrice('qwen3:4b')]).toEqual([0, false]);
  });
});
