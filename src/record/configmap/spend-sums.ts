import { z } from 'zod';
import { DAY } from '../../domain/duration.ts';
import { dayOf, monthOf, NO_USE, PURPOSES, type Spend, sumUse } from '../../domain/spend.ts';
import { seal, unseal } from '../sealed.ts';
import { oldestMonth } from '../spend-book.ts';
import { KIB } from './config-map.ts';

const VERSION = 1;
/** Bytes. The rest of the ConfigMap belongs to cycle records. */
const LARGEST = 64 * KIB;
/** When room gets short, what is older than this keeps its month only: no month that is still running, and no day that is still shown. */
const BY_DAY = 31 * DAY;
/** Writes that are remembered: more than can come between two tries of one. */
const WRITES = 16;

/** What was spent, summed by day, purpose, cluster and model; the time of each is the beginning of its day. */
export interface Sums {
  readonly spends: readonly Spend[];
  /** Ids of the last writes, the newest first: one whose answer was lost may have been done all the same. */
  readonly writes: readonly string[];
}

export type SumsRead =
  | { readonly status: 'ok'; readonly sums: Sums }
  /** `why` for people. */
  | { readonly status: 'damaged' | 'newer'; readonly why: string };

const Amount = z.number().nonnegative();
const Stored = z.object({
  schemaVersion: z.literal(VERSION),
  writes: z.array(z.string()),
  clusters: z.array(z.tuple([z.string(), z.string()])),
  models: z.array(z.string()),
  /** Day, purpose, cluster and model (their places in the lists above), tokens in, tokens out, dollars. */
  sums: z.array(z.tuple([z.iso.date(), z.enum(PURPOSES), z.int(), z.int(), Amount, Amount, Amount])),
});

/** Undefined: nothing was spent yet. */
export function readSums(text: string | undefined): SumsRead {
  if (text === undefined) return { status: 'ok', sums: { spends: [], writes: [] } };
  const unsealed = unseal(text);
  if (unsealed.status === 'damaged') return unsealed;
  const version = z.object({ schemaVersion: z.int() }).safeParse(unsealed.raw).data?.schemaVersion ?? 0;
  if (version > VERSION) return { status: 'newer', why: `schema ${version}, this one knows ${VERSION}` };
  const stored = Stored.safeParse(unsealed.raw).data;
  if (stored === undefined) return { status: 'damaged', why: 'not sums of what was spent' };
  const spends = stored.sums.map(([day, purpose, cluster, model, inputTokens, outputTokens, usd]) => {
    const [uid = '', name = ''] = stored.clusters[cluster] ?? [];
    const at = `${day}T00:00:00.000Z`;
    return { at, purpose, cluster: { uid, name }, model: stored.models[model] ?? '', inputTokens, outputTokens, usd };
  });
  return { status: 'ok', sums: { spends, writes: stored.writes } };
}

/** What there was and what was paid now, as text; null when it is too large however coarse. */
export function addedSums(before: Sums, paid: readonly Spend[], write: string, now: Date): string | null {
  const oldest = oldestMonth(now);
  const all = [...before.spends, ...paid].filter(({ at }) => monthOf(new Date(at)) >= oldest);
  const writes = [write, ...before.writes].slice(0, WRITES);
  const daily = (spend: Spend): Spend => ({ ...spend, at: beginOf(dayOf(new Date(spend.at))) });
  const coarse = (spend: Spend): Spend => (isOld(spend, now) ? monthly(spend) : daily(spend));
  for (const placeOf of [daily, coarse]) {
    const text = textOf({ spends: summed(all, placeOf), writes });
    if (Buffer.byteLength(text) <= LARGEST) return text;
  }
  return null;
}

function isOld({ at }: Spend, now: Date): boolean {
  return now.getTime() - new Date(at).getTime() > BY_DAY;
}

/** Nobody asks of an old month which cluster or model it was. */
function monthly(spend: Spend): Spend {
  const month = monthOf(new Date(spend.at));
  return { ...spend, at: beginOf(`${month}-01`), cluster: { uid: '', name: 'all clusters' }, model: 'all models' };
}

function beginOf(day: string): string {
  return `${day}T00:00:00.000Z`;
}

/** The oldest first. */
function summed(spends: readonly Spend[], placeOf: (spend: Spend) => Spend): readonly Spend[] {
  const sums = new Map<string, Spend>();
  for (const spend of spends) {
    const place = placeOf(spend);
    const key = JSON.stringify([place.at, place.purpose, place.cluster.uid, place.model]);
    sums.set(key, { ...place, ...sumUse([sums.get(key) ?? NO_USE, spend]) });
  }
  return [...sums.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function textOf({ spends, writes }: Sums): string {
  const clusters = [...new Map(spends.map(({ cluster: { uid, name } }) => [uid, name]))];
  const models = [...new Set(spends.map(({ model }) => model))];
  const sums = spends.map(({ at, purpose, cluster, model, inputTokens, outputTokens, usd }) => {
    const place = [clusters.findIndex(([uid]) => uid === cluster.uid), models.indexOf(model)];
    return [dayOf(new Date(at)), purpose, ...place, inputTokens, outputTokens, usd];
  });
  return seal({ schemaVersion: VERSION, writes, clusters, models, sums });
}
