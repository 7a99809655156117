import { z } from 'zod';
import { latest, timeOf } from '../kinds/time.ts';
import type { Deadline } from '../platform/deadline.ts';
import { type ApiCalls, METADATA_ONLY } from './api-calls.ts';
import type { LastWrite } from './cluster-access.ts';
import { followPages } from './paging.ts';

const PAGE = 500;

const Managed = z.object({
  manager: z.string().nullish(),
  time: z.string().nullish(),
  fieldsV1: z.record(z.string(), z.unknown()).nullish(),
});
/** Annotations may hold a copy of the data, and are dropped here. */
const Page = z.object({
  kind: z.literal('PartialObjectMetadataList'),
  metadata: z.object({ continue: z.string().nullish() }).nullish(),
  items: z
    .array(
      z.object({
        metadata: z.object({
          name: z.string(),
          creationTimestamp: z.string().nullish(),
          managedFields: z.array(Managed).nullish(),
        }),
      }),
    )
    .nullable(),
});
type Item = NonNullable<z.infer<typeof Page>['items']>[number];

/** When the data of each ConfigMap of a list was last written. */
export async function readWrites(calls: ApiCalls, path: string, deadline: Deadline): Promise<readonly LastWrite[]> {
  let all: LastWrite[] = [];
  let page: readonly LastWrite[] = [];
  const read = async (token: string): Promise<string> => {
    const query = new URLSearchParams({ limit: String(PAGE), ...(token !== '' && { continue: token }) });
    const { items, metadata } = await calls.getJson(`${path}?${query}`, Page, deadline, METADATA_ONLY);
    page = (items ?? []).flatMap(lastWrite);
    return metadata?.continue ?? '';
  };
  for await (const { first } of followPages('configmaps', read)) all = first ? [...page] : [...all, ...page];
  return all;
}

/** A label that somebody changes is no change of what pods read. */
function lastWrite({ metadata: { name, creationTimestamp, managedFields } }: Item): readonly LastWrite[] {
  const writes = (managedFields ?? []).flatMap(({ manager, time, fieldsV1 }) => {
    const ofData = fieldsV1 !== null && fieldsV1 !== undefined && ('f:data' in fieldsV1 || 'f:binaryData' in fieldsV1);
    const at = ofData ? timeOf(time) : null;
    return at === null ? [] : [{ at, by: manager ?? null }];
  });
  const at = latest(...writes.map((one) => one.at)) ?? timeOf(creationTimestamp);
  const by = writes.find((one) => one.at === at)?.by ?? null;
  return at === null ? [] : [{ name, at, by }];
}
