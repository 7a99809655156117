// A labelled case: what stands in its header, and the objects that may be named for the one it is about.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { FindingRow } from '../../src/domain/report.ts';

const CLASSES = ['runtime', 'config', 'hygiene', 'clean', 'anchor-fp', 'anchor-miss', 'robustness'] as const;
type Class = (typeof CLASSES)[number];
type Ref = FindingRow['subject'];

export type Case = {
  readonly class: Class;
  readonly now: string;
  readonly object: Ref;
  /** Kubernetes' word for the cause; empty where the header has none. */
  readonly reason: string;
  /** The object and its owners. */
  readonly names: readonly Ref[];
};

const Header = z.object({
  expect: z.string().regex(/^(finding|none);[^;]+;/),
  class: z.enum(CLASSES),
  now: z.iso.datetime(),
});

// Cases about malformed objects have anything in them.
const Owned = z.object({
  kind: z.string(),
  metadata: z.object({
    name: z.string(),
    namespace: z.string().nullish(),
    ownerReferences: z.array(z.object({ kind: z.string(), name: z.string() })).nullish(),
  }),
});
type Owned = z.infer<typeof Owned>;

export function readCase(file: string): Case {
  const text = readFileSync(file, 'utf8');
  const fields = text
    .split('\n')
    .flatMap((line) => [/^# (expect|class|now): (.+)$/.exec(line)])
    .flatMap((match) => (match === null ? [] : [[match[1], match[2]?.trim()]]));
  const header = Header.parse(Object.fromEntries(fields));
  const [, object = '', reason = ''] = header.expect.split(';').map((part) => part.trim());
  const ref = parseRef(object);
  return {
    class: header.class,
    now: header.now,
    object: ref,
    reason: reason === '-' ? '' : reason,
    names: [ref, ...ownersOf(ref, objectsIn(text))],
  };
}

/** `Pod/default/web`, `Node/-/worker-1`. */
function parseRef(text: string): Ref {
  const [kind = '', namespace = '-', name = ''] = text.split('/');
  return { kind, namespace: namespace === '-' ? null : namespace, name };
}

function objectsIn(text: string): readonly Owned[] {
  const list = z.object({ items: z.array(z.unknown()) }).safeParse(parse(text));
  return (list.data?.items ?? []).flatMap((item) => Owned.safeParse(item).data ?? []);
}

function ownersOf(ref: Ref, objects: readonly Owned[]): readonly Ref[] {
  const object = objects.find(
    ({ kind, metadata }) =>
      kind === ref.kind && metadata.name === ref.name && (metadata.namespace ?? null) === ref.namespace,
  );
  return (object?.metadata.ownerReferences ?? []).flatMap(({ kind, name }) => {
    const owner = { kind, namespace: ref.namespace, name };
    return [owner, ...ownersOf(owner, objects)];
  });
}

const same = (a: Ref, b: Ref): boolean => a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;

/** True when the finding is about the object, or about the owner that people know it by. */
export const names = (finding: FindingRow, { names: refs }: Case): boolean =>
  refs.some((ref) => same(ref, finding.subject) || same(ref, finding.owner));

/** True when every word of the reason stands somewhere in what the finding says. */
export function says({ code, reason, message, evidence }: FindingRow, wanted: string): boolean {
  const text = [code, reason, message, ...evidence.flatMap(({ field, value }) => [field, value])]
    .join(' ')
    .toLowerCase();
  return wanted
    .toLowerCase()
    .split(' ')
    .every((word) => text.includes(word));
}
