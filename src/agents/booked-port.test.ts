import { describe, expect, it } from 'vitest';
import { HAIKU, model, says } from '../../tests/support/agents.ts';
import { bookedPort } from './booked-port.ts';
import { ModelError, type ModelRequest } from './model.ts';

const REQUEST: ModelRequest = {
  model: HAIKU,
  system: '',
  messages: [{ role: 'user', content: 'why?' }],
  tools: [],
  schema: null,
  mayCallTools: false,
  maxTokens: 100,
  cachePrefix: false,
};
const usage = { inputTokens: 1000, outputTokens: 100, cacheReadTokens: 500, cacheWriteTokens: 0 };
const answers = () => model(() => says('so', { usage }));
const { signal } = new AbortController();
const full = () => Promise.reject(new Error('disk full'));

describe('a model on the books', () => {
  it('has kept what an answer cost before anybody reads it', async () => {
    const kept: object[] = [];
    let release = () => {};
    const book = async (paid: object) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      kept.push(paid);
    };
    const port = bookedPort(answers(), { book, mustKeep: true });
    const reply = port.ask(REQUEST, signal).then(({ text }) => [text, kept.length]);
    await new Promise((resolve) => setImmediate(resolve));
    release();
    expect(await reply).toEqual(['so', 1]);
    expect(kept).toEqual([{ model: HAIKU, inputTokens: 1500, outputTokens: 100, usd: expect.closeTo(0.00155) }]);
    expect(port.lost()).toBeNull();
  });

  it('has kept what an answer of no use cost', async () => {
    const kept: object[] = [];
    const book = async (paid: object) => void kept.push(paid);
    const empty = model(() => Promise.reject(new ModelError('bad-answer', 'the answer is empty', { usage })));
    await expect(bookedPort(empty, { book, mustKeep: true }).ask(REQUEST, signal)).rejects.toThrow('is empty');
    expect(kept).toEqual([{ model: HAIKU, inputTokens: 1500, outputTokens: 100, usd: expect.closeTo(0.00155) }]);
  });

  it('is not asked again once a cost could not be kept, where there is a budget', async () => {
    const inner = answers();
    const port = bookedPort(inner, { book: full, mustKeep: true });
    expect((await port.ask(REQUEST, signal)).text).toBe('so');
    await expect(port.ask(REQUEST, signal)).rejects.toMatchObject({ fault: 'not-kept' });
    expect([inner.requests.length, port.lost()]).toEqual([1, new Error('disk full')]);
  });

  it('is asked on without one, and it is said', async () => {
    const inner = answers();
    const port = bookedPort(inner, { book: full, mustKeep: false });
    await port.ask(REQUEST, signal);
    await port.ask(REQUEST, signal);
    expect([inner.requests.length, port.lost()]).toEqual([2, new Error('disk full')]);
  });

  it('that gives no answer costs nothing', async () => {
    const kept: object[] = [];
    const down = { ask: () => Promise.reject(new Error('529')) };
    const port = bookedPort(down, { book: async (paid) => void kept.push(paid), mustKeep: true });
    await expect(port.ask(REQUEST, signal)).rejects.toThrow('529');
    expect(kept).toEqual([]);
  });
});
