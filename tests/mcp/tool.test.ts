// What defineTool does around a handler.
import { expect, it } from 'vitest';
import { z } from 'zod';
import { defineTool } from '../../src/mcp/tool.ts';

it('reads the arguments once, and refuses what it does not know', async () => {
  let read = 0;
  const tool = defineTool({
    name: 'count',
    title: 'Count',
    description: 'Counts how often its arguments are read.',
    access: 'read',
    idempotent: true,
    // Not strict as written: that is the house's to see to.
    input: z.object({
      n: z.preprocess((value) => {
        read += 1;
        return Number(value) + 1;
      }, z.number()),
    }),
    output: z.object({ n: z.number() }),
    handle: async ({ n }) => ({ data: { n }, text: `${n}` }),
  });
  const { signal } = new AbortController();
  expect(await tool.call({ n: 1 }, null, signal)).toEqual({ ok: true, data: { n: 2 }, text: '2' });
  expect(read).toBe(1);
  expect(await tool.call({ n: 1, m: 1 }, null, signal)).toMatchObject({
    ok: false,
    text: expect.stringMatching(/"m"[\s\S]*Next: mend the arguments and call again\.$/),
  });
});
