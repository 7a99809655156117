import { z } from 'zod';
import type { HasMeta } from '../kinds/refs.ts';

/** By namespace, then name: the same cluster gives the same snapshot, however it was paged. */
export function inOrder<T extends HasMeta>(objects: readonly T[]): T[] {
  return objects.toSorted(
    (a, b) =>
      compare(a.metadata.namespace ?? '', b.metadata.namespace ?? '') || compare(a.metadata.name, b.metadata.name),
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

const Where = z.object({
  metadata: z.object({ namespace: z.string().nullish().catch(null), name: z.string().nullish().catch(null) }),
});

/** As much as an object that can't be understood says about itself. */
export function whereIs(item: unknown): { namespace: string | null; name: string | null } {
  const result = Where.safeParse(item);
  if (!result.success) return { namespace: null, name: null };
  const { namespace, name } = result.data.metadata;
  return { namespace: short(namespace), name: short(name) };
}

function short(text: string | null | undefined): string | null {
  return text?.slice(0, 253) ?? null;
}
