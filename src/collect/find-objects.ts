import { z } from 'zod';
import { isKind, KINDS, type Kind } from '../kinds/registry.ts';

/** What a file holds: an object that the program reads, one of another kind, or something that is no object. */
export type Found =
  | { readonly state: 'ours'; readonly kind: Kind; readonly raw: unknown }
  | { readonly state: 'other' }
  | { readonly state: 'malformed'; readonly raw: unknown };

const Typed = z.looseObject({ kind: z.string().min(1), apiVersion: z.string().nullish() });
const Listed = z.looseObject({ items: z.array(z.unknown()).nullish() });
/** Lists hold objects; nobody has lists of lists of lists. */
const DEEPEST = 3;

/** The objects in a parsed value: one object, any `…List`, or a plain array of them. */
export function findObjects(value: unknown, depth = 0): readonly Found[] {
  if (depth > DEEPEST) return [{ state: 'malformed', raw: null }];
  if (Array.isArray(value)) return value.flatMap((item: unknown) => findObjects(item, depth + 1));
  const typed = Typed.safeParse(value);
  if (!typed.success) return [{ state: 'malformed', raw: value }];
  const { kind, apiVersion } = typed.data;
  if (!kind.endsWith('List')) return [sorted(kind, apiVersion, value)];
  const listed = Listed.safeParse(value);
  if (!listed.success) return [{ state: 'malformed', raw: value }];
  // Items of a typed list (PodList) need not say what they are.
  const inner = kind.slice(0, -'List'.length);
  return (listed.data.items ?? []).flatMap((item) => {
    const says = typeof item === 'object' && item !== null && 'kind' in item;
    return inner === '' || says ? findObjects(item, depth + 1) : [sorted(inner, apiVersion, item)];
  });
}

/** A Service of Knative or an Application of another project shares only the name with ours. */
function sorted(kind: string, apiVersion: string | null | undefined, raw: unknown): Found {
  if (!isKind(kind)) return { state: 'other' };
  const group = apiVersion?.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const ours = apiVersion === null || apiVersion === undefined || group === KINDS[kind].group;
  return ours ? { state: 'ours', kind, raw } : { state: 'other' };
}
