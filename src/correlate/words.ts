import { type ObjectRef, refText } from '../domain/object-ref.ts';
import type { Service } from '../domain/service.ts';
import { MASS_EDIT } from './noise.ts';
import type { Target } from './targets.ts';

/** What was looked at when nothing was found, for people. */
export function lookedAt(targets: readonly Target[], leftOut: number): string {
  const [own, ...needed] = targets;
  if (own === undefined) return 'nothing';
  const where = own.relation === 'named' ? `a path named after ${own.names.join(' or ')}` : own.paths.join(' or ');
  const nor = needed.length === 0 ? '' : `, nor in what belongs to ${needed.map(({ label }) => label).join(', ')}`;
  const but = own.relation === 'named' ? `${leftOut} looked into: other paths` : `${leftOut} left out`;
  const rest = leftOut === 0 ? '' : `; ${but}, documents or more than ${MASS_EDIT} files`;
  return `no commit in ${where} in the 24 h before${nor}${rest}`;
}

export function notInRepository(owner: ObjectRef): string {
  return `no path of the repository belongs to ${refText(owner)}`;
}

interface Limited {
  readonly lists: readonly string[];
  readonly notLookedInto: number;
  readonly service: Service | null;
  readonly sourceName: string;
}

/** What somebody should know before trusting the answer, each once. */
export function limitsOf({ lists, notLookedInto, service, sourceName }: Limited): readonly string[] {
  const count = notLookedInto === 1 ? '1 less likely commit was' : `${notLookedInto} less likely commits were`;
  return [
    ...new Set(lists),
    ...(notLookedInto > 0 ? [`${count} not looked into`] : []),
    ...(service === null ? [] : otherRepository(service, sourceName)),
  ];
}

function otherRepository({ gitops, name }: Service, sourceName: string): readonly string[] {
  const named = /([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(gitops.repo ?? '')?.[1];
  if (named === undefined || sourceName.toLowerCase().includes(named.toLowerCase())) return [];
  return [`services.txt has the manifests of ${name} in ${named}, and ${sourceName} was read`];
}
