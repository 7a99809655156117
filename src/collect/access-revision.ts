import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';

const Bag = z.record(z.string(), z.unknown());
const Data = z.object({ spec: z.object({ template: z.looseObject({ metadata: Bag.nullish(), spec: z.unknown() }) }) });
/** Another one in each process: what it makes of a value tells equal from different here and now, and nothing else. */
const KEY = randomBytes(32);
const KEPT = /^kubectl\.kubernetes\.io\/restartedAt$|(?:^|[./-])checksum\//;
const DEEPEST = 40;

/** Of what a ControllerRevision holds the pod template, its values of variables as marks; null where there is no template. */
export function revisionData(data: unknown): unknown {
  const parsed = Data.safeParse(data).data;
  if (parsed === undefined) return null;
  const { metadata, spec } = parsed.spec.template;
  const { labels } = metadata ?? {};
  const noted = Object.entries(Bag.safeParse(metadata?.['annotations']).data ?? {}).filter(([key]) => KEPT.test(key));
  return {
    spec: { template: { metadata: { labels, annotations: Object.fromEntries(noted) }, spec: marked(spec, 0) } },
  };
}

/** Variables, and headers of probes, are pairs of a name and a value. */
function marked(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return null;
  if (Array.isArray(value)) return value.map((item: unknown) => marked(item, depth + 1));
  const bag = Bag.safeParse(value).data ?? {};
  const isPair = typeof bag['name'] === 'string';
  return Object.fromEntries(
    Object.entries(bag).map(([key, one]) => [
      key,
      isPair && key === 'value' && typeof one === 'string' && one !== '' ? mark(one) : marked(one, depth + 1),
    ]),
  );
}

function mark(value: string): string {
  return `[masked ${createHmac('sha256', KEY).update(value).digest('hex').slice(0, 12)}]`;
}
