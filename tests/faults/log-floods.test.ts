// Logs of any size and any bytes: capped, valid text, marked as cut, and the alert is told all the same.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { goodAgents } from '../support/answers.ts';
import { type Cycle, type World, world } from '../support/world.ts';
import { binary, MIB, type Stream, stream, utf8 } from './lib/log-streams.ts';
import { peakMemory } from './lib/peak-memory.ts';

const LOG_BYTES = 64 << 10;

async function flooded(logs: Stream): Promise<{ w: World; one: Cycle; peak: number }> {
  const memory = peakMemory();
  const script = ({ resource }: { readonly resource: string }) => (resource === 'pods/log' ? logs.serve : null);
  const w = await world({ model: goodAgents, api: { script }, env: memory.env });
  const one = await w.cycle();
  return { w, one, peak: memory.bytes() };
}

/** Everything that is kept and said of it is text, and so is what the model was given. */
function textOnly(w: World, { report, stdout }: Cycle): void {
  const folder = join(w.state, 'cycles');
  const kept = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(kept.length).toBeGreaterThan(1);
  const texts = kept.map((entry) => utf8(readFileSync(join(entry.parentPath, entry.name))));
  const said = w.slack.messages.map(({ text, blocks }) => `${text}${JSON.stringify(blocks)}`);
  const asked = w.messages.requests.map(({ body }) => JSON.stringify(body));
  for (const text of [...texts, ...said, ...asked, stdout]) {
    expect(text.isWellFormed()).toBe(true);
    expect(text).not.toMatch(/\0|\\u0000|\\ud[89a-f]/i);
  }
  expect(report.logs.length).toBeGreaterThan(0);
  for (const { text } of report.logs) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4 * LOG_BYTES);
}

function told(w: World, { code, report }: Cycle): void {
  expect([code, report.cycle.outcome]).toEqual([0, 'ok']);
  expect(w.slack.messages).toMatchObject([
    { channel: 'C0CRITICAL1', text: expect.stringContaining('shop-api is down') },
  ]);
}

it.each([
  ['1 GB of log lines', 1024 * MIB, Buffer.from('GET /orders 500 in 3 ms, ü\n'.repeat(2500))],
  ['one line of 10 MB', 10 * MIB, Buffer.alloc(64 << 10, 'x')],
  ['1 GB of binary', 1024 * MIB, binary(64 << 10)],
  ['1 GB of NULs', 1024 * MIB, Buffer.alloc(64 << 10)],
])(
  'row 43: %s of a server that keeps to no limit: it stops reading, says it is cut, and tells',
  async (_, total, chunk) => {
    const logs = stream(total, chunk);
    const { w, one, peak } = await flooded(logs);
    told(w, one);
    textOnly(w, one);
    expect(one.report.logs.every(({ cut }) => cut)).toBe(true);
    // What is asked for, what lies in the buffers of two kernels and a proxy, and two more tries with fewer lines; for each log.
    expect(logs.sent()).toBeLessThan(64 * MIB);
    expect(logs.leftEarly()).toBeGreaterThan(0);
    expect(peak).toBeLessThan(200 * MIB);
  },
);

it.each([
  [
    'invalid UTF-8 and NULs between lines',
    Buffer.concat([
      Buffer.from('one\n\0two\n'),
      Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80]),
      Buffer.from('\nthe end\n'),
    ]),
  ],
  ['a character that lies across the cut', Buffer.from('€'.repeat(60_000))],
  ['every byte there is', binary(300_000)],
  ['a byte order mark and what steers a terminal', Buffer.from('\ufeff\u001b[31mred\u001b[0m\u202etxet\u2066\rover\n')],
])('row 43: %s: what is kept, said and asked is valid text', async (_, log) => {
  const [a, b] = ['aaaaa', 'bbbbb'].map((pod) => `shop-api/shop-api-7d9f6b5c4-${pod}/api`);
  const w = await world({ model: goodAgents, api: { logs: { [`${a}/previous`]: log, [`${b}/previous`]: log } } });
  const one = await w.cycle();
  told(w, one);
  textOnly(w, one);
  expect(one.report.logs.map(({ cut }) => cut)).toEqual(one.report.logs.map(() => log.length > LOG_BYTES));
  expect(one.stdout).not.toContain('\u001b');
});
