import { MINUTE } from '../../domain/duration.ts';
import { refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { finding } from '../finding.ts';
import { ageOf } from './lib/ages.ts';
import { resourcesText } from './lib/gitops-words.ts';
import { held } from './lib/held.ts';
import { phrase } from './lib/phrases.ts';

const PATIENCE = 10 * MINUTE;
const SAID: Readonly<Record<string, string>> = { Degraded: 'degraded', Missing: 'missing resources' };

/** An application that Argo CD finds degraded: what it brings is broken, and mostly told better by itself. */
export const appDegraded = defineDetector({
  name: 'app-degraded',
  reads: ['Application'],
  emits: ['app-degraded'],
  *detect(view) {
    for (const app of view.list('Application')) {
      const { health, operationState } = app.status ?? {};
      const said = SAID[health?.status ?? ''];
      if (said === undefined || app.metadata.deletionTimestamp || operationState?.phase === 'Running') continue;
      // One that was never synced has nothing yet, and nobody asked for it.
      if (health?.status === 'Missing' && lastSync(app) === null) continue;
      // Older versions do not say since when: then what was synced a moment ago may still come up.
      const since = timeOf(health?.lastTransitionTime);
      if (ageOf(view.now, health?.lastTransitionTime ?? operationState?.finishedAt) <= PATIENCE) continue;
      const subject = refOf(app);
      const broken = resourcesText(app, (resource) => resource.health?.status === health?.status);
      yield finding('app-degraded', {
        subject,
        owner: subject,
        since: since ?? view.now,
        reason: health?.status ?? '',
        params: { health: said, cause: phrase(health?.message, broken || 'it does not say which part of it') },
        evidence: held(subject, { 'status.health.status': health?.status, 'status.health.message': health?.message }),
      });
    }
  },
});

function lastSync(app: ObjectOf<'Application'>): Date | null {
  return timeOf(app.status?.operationState?.finishedAt) ?? timeOf(app.status?.history?.at(-1)?.deployedAt);
}
