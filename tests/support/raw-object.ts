// Arbitrary objects of a kind, made from its own projection: whatever the schema allows, with fields it doesn't know.
import fc from 'fast-check';
import { z } from 'zod';
import { KINDS, type Kind } from '../../src/kinds/registry.ts';
import { behindShared } from '../../src/kinds/shared.ts';

/** As the API would serve it: the kind is set, the name is a name. */
export function rawObject(kind: Kind): fc.Arbitrary<object> {
  return fc
    .tuple(ofSchema(KINDS[kind].schema), fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[a-z]{1,8}$/))
    .map(([raw, name, namespace]) => {
      const object = raw as { metadata?: object };
      return { ...object, kind, metadata: { ...object.metadata, name, namespace }, unknown: { a: 1 } };
    });
}

/** Texts that a redactor could trip over, beside plain ones. */
const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    'password=hunter2',
    'http://user:pw@db.web.svc:5432/x',
    'db:3306',
    'a\u0000b',
    'x'.repeat(5_000),
    '\u202Eabc',
    '',
  ),
);

function ofSchema(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  const part = behindShared(schema);
  if (part !== null) return ofSchema(part);
  if (schema instanceof z.ZodPipe) return ofSchema(schema.in);
  if (schema instanceof z.ZodOptional) return fc.option(ofSchema(schema.unwrap()), { nil: undefined, freq: 4 });
  if (schema instanceof z.ZodNullable) return fc.option(ofSchema(schema.unwrap()), { nil: null, freq: 9 });
  if (schema instanceof z.ZodArray) return fc.array(ofSchema(schema.element), { maxLength: 2 });
  if (schema instanceof z.ZodRecord)
    return fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), ofSchema(schema.valueType), { maxKeys: 2 });
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map(ofSchema));
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries<z.core.$ZodType>(schema.shape).map(([key, field]) => [key, ofSchema(field)] as const);
    return fc.record(Object.fromEntries(fields)).map((object) => ({ ...object, notKept: 'x' }));
  }
  if (schema instanceof z.ZodNumber) return fc.integer({ min: 0, max: 1000 });
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodString) return text;
  throw new Error(`raw-object: no arbitrary for ${schema.constructor.name}; add one`);
}
