import { describe, expect, it } from 'vitest';
import { requestTokens as estimate } from '../../../src/agents/request-size.ts';
import { ask, CAUSE_SCHEMA, LOGS_TOOL } from './testing.ts';
import { requestTokens } from './tokens.ts';

/** How far the product's estimate may be from what this server bills: it leaves out the few words around the parts. */
const TOLERANCE = 0.05;

const system = 'You are k8s-analyzer. Say why, from the facts alone, for a tired person on call.\n'.repeat(20);
const messages = [{ role: 'user' as const, content: '| E1 status.reason = "OOMKilled" — exit code 137\n'.repeat(60) }];
const tools = Array.from({ length: 4 }, (_, i) => ({ ...LOGS_TOOL, name: `get_logs_${i}` }));
const billed = (parts: object) => requestTokens(ask({ messages, ...parts }), 1);
const format = { type: 'json_schema', schema: CAUSE_SCHEMA };

describe('what is billed and what the product expects', () => {
  it.each([
    ['a conversation', {}, { system: '', tools: [], schema: null }],
    ['with a prompt', { system }, { system, tools: [], schema: null }],
    ['with tools', { system, tools }, { system, tools, schema: null }],
    [
      'with the schema of the answer',
      { system, tools, output_config: { format } },
      { system, tools, schema: CAUSE_SCHEMA },
    ],
  ])('are the same, %s', (_what, body, parts) => {
    const expected = estimate({ messages, ...parts }, 1);
    expect(Math.abs(billed(body) - expected) / billed(body)).toBeLessThan(TOLERANCE);
  });

  it('differ by what an estimate forgets', () => {
    const more = (parts: object) => billed(parts) - billed({});
    expect(more({ system })).toBeCloseTo(estimate({ system, messages: [], tools: [], schema: null }, 1), -2);
    for (const parts of [{ system }, { tools }, { output_config: { format } }]) expect(more(parts)).toBeGreaterThan(50);
  });
});
