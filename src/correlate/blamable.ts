import { CATALOGUE, type FindingCode } from '../domain/catalogue.ts';
import type { FieldChange } from '../domain/field-change.ts';
import type { Explanation } from './explains.ts';
import type { Incidence } from './incidence.ts';
import { isServed, type Target } from './targets.ts';

/** Whose manifests, or whose revisions, a change is about. */
type Place = Pick<Target, 'relation'>;

/** Symptoms only show what a cause explains; a dependency takes the blame for what a dependency can break. */
export function causesAmong(faults: readonly FindingCode[], { relation }: Place): readonly FindingCode[] {
  const causes = faults.filter((fault) => !CATALOGUE[fault].symptom);
  const all = causes.length > 0 ? causes : faults;
  return relation === 'dependency' ? all.filter((fault) => CATALOGUE[fault].fromDependency || isServed(fault)) : all;
}

/** Certificates run out by themselves: only a change that is about this one explains it. */
export function trusted(best: Explanation | null): Explanation | null {
  return best?.fault === 'certificate-expiring' && best.strength !== 'names' ? null : best;
}

const WORKLOAD = /^(?:Deployment|StatefulSet|DaemonSet|CronJob|Job|Rollout)$/;
const WORKLOAD_FILE = /(?:^|\/)([\w.-]+)-(?:deployment|statefulset|daemonset|cronjob|rollout)s?\.ya?ml$/i;

/** Without the fields of another workload of the same folder; where neither the object nor the file tells, they may be of this one. */
export function fieldsOf(
  { owner }: Incidence,
  { relation }: Place,
  fields: readonly FieldChange[],
): readonly FieldChange[] {
  if (relation === 'dependency' || !WORKLOAD.test(owner.kind)) return fields;
  const isOther = (name: string) => !owner.name.includes(name) && !name.includes(owner.name);
  const others = fields.flatMap(({ file }) => WORKLOAD_FILE.exec(file ?? '')?.[1] ?? []).filter(isOther);
  return fields.filter(({ object, file }) => {
    if (object !== null && object.name !== null && WORKLOAD.test(object.kind ?? '')) return !isOther(object.name);
    return !others.some((name) => file?.split('/').at(-1)?.startsWith(`${name}-`));
  });
}

/** A namespace that a shared job no longer serves is named in its change; in the service's own files it is everywhere. */
export function wordsOf({ words, namespaces, owner, service }: Incidence, { relation }: Place): readonly string[] {
  if (relation === 'dependency') return [...words, ...namespaces];
  const own = [...namespaces, owner.name, ...(service === null ? [] : [service.name, ...service.aliases])];
  return words.map((text) => own.reduce(without, text));
}

/** Whole names only: of `api/api-secrets` the second stays, and an image keeps its tag. */
function without(text: string, name: string): string {
  const literal = name.replace(/\W/g, '\\$&');
  return text.replace(new RegExp(`(^|[\\s"'/(])${literal}(?=$|[\\s"'/),]|:\\s)`, 'gi'), '$1');
}
