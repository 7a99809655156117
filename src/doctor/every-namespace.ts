import pLimit from 'p-limit';
import type { Bench } from './bench.ts';
import { counted } from './check.ts';
import type { RightsThere } from './extra-rights.ts';

const AT_ONCE = 8;
const MOST = 50;

interface Seen {
  readonly seen: readonly RightsThere[];
  /** What was not looked at, to be added to what was found; empty: nothing. */
  readonly unsure: string;
}

/** What may be done in each namespace: a RoleBinding holds in one, and nobody lists them all. Its own come first. */
export async function everyNamespace(bench: Bench, homes: readonly string[], signal: AbortSignal): Promise<Seen> {
  const { cluster, state } = bench;
  const listed = await cluster.namespaces(MOST, signal).catch(() => {
    signal.throwIfAborted();
    return null;
  });
  const all = [...new Set([...homes, ...(listed?.names ?? [])])].slice(0, MOST);
  const limit = pLimit(AT_ONCE);
  const asked = await Promise.all(
    all.map((namespace) =>
      limit(async () => {
        const rights = await cluster.rights(namespace, signal).catch(() => {
          signal.throwIfAborted();
          return null;
        });
        return { namespace, rights };
      }),
    ),
  );
  const seen = asked.flatMap(({ namespace, rights }) =>
    rights === null ? [] : [{ namespace, rules: rights.rules, own: homes.includes(namespace) ? state.ownNames : [] }],
  );
  const isPartial = asked.some(({ rights }) => rights?.incomplete === true);
  return { seen, unsure: `${unseen(seen, all, listed)}${isPartial ? '; the server can not list all rights' : ''}` };
}

function unseen(
  seen: readonly RightsThere[],
  all: readonly string[],
  listed: { readonly names: readonly string[]; readonly total: number | null } | null,
): string {
  const where = seen.length > 3 ? counted(seen.length, 'namespace') : seen.map((one) => one.namespace).join(', ');
  if (listed === null) return `; looked at in ${where || 'no namespace'} only, as namespaces can't be listed`;
  const isAll = seen.length === all.length && listed.names.every((name) => all.includes(name));
  if (isAll && listed.total === listed.names.length) return '';
  return `; looked at in ${seen.length} of ${listed.total ?? `more than ${listed.names.length}`} namespaces`;
}
