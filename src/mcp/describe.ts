import { z } from 'zod';
import type { Tool } from './tool.ts';

/** A tool as clients see it, before anything is called. */
export interface ToolDescription {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** JSON Schema (2020-12) of an object, without additional properties. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
  readonly outputSchema: Readonly<Record<string, unknown>>;
  readonly annotations: {
    readonly readOnlyHint: boolean;
    readonly destructiveHint: boolean;
    readonly idempotentHint: boolean;
    readonly openWorldHint: boolean;
  };
}

export function describeTool<D>(tool: Tool<D>): ToolDescription {
  const { name, title, description, access, idempotent } = tool;
  return {
    name,
    title,
    description,
    inputSchema: jsonSchema(tool.input, 'input'),
    outputSchema: jsonSchema(tool.output, 'output'),
    annotations: {
      readOnlyHint: access === 'read',
      // Nothing says that a write only adds: clients ask before they call it.
      destructiveHint: access === 'write',
      idempotentHint: idempotent,
      // What is read here was written by strangers.
      openWorldHint: true,
    },
  };
}

/** Every word of it costs tokens in every request to a model: what says nothing is left out. */
function jsonSchema(schema: z.ZodObject, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema: part }) => {
      if (part.maximum === Number.MAX_SAFE_INTEGER) delete part.maximum;
      if (part.minimum === Number.MIN_SAFE_INTEGER) delete part.minimum;
    },
  });
  return rest;
}
