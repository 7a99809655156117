import type { Deadline } from '../platform/deadline.ts';
import { ReadError } from '../platform/errors.ts';
import { redact } from '../platform/redact/redact.ts';
import { accessName } from './access-kinds.ts';
import { slim } from './access-slim.ts';
import type { ApiCalls } from './api-calls.ts';
import type { AccessKind, ObjectList, RawObject } from './cluster-access.ts';
import { asReadError } from './gap.ts';
import { readPage } from './list-page.ts';
import { followPages } from './paging.ts';

export interface Wanted {
  readonly kind: AccessKind;
  /** Of the list, without a query. */
  readonly path: string;
  readonly wholeCluster: boolean;
  readonly labelSelector: string | null;
}

/** Nobody reads more than this at a look; it bounds memory and time. */
const MOST_OBJECTS = 2000;
const MOST_BYTES = 64 << 20;
const PAGE = 500;
/** A ConfigMap may be a mebibyte of values, which are read only to be dropped. */
const CONFIG_MAP_PAGE = 25;

/** Reads a list up to its bounds and says in `limits` what is missing. Rejects when not even the first page came. */
export async function readList(calls: ApiCalls, wanted: Wanted, deadline: Deadline): Promise<ObjectList> {
  const { kind, path } = wanted;
  let objects: RawObject[] = [];
  let page: RawObject[] = [];
  let bytes = 0;
  let remaining: number | null = null;
  const intake = {
    restart: () => {
      page = [];
    },
    take: (item: unknown) => void page.push(slim(kind, item)),
  };
  const limits = onlyWarnings(wanted) ? ['only warnings; name one namespace to see Normal events too'] : [];
  const read = async (token: string): Promise<string> => {
    const more = await readPage(calls, `${path}?${queryOf(wanted, token)}`, intake, deadline, (count) => {
      bytes += count;
      if (bytes > MOST_BYTES) throw new ReadError('invalid', `more than ${MOST_BYTES >> 20} MB of ${accessName(kind)}`);
    });
    remaining = more.remaining;
    return more.next;
  };
  try {
    for await (const { first, more } of followPages(accessName(kind), read)) {
      objects = first ? page : [...objects, ...page];
      if (!more || objects.length < MOST_OBJECTS) continue;
      limits.push(`only the first ${objects.length} were read${of(objects.length, remaining)}; ${NARROW}`);
      break;
    }
  } catch (error) {
    if (objects.length === 0 || deadlineIsNotOurs(deadline, error)) throw error;
    const why = redact(asReadError(error).message, 300);
    limits.push(`only the first ${objects.length} were read (${why}); ${NARROW}`);
  }
  return { objects, limits };
}

const NARROW = 'narrow it by namespace or label selector';

function of(count: number, remaining: number | null): string {
  return remaining === null ? '' : ` of ${count + remaining}`;
}

/** Somebody gave up: nobody waits for the part that came. */
function deadlineIsNotOurs({ signal }: Deadline, error: unknown): boolean {
  return signal.aborted && !(error instanceof ReadError);
}

/** Normal events of a whole cluster are thousands, and say nothing about a fault. */
function onlyWarnings({ kind, wholeCluster }: Wanted): boolean {
  return kind === 'Event' && wholeCluster;
}

function queryOf(wanted: Wanted, token: string): URLSearchParams {
  const query = new URLSearchParams({ limit: String(wanted.kind === 'ConfigMap' ? CONFIG_MAP_PAGE : PAGE) });
  if (wanted.labelSelector !== null) query.set('labelSelector', wanted.labelSelector);
  if (onlyWarnings(wanted)) query.set('fieldSelector', 'type=Warning');
  if (token !== '') query.set('continue', token);
  return query;
}
