import { DAY } from '../../domain/duration.ts';
import { duration } from '../../domain/words.ts';
import { refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { latest, timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { finding } from '../finding.ts';
import { resourcesText } from './lib/gitops-words.ts';
import { held } from './lib/held.ts';
import { syncFailure } from './lib/sync-failure.ts';

const TOO_LONG = DAY;

/** An application that should have been synced by itself, or that people count on, and has not been for a day. */
export const appOutOfSync = defineDetector({
  name: 'app-out-of-sync',
  reads: ['Application'],
  emits: ['app-out-of-sync'],
  *detect(view) {
    for (const app of view.list('Application')) {
      const { sync, operationState, history } = app.status ?? {};
      if (sync?.status !== 'OutOfSync' || app.metadata.deletionTimestamp || !shouldSync(view, app)) continue;
      // A sync that runs or failed is another story.
      if (operationState?.phase === 'Running' || syncFailure(app, view.now) !== null) continue;
      const last = latest(timeOf(operationState?.finishedAt), ...(history ?? []).map((h) => timeOf(h.deployedAt)));
      if (last === null || view.now.getTime() - last.getTime() < TOO_LONG) continue;
      const subject = refOf(app);
      const differ = resourcesText(app, ({ status }) => status === 'OutOfSync');
      yield finding('app-out-of-sync', {
        subject,
        owner: subject,
        since: last,
        reason: 'OutOfSync',
        params: {
          duration: duration(view.now.getTime() - last.getTime()),
          cause:
            differ === '' ? 'it does not say what differs' : `${differ} differ${differ.includes(' and ') ? '' : 's'}`,
        },
        evidence: held(subject, {
          'status.sync.status': sync.status,
          'status.operationState.finishedAt': operationState?.finishedAt,
        }),
      });
    }
  },
});

/** Without automated sync a difference may be on purpose, unless people listed the application. */
function shouldSync(view: View<'Application'>, app: ObjectOf<'Application'>): boolean {
  const automated = app.spec?.syncPolicy?.automated;
  if (automated && automated.enabled !== false) return true;
  return view.services.some((service) => service.gitops.app === app.metadata.name);
}
