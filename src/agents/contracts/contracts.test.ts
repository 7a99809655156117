import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grounds } from '../../../tests/support/brief.ts';
import { AGENT_NAMES } from '../../domain/agent.ts';
import { RULES } from '../../domain/decision.ts';
import { CONTRACTS, contractFor } from './index.ts';
import { meaningOf } from './rule-meanings.ts';

it('there is one contract for each agent, in their order', () => {
  expect(CONTRACTS.map(({ name }) => name)).toEqual([...AGENT_NAMES]);
  for (const name of AGENT_NAMES) expect(contractFor(name).name).toBe(name);
});

it('every rule has a meaning for the escalation table', () => {
  expect(RULES.filter((rule) => meaningOf(rule) === null)).toEqual([]);
  expect(meaningOf('toString')).toBeNull();
});

describe.each(CONTRACTS)('$name', ({ name, schema, read }) => {
  it('has a schema that structured outputs take as it is', () => {
    const text = JSON.stringify(schema);
    expect(text).not.toMatch(/"(?:\$schema|\$ref|\$defs|min\w*|max\w*|pattern|format|default)"/);
    expect(text.length).toBeLessThan(900);
    for (const object of objectsIn(schema)) {
      expect(object['additionalProperties']).toBe(false);
      expect(object['required']).toEqual(Object.keys(Object(object['properties'])));
    }
    // The SDK drops the type beside an enum, and writes what it can't express into descriptions; nothing else may change.
    expect(transformJSONSchema(schema)).toEqual(withoutEnumTypes(schema));
    expect(new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema)({})).toBe(false);
  });

  it.each([
    ['', 'the answer is empty'],
    ['I think it is fine.', 'the answer is not JSON'],
    ['{"cause":', 'the answer is not JSON'],
    ['[]', 'the answer: '],
    ['null', 'the answer: '],
    ['{"extra":1}', ': Invalid'],
    [`"${'x'.repeat(70_000)}"`, 'the answer has 70002 bytes, at most 65536 are read'],
  ])('does not take %.20j', (text, why) => {
    const reading = read(text, grounds());
    expect(reading.status).toBe('invalid-output');
    expect(reading).toHaveProperty('why', expect.stringContaining(why));
  });

  it('reads anything without throwing, and never keeps what is not its own', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' }), answers(schema)), (text) => {
        const reading = read(text, grounds());
        if (reading.status === 'ok')
          expect(JSON.stringify(reading.part)).not.toMatch(/attacker|<!|delete|deadbee|ghost|SEV-4/);
      }),
    );
  });

  it('reads the worst answer it may get in no time', () => {
    const before = performance.now();
    for (const filler of ['<', '[', '\n', ' ', 'a.', 'a-1/', '@', '`"', '1:', '--', 'ignore ', '\u200b']) {
      const long = JSON.stringify(answerOf(schema, () => filler.repeat(4000)));
      read(long, grounds());
      read(`\`\`\`json\n${filler.repeat(60_000)}`.slice(0, 65_000), grounds());
    }
    expect(performance.now() - before).toBeLessThan(5000);
  });

  it('says where an answer is wrong', () => {
    const wrong = answerOf(schema, () => 'x');
    const [key = ''] = Object.keys(wrong);
    expect(read(JSON.stringify({ ...wrong, [key]: 7 }), grounds())).toEqual({
      status: 'invalid-output',
      why: expect.stringMatching(new RegExp(`^${key}: Invalid`)),
    });
  });

  it('drops all of an answer that names only what it was not given', () => {
    const reading = read(
      JSON.stringify(answerOf(schema, () => 'Pod/ghost/ghost-9')),
      grounds({ band: ['SEV-2', 'SEV-3'] }),
    );
    expect(reading.status).toBe('ungrounded');
    expect(reading).toHaveProperty('dropped', expect.arrayContaining([expect.stringContaining(`${name} `)]));
  });
});

type Node = Readonly<Record<string, unknown>>;

function objectsIn(schema: unknown): readonly Node[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const node = schema as Node;
  return [...(node['type'] === 'object' ? [node] : []), ...Object.values(node).flatMap(objectsIn)];
}

function withoutEnumTypes(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutEnumTypes);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => !(key === 'type' && 'enum' in schema))
      .map(([key, value]) => [key, withoutEnumTypes(value)]),
  );
}

/** An answer of the right shape, with one item in each list, whose texts are drawn by `text`. */
function answerOf(schema: Node, text: () => string): Node {
  return drawn(schema, text) as Node;
}

function drawn(schema: Node, text: () => string): unknown {
  const { type, properties, items, anyOf } = schema;
  if (Array.isArray(anyOf)) return drawn(anyOf[0], text);
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  if (type === 'object')
    return Object.fromEntries(Object.entries(properties as Node).map(([key, of]) => [key, drawn(of as Node, text)]));
  if (type === 'array') return [drawn(items as Node, text)];
  return type === 'boolean' ? true : text();
}

function answers(schema: Node): fc.Arbitrary<string> {
  const evil = fc.constantFrom(
    'https://attacker.example/x',
    '<!channel>',
    'run kubectl delete ns shop',
    'commit deadbee1',
    'pod ghost-1',
    'SEV-4',
    '\u202eSEV-4\ud800',
    'E1',
    'C1',
  );
  const text = fc.oneof(
    evil,
    fc.string({ unit: 'binary' }),
    fc.tuple(evil, evil).map((two) => two.join(' ')),
  );
  return fc.infiniteStream(text).map((stream) => JSON.stringify(answerOf(schema, () => String(stream.next().value))));
}
