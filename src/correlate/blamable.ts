import { CATALOGUE, type FindingCode } from '../domain/catalogue.ts';
import type { FieldChange } from '../domain/field-change.ts';
import { type Explanation, explanation } from './explains.ts';
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

export interface Whose {
  /** Of the workload; also where neither the object nor the file tells. */
  readonly mine: readonly FieldChange[];
  /** Of one whose name is a part of the workload's: `backend` of `shop-backend`. It may be the same before a prefix was put to it. */
  readonly akin: readonly FieldChange[];
}

/** Without the fields of another workload of the same folder. */
export function fieldsOf({ owner, faults }: Incidence, { relation }: Place, fields: readonly FieldChange[]): Whose {
  if (relation === 'dependency' || !WORKLOAD.test(owner.kind)) return { mine: fields, akin: [] };
  const known = [owner.name, ...fields.flatMap(({ file }) => WORKLOAD_FILE.exec(file ?? '')?.[1] ?? [])];
  const isAboutJobs = !JOB.test(owner.kind) && faults.some((fault) => JOB_FAULTS.includes(fault));
  const kinOf = (field: FieldChange): Kinship => {
    const name = workloadOf(field, known);
    // What runs on a schedule is a part of the service: a Deployment itself misses no run.
    const isJobOfIt = isAboutJobs && JOB.test(field.object?.kind ?? '') && name?.startsWith(`${owner.name}-`) === true;
    return isJobOfIt ? 'same' : kinship(name, owner.name);
  };
  const of = (kin: Kinship) => fields.filter((field) => kinOf(field) === kin);
  return { mine: of('same'), akin: of('akin') };
}

const JOB = /^(?:Cron)?Job$/;
const JOB_FAULTS: readonly FindingCode[] = ['cronjob-failing', 'cronjob-missed', 'job-failed'];

/** Null: not known. */
function workloadOf({ object, file }: FieldChange, known: readonly string[]): string | null {
  const name = object !== null && WORKLOAD.test(object.kind ?? '') ? object.name : null;
  // What a template makes of it is not known.
  if (name !== null && !name.includes('{{')) return name;
  const last = file?.split('/').at(-1) ?? '';
  const longestFirst = known.filter((one) => last.startsWith(`${one}-`)).toSorted((a, b) => b.length - a.length);
  return longestFirst[0] ?? null;
}

type Kinship = 'same' | 'akin' | 'other';

/** Tools put prefixes and suffixes to a name, and take none away: `api-worker` is not `api`. */
function kinship(name: string | null, owner: string): Kinship {
  if (name === null || name === owner) return 'same';
  return owner.startsWith(`${name}-`) || owner.endsWith(`-${name}`) ? 'akin' : 'other';
}

/** What explains the faults best; `akin` is the workload it is of, if that may be another one. */
export function blamed(
  incidence: Incidence,
  place: Place,
  { mine, akin }: Whose,
): { readonly best: Explanation | null; readonly akin: string | null } {
  const among = (fields: readonly FieldChange[]) =>
    trusted(explanation(causesAmong(incidence.faults, place), wordsOf(incidence, place), fields));
  const sure = among(mine);
  if (akin.length === 0 || (sure !== null && sure.strength !== 'weak')) return { best: sure, akin: null };
  const best = among([...mine, ...akin]);
  if (best === null || !akin.includes(best.field)) return { best, akin: null };
  return { best, akin: best.field.object?.name ?? best.field.file };
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
