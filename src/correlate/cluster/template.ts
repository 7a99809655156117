import { z } from 'zod';
import type { FieldChange } from '../../domain/field-change.ts';
import type { ObjectRef } from '../../domain/object-ref.ts';
import { redact } from '../../platform/redact/redact.ts';
import { type Place, placeOf } from '../manifest/field-place.ts';
import { kindOf } from '../manifest/field-rules.ts';
import { wordsOf } from '../manifest/field-words.ts';
import { type Difference, differences, withoutMoved } from '../manifest/yaml-diff.ts';
import { identityOf } from '../manifest/yaml-match.ts';
import type { Served } from './read.ts';
import { templateTrees } from './template-tree.ts';

const MOST = 40;
const LONGEST = 160;
const RESTARTED = 'kubectl.kubernetes.io/restartedAt';

const Annotated = z.object({ annotations: z.record(z.string(), z.unknown()).nullish() });

/** What differs from one template of a workload to the next, in the words a commit would be told in; never a variable's value. */
export function templateFields(before: Served, after: Served, { kind, name }: ObjectRef): readonly FieldChange[] {
  const object = { kind, name };
  const [old, now] = templateTrees(before, after);
  const isCrowded = Math.max(containersIn(before), containersIn(after)) > 1;
  const told = withoutMoved(differences(old, now)).flatMap((difference): FieldChange[] => {
    const place = placeOf(difference, kind);
    const about = kindOf(place);
    if (about === null) return [];
    const words = wordsOf(place, about);
    const text = named(words.text, place);
    const whose = isCrowded ? containerOf(difference) : null;
    const said = redact(whose === null ? text : `${whose}: ${text}`, LONGEST);
    return [{ kind: about, file: null, object, text: said, from: words.from, to: words.to }];
  });
  const noted = annotationWords(before, after).map(
    ([about, text]): FieldChange => ({ kind: about, file: null, object, text, from: null, to: null }),
  );
  const all = [...told, ...noted];
  const texts = all.map(({ text }) => text);
  return all.filter(({ text }, index) => texts.indexOf(text) === index).slice(0, MOST);
}

/** Which argument, and whose command, where the words alone leave it open. */
function named(text: string, { item, keys }: Place): string {
  const probe = keys.find((key) => /Probe$/.test(key));
  if (probe !== undefined && !text.includes(probe)) return `${probe} ${text}`;
  return item?.startsWith('-') && !text.includes(item) ? text.replace(/^arg\b/, `arg ${item}`) : text;
}

/** The container a difference is inside of; null when it is one itself, or stands elsewhere. */
function containerOf({ path }: Difference): string | null {
  const at = path.findIndex(({ key }) => key === 'containers' || key === 'initContainers');
  const container = at < 0 || path.length - at < 3 ? undefined : path[at + 1];
  return container === undefined ? null : (identityOf(container)?.id ?? null);
}

const Containers = z.object({
  containers: z.array(z.unknown()).nullish().catch(null),
  initContainers: z.array(z.unknown()).nullish().catch(null),
});

function containersIn({ spec }: Served): number {
  const { containers, initContainers } = Containers.catch({}).parse(spec);
  return (containers ?? []).length + (initContainers ?? []).length;
}

/** Of the annotations those that are there to make pods start anew. */
function annotationWords(before: Served, after: Served): readonly (readonly [FieldChange['kind'], string])[] {
  const [old, now] = [annotationsOf(before), annotationsOf(after)];
  return Object.keys(now).flatMap((key): [FieldChange['kind'], string][] => {
    if (now[key] === old[key]) return [];
    if (key === RESTARTED) return [['other', 'restarted by hand (kubectl rollout restart)']];
    const what = /(?:^|[./-])checksum\/(.+)$/.exec(key)?.[1];
    if (what === undefined || old[key] === undefined) return [];
    return [[/secret/i.test(what) ? 'secret' : 'config', redact(`checksum of ${what} changed`, LONGEST)]];
  });
}

function annotationsOf({ metadata }: Served): Readonly<Record<string, unknown>> {
  return Annotated.safeParse(metadata).data?.annotations ?? {};
}
