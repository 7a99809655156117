import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLOCK, rawPods } from '../../tests/support/collecting.ts';
import { deadlineIn } from '../platform/deadline.ts';
import { ReadError } from '../platform/errors.ts';
import { kubernetesReader } from './kubernetes.ts';
import { newShelves } from './shelf.ts';

const BODY = JSON.stringify({ kind: 'PodList', metadata: {}, items: rawPods(5, ['web']) });

/** Reads one list of pods whose bytes are these; gives the number of objects, or the error. */
async function read(bytes: Buffer): Promise<unknown> {
  const link = {
    get: async ({ sink }: { sink?: (chunk: Buffer) => void }) => {
      sink?.(bytes);
      return { status: 200, headers: {}, body: Buffer.alloc(0) };
    },
    close: () => undefined,
  };
  const reader = kubernetesReader(link, { name: 'fuzz', clock: CLOCK, callTimeoutMs: 1_000 });
  const deadline = deadlineIn(1_000, 'reading', CLOCK);
  const shelf = newShelves({ eventsSince: null, maxEvents: 10 }).of('Pod');
  const writer = shelf.writer(null);
  try {
    for await (const page of reader.pages('Pod', null, writer, deadline)) {
      writer.commit(page.first);
      // A changed token would lead to the same page for ever.
      if (page.more) break;
    }
    return shelf.count();
  } catch (error) {
    return error;
  } finally {
    deadline.end();
  }
}

test('row 8: whatever becomes of the bytes of an answer, it is read or refused by name', async () => {
  const change = fc.record({
    at: fc.nat(BODY.length - 1),
    length: fc.nat(40),
    put: fc.oneof(fc.constantFrom('"', '[', ']}', '\\', ',', '{', '\u0000', ''), fc.string({ maxLength: 5 })),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      const text = changes.reduce(
        (body, { at, length, put }) => body.slice(0, at) + put + body.slice(at + length),
        BODY,
      );
      const result = await read(Buffer.from(text));
      if (typeof result !== 'number') expect(result).toBeInstanceOf(ReadError);
    }),
    { numRuns: 400 },
  );
  expect(await read(Buffer.from(BODY))).toBe(5);
});

test('row 8: a list cut anywhere is never taken for a whole one', async () => {
  for (let length = 0; length < BODY.length; length += 3) {
    expect(await read(Buffer.from(BODY.slice(0, length)))).toMatchObject({ fault: 'invalid' });
  }
});
