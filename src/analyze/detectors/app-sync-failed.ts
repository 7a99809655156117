import { refOf } from '../../kinds/refs.ts';
import { defineDetector } from '../detector.ts';
import { finding } from '../finding.ts';
import { revisionText } from './lib/gitops-words.ts';
import { held } from './lib/held.ts';
import { phrase } from './lib/phrases.ts';
import { syncFailure } from './lib/sync-failure.ts';

/** An application whose last sync failed, or whose manifests can't be read or compared. */
export const appSyncFailed = defineDetector({
  name: 'app-sync-failed',
  reads: ['Application'],
  emits: ['app-sync-failed'],
  *detect(view) {
    for (const app of view.list('Application')) {
      const failure = app.metadata.deletionTimestamp ? null : syncFailure(app, view.now);
      if (failure === null) continue;
      const subject = refOf(app);
      yield finding('app-sync-failed', {
        subject,
        owner: subject,
        since: failure.since ?? view.now,
        reason: failure.reason,
        params: { revision: revisionText(failure.revision), cause: phrase(failure.message, 'no cause is given') },
        evidence: held(subject, failure.fields),
      });
    }
  },
});
