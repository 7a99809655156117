// A day in which one fault does not go away, and a deploy in it that changes nothing.
import { expect, it } from 'vitest';
import { app } from '../support/cycles-objects.ts';
import { world } from '../support/world.ts';

const START = Date.parse('2026-11-18T00:00:00Z');
const HOURS = 24;
const DEPLOYED_AT = 13;
const hour = (n: number) => new Date(START + n * 3_600_000).toISOString();

/** shop-api, a P0, with pods of this deploy. */
function shop(deploy: string, pods: readonly ('ok' | 'crash')[]): readonly object[] {
  const named = app('shop-api', pods, new Date(START - 3_600_000)).map((object) =>
    JSON.parse(JSON.stringify(object).replaceAll(/shop-api-(\d)/g, `shop-api-${deploy}-$1`)),
  );
  return [
    { kind: 'Namespace', metadata: { name: 'kube-system', uid: 'cluster-1' } },
    { kind: 'Namespace', metadata: { name: 'shop-api' } },
    ...named,
  ];
}

it('24 cycles with one fault are one message, edited in place, its reminders in its thread, and one end', async () => {
  const objects = [...shop('7d9f6b5c4', ['crash', 'crash'])];
  const w = await world({ model: null, github: null, api: { objects, logs: {} } });
  const seen: string[] = [];
  const ids = new Set<string>();
  for (let n = 0; n < HOURS; n += 1) {
    if (n === DEPLOYED_AT) objects.splice(0, objects.length, ...shop('5c4d8e9f1', ['crash', 'crash']));
    const { code, report } = await w.cycle({ at: hour(n) });
    expect(code).toBe(0);
    seen.push(...report.decisions.map(({ verdict, reason }) => `${verdict} ${reason}`));
    for (const { id } of report.incidents) ids.add(id);
  }
  const every = (n: number) => (n === 0 ? 'notify new' : n % 3 === 0 ? 'notify reminder' : 'hold unchanged');
  expect(seen).toEqual(Array.from({ length: HOURS }, (_, n) => every(n)));
  expect(ids.size).toBe(1);

  const [told, ...replies] = w.slack.messages;
  expect(told).toMatchObject({ channel: 'C0CRITICAL1', threadTs: null, edits: HOURS - 1 });
  expect(told?.text).toMatch(/^\*\[SEV-1\] shop-api is down.*\n\*Status:\* open for 1 d/);
  expect(replies.map(({ text, threadTs, broadcast }) => [text.slice(0, 19), threadTs, broadcast])).toEqual(
    Array.from({ length: 7 }, () => ['*[SEV-1] STILL OPEN', told?.ts, false]),
  );

  objects.splice(0, objects.length, ...shop('5c4d8e9f1', ['ok', 'ok']));
  const over = await w.cycle({ at: hour(HOURS) });
  expect(over.report.decisions.map(({ verdict, reason }) => `${verdict} ${reason}`)).toEqual(['notify resolved']);
  expect(w.slack.messages.slice(8)).toMatchObject([
    { threadTs: told?.ts, text: expect.stringMatching(/^\*\[RESOLVED\] shop-api/) },
  ]);
  expect(told).toMatchObject({ edits: HOURS, text: expect.stringMatching(/^\*\[RESOLVED\] .*\n\*Status:\* resolved/) });

  await w.cycle({ at: hour(HOURS + 1) });
  expect(w.slack.messages).toHaveLength(9);
  expect(new Set(Object.values(w.slack.deliveries()))).toEqual(new Set([1]));
}, 240_000);
