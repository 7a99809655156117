import { z } from 'zod';

/** Lists come sorted by name, so objects that are alike come one after the other: a few of the last ones are enough, and are garbage while young. */
const KNOWN = 256;
/** Of all parts. */
const memories: Map<string, unknown>[] = [];
const parts = new WeakMap<z.core.$ZodType, z.ZodType>();

/**
 * A part that many objects have alike, such as the containers of the pods of one Deployment: it is read once, and kept once
 * for all of them. Nobody may change it. `differs`: a field of its elements that each object has its own, and nobody reads.
 */
export function shared<T extends z.ZodType>(schema: T, differs?: string): z.ZodType<z.output<T>> {
  const known = new Map<string, z.output<T>>();
  memories.push(known);
  const part = z.transform((raw: unknown, context): z.output<T> => {
    const text = JSON.stringify(differs === undefined || !Array.isArray(raw) ? raw : raw.map(without(differs))) ?? '';
    const before = known.get(text);
    if (before !== undefined) {
      // The ones in use stay: the oldest goes first.
      known.delete(text);
      known.set(text, before);
      return before;
    }
    const result = schema.safeParse(raw);
    if (!result.success) {
      for (const { path, message } of result.error.issues) {
        context.issues.push({ code: 'custom', path: [...path], message, input: raw });
      }
      return z.NEVER;
    }
    if (known.size >= KNOWN) forgetOldest(known);
    known.set(text, result.data);
    return result.data;
  });
  parts.set(part, schema);
  return part;
}

/** What was read is still known by its text, with whatever stood in it: for when the reading is over. */
export function forgetShared(): void {
  for (const known of memories) known.clear();
}

function forgetOldest(known: Map<string, unknown>): void {
  for (const text of known.keys()) {
    known.delete(text);
    return;
  }
}

const without =
  (field: string) =>
  (element: unknown): unknown =>
    typeof element === 'object' && element !== null ? { ...element, [field]: null } : element;

/** The schema behind a shared part; null when it is none. */
export function behindShared(schema: z.core.$ZodType): z.ZodType | null {
  return parts.get(schema) ?? null;
}
