import { namespaceOf, refOf } from '../../kinds/refs.ts';
import type { Condition } from '../../kinds/text.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { finding } from '../finding.ts';
import { sourceCause } from './lib/causes.ts';
import { FLUX_KINDS, type FluxObject, fluxFailure } from './lib/flux.ts';
import { revisionText } from './lib/gitops-words.ts';
import { heldCondition } from './lib/held.ts';
import { phrase } from './lib/phrases.ts';

/** What Flux can't fetch, apply or install. */
export const gitopsNotReady = defineDetector({
  name: 'gitops-not-ready',
  reads: [...FLUX_KINDS],
  emits: ['gitops-not-ready'],
  *detect(view) {
    for (const object of FLUX_KINDS.flatMap((kind): readonly FluxObject[] => view.list(kind))) {
      const failure = fluxFailure(view, object);
      if (failure === undefined) continue;
      const subject = refOf(object);
      yield finding('gitops-not-ready', {
        subject,
        owner: subject,
        since: timeOf(failure.lastTransitionTime) ?? view.now,
        reason: failure.reason || 'NotReady',
        params: { ...words(object), cause: phrase(failure.message, 'its controller gives no cause') },
        evidence: heldCondition(subject, failure),
        cause: sourceOf(object, failure),
      });
    }
  },
});

function words(object: FluxObject): { readonly what: string; readonly done: string } {
  switch (object.kind) {
    case 'Kustomization':
      return { what: revisionText(object.status?.lastAttemptedRevision), done: 'applied' };
    case 'HelmRelease': {
      const { chart, version } = object.spec?.chart?.spec ?? {};
      const wanted = object.status?.lastAttemptedRevision || version;
      return { what: phrase(['chart', chart, wanted].filter(Boolean).join(' '), 'its chart'), done: 'installed' };
    }
    case 'GitRepository': {
      const { branch, tag, semver } = object.spec?.ref ?? {};
      const named = tag ? `tag ${tag}` : semver ? `version ${semver}` : branch ? `branch ${branch}` : '';
      return { what: phrase(named, 'the repository'), done: 'fetched' };
    }
  }
}

/** The repository, of those that only wait for its manifests. */
function sourceOf(object: FluxObject, failure: Condition): string | null {
  if (object.kind === 'GitRepository') return sourceCause('GitRepository', namespaceOf(object), object.metadata.name);
  const ref =
    object.kind === 'Kustomization'
      ? object.spec?.sourceRef
      : (object.spec?.chartRef ?? object.spec?.chart?.spec?.sourceRef);
  const ofSource = /^(ArtifactFailed|SourceNotReady|GitOperationFailed)$/.test(failure.reason ?? '');
  return ofSource && ref?.kind && ref.name
    ? sourceCause(ref.kind, ref.namespace || namespaceOf(object), ref.name)
    : null;
}
