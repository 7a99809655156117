import { expect, it } from 'vitest';
import { LOGS, offeredTool, toolClient } from '../../tests/support/agents.ts';
import { toolTurns } from './tool-turns.ts';
import { toolboxOf } from './tools.ts';

const NEVER = new AbortController().signal;
const same = (text: string) => text;

function turns(data: Record<string, unknown> | null, text: string) {
  const client = toolClient([offeredTool()], () => ({ ok: true, text, data }));
  return toolTurns(
    toolboxOf([LOGS], [client], same),
    () => 1,
    () => {},
  );
}

const call = { id: 'toolu_1', name: LOGS, input: { pod: 'ghost-9' } };

it('a result keeps what it was asked with, and its data', async () => {
  const tools = turns({ lines: ['out of memory'] }, 'log of ghost-9: out of memory');
  const [result] = await tools.run([call], 500, NEVER);
  expect(result?.content).toMatch(/^Cite as T1\./);
  expect(tools.fetched).toEqual([
    {
      id: 'T1',
      call: 'get_logs {"pod":"ghost-9"}',
      text: 'log of ghost-9: out of memory',
      asked: ['ghost-9'],
      data: { lines: ['out of memory'] },
    },
  ]);
});

it('nothing found is nothing to cite, also when it is asked for again', async () => {
  const tools = turns({ events: [], total: 0 }, '0 of 0 events about ghost-9');
  const [first] = await tools.run([call], 500, NEVER);
  expect(first?.content).toMatch(/^Nothing to cite\.\n<data nothing>\n\| 0 of 0 events/);
  expect(first).not.toHaveProperty('is_error');
  const [again] = await tools.run([call], 500, NEVER);
  expect(again?.content).toBe('You made this call before: it found nothing.');
  expect(tools.fetched).toEqual([]);
});
