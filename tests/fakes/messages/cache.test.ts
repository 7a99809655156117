import { describe, expect, it } from 'vitest';
import { always } from './script.ts';
import { ask, HAIKU, HAIKU_5_5, started } from './testing.ts';

/** About `tokens` tokens of Haiku 4.5. */
const words = (tokens: number): string => 'a'.repeat(tokens * 3.5);
const marked = (text: string, ttl?: '1h') => [
  { type: 'text' as const, text, cache_control: { type: 'ephemeral' as const, ...(ttl && { ttl }) } },
];

describe('the prompt cache', () => {
  it('writes a marked prefix once and reads it later, for this model only', async () => {
    const { client } = await started(always({ text: 'yes' }));
    const system = marked(words(5000));
    const first = await client.messages.create(ask({ system }));
    const again = await client.messages.create(
      ask({ system, messages: [{ role: 'user' as const, content: 'And now?' }] }),
    );
    const newer = await client.messages.create(ask({ system, model: HAIKU_5_5 }));

    const written = first.usage.cache_creation_input_tokens ?? 0;
    expect(written).toBeGreaterThanOrEqual(5000);
    expect(first.usage).toMatchObject({
      cache_read_input_tokens: 0,
      cache_creation: { ephemeral_5m_input_tokens: written },
    });
    expect(again.usage).toMatchObject({ cache_read_input_tokens: written, cache_creation_input_tokens: 0 });
    expect(again.usage.input_tokens).toBeLessThan(50);
    expect(newer.usage.cache_read_input_tokens).toBe(0);
  });

  it('reads the old end of a conversation when the mark has moved on', async () => {
    const { client } = await started(always({ text: 'yes' }));
    const one = { role: 'user' as const, content: marked(words(5000), '1h') };
    const first = await client.messages.create(ask({ messages: [one] }));
    const messages = [
      { role: 'user' as const, content: [{ type: 'text' as const, text: words(5000) }] },
      { role: 'assistant' as const, content: first.content },
      { role: 'user' as const, content: marked('Sure?', '1h') },
    ];
    const second = await client.messages.create(ask({ messages }));
    expect(second.usage.cache_read_input_tokens).toBe(first.usage.cache_creation_input_tokens);
    expect(second.usage.cache_creation?.ephemeral_1h_input_tokens).toBeGreaterThan(0);
  });

  it.each([
    [HAIKU, 4000, false],
    [HAIKU, 4100, true],
    [HAIKU_5_5, 380, false],
    [HAIKU_5_5, 400, true],
  ])('%s silently leaves out a prefix that is too short (%i of our tokens)', async (model, tokens, isCached) => {
    const { client } = await started(always({ text: 'yes' }));
    const message = await client.messages.create(ask({ model, system: marked(words(tokens)) }));
    expect((message.usage.cache_creation_input_tokens ?? 0) > 0).toBe(isCached);
  });
});
