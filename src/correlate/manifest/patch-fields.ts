import type { FieldChange } from '../../domain/field-change.ts';
import { type DocumentObject, documentPairs, guessedKind, objectOf } from './documents.ts';
import { placeOf } from './field-place.ts';
import { kindOf } from './field-rules.ts';
import { type FieldWords, joined, wordsOf } from './field-words.ts';
import { objectChange, safe } from './file-changes.ts';
import { hunksOf } from './patch-hunks.ts';
import { type Difference, differences, withoutMoved } from './yaml-diff.ts';
import { makeNode, type Node } from './yaml-node.ts';
import { documentsOf } from './yaml-tree.ts';

interface Found {
  readonly difference: Difference;
  readonly object: DocumentObject;
  /** Of the object, as it is read. */
  readonly kind: string | null;
}

/** Field by field, what a patch of a manifest changes, and the objects that come and go with it. */
export function changesInPatch(path: string, patch: string, cut: boolean): readonly FieldChange[] {
  const pairs = hunksOf(patch, cut).flatMap(({ heading, before, after }) =>
    documentPairs(documentsOf(before, heading), documentsOf(after, heading)),
  );
  const found = pairs.flatMap(([old, now]) => foundIn(old, now, path));
  const kept = new Set(withoutMoved(found.map(({ difference }) => difference)));
  const fields = found.filter(({ difference }) => kept.has(difference)).flatMap(fieldOf);
  return [
    ...pairs.flatMap(([old, now]) => wholeObject(old, now, path)),
    ...rejoined(fields).map(({ field, words: { text, from, to } }) => ({ ...field, file: path, text, from, to })),
  ];
}

function foundIn(before: Node | null, after: Node | null, path: string): readonly Found[] {
  const sides = [after, before].filter((side) => side !== null);
  const [now, old] = sides.map(objectOf);
  const object = { kind: now?.kind ?? old?.kind ?? null, name: now?.name ?? old?.name ?? null };
  // An object that came or went is told as one; of a piece of one the hunk shows nothing but these lines.
  if ((before === null || after === null) && object.kind !== null) return [];
  const differs = differences(before ?? nothing(), after ?? nothing(), true);
  if (differs.length === 0) return [];
  const kind = object.kind ?? guessedKind(sides, path);
  return differs.map((difference) => ({ difference, object, kind }));
}

function nothing(): Node {
  return { ...makeNode('root', '', -1), touched: true };
}

/** A piece without a kind is no object that came or went: the hunk shows too little of it. */
function wholeObject(old: Node | null, now: Node | null, path: string): readonly FieldChange[] {
  if (old !== null && now !== null) return [];
  const document = now ?? old;
  const object = document === null ? null : objectOf(document);
  return object === null || object.kind === null
    ? []
    : [objectChange(path, object, old === null ? 'added' : 'removed')];
}

interface Field {
  readonly field: Pick<FieldChange, 'kind' | 'object'>;
  readonly words: FieldWords;
  /** +1: it came, -1: it went, 0: it is another one now. */
  readonly step: -1 | 0 | 1;
}

function fieldOf({ difference, object, kind: objectKind }: Found): readonly Field[] {
  const place = placeOf(difference, objectKind);
  const kind = kindOf(place);
  if (kind === null) return [];
  const step = difference.before === null ? 1 : difference.after === null ? -1 : 0;
  return [{ field: { kind, object: safe(object) }, words: wordsOf(place, kind), step }];
}

/** What went in one place and came in another is one change, where both are called the same and nothing else is. */
function rejoined(fields: readonly Field[]): readonly Field[] {
  const byLabel = Map.groupBy(
    fields.filter(({ step }) => step !== 0),
    ({ field, words }) => `${field.kind} ${words.label}`,
  );
  return fields.flatMap((one): Field[] => {
    const same = byLabel.get(`${one.field.kind} ${one.words.label}`) ?? [];
    const [gone, came] = [same.find(({ step }) => step === -1), same.find(({ step }) => step === 1)];
    if (one.step === 0 || same.length !== 2 || gone === undefined || came === undefined) return [one];
    const { from } = gone.words;
    const { to } = came.words;
    if (one === gone || (from !== null && from === to)) return [];
    return [{ ...one, words: joined(one.words.label, from, to, false), step: 0 }];
  });
}
