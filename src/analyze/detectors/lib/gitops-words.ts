import type { ObjectOf } from '../../../kinds/registry.ts';
import { namesText, phrase } from './phrases.ts';

type Application = ObjectOf<'Application'>;
type Managed = NonNullable<NonNullable<Application['status']>['resources']>[number];

/** `revision 1a2b3c4`, `revision main@1a2b3c4` (Flux), or the tag or branch as it is written. */
export function revisionText(revision: string | null | undefined): string {
  if (!revision) return 'its manifests';
  return `revision ${phrase(revision.replace(/(?:sha1:)?\b([0-9a-f]{7})[0-9a-f]{33}$/, '$1'), '')}`;
}

/** `Deployment api and Service web`: those of its resources that satisfy the test. */
export function resourcesText(application: Application, test: (resource: Managed) => boolean): string {
  const names = (application.status?.resources ?? [])
    .filter(test)
    .map(({ kind, name }) => `${kind ?? '?'} ${name ?? '?'}`);
  return phrase(namesText(names), '');
}
