import { MINUTE } from '../../domain/duration.ts';
import type { Finding } from '../../domain/finding.ts';
import { refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { finding } from '../finding.ts';
import { isYoung } from './lib/ages.ts';
import { secretCause } from './lib/causes.ts';
import { heldCondition } from './lib/held.ts';
import { phrase } from './lib/phrases.ts';
import { conditionOf } from './lib/since.ts';
import { secretTexts, TLS_KINDS } from './lib/tls-hosts.ts';

/** A secret that can't be fetched or unsealed: the old one may still be in use, and hides it. */
export const secretNotSyncing = defineDetector({
  name: 'secret-not-syncing',
  reads: ['ExternalSecret', 'SealedSecret', ...TLS_KINDS],
  emits: ['secret-not-syncing'],
  *detect(view) {
    const textOf = secretTexts(view);
    for (const secret of view.list('ExternalSecret')) {
      const found = judge(view, textOf, secret, 'Ready', secret.spec?.target?.name);
      if (found !== null) yield found;
    }
    for (const sealed of view.list('SealedSecret')) {
      // What its controller said of an older version says nothing about this one.
      const seen = sealed.status?.observedGeneration;
      if (typeof seen === 'number' && seen < (sealed.metadata.generation ?? 0)) continue;
      const found = judge(view, textOf, sealed, 'Synced', null);
      if (found !== null) yield found;
    }
  },
});

type SecretText = ReturnType<typeof secretTexts>;
type Source = ObjectOf<'ExternalSecret' | 'SealedSecret'>;

function judge(
  view: View<Source['kind']>,
  textOf: SecretText,
  source: Source,
  type: string,
  target?: string | null,
): Finding | null {
  const condition = conditionOf(source.status?.conditions, type);
  if (condition?.status !== 'False' || source.metadata.deletionTimestamp) return null;
  // Made together with its store and its keys: the first tries may come too early.
  if (isYoung(view.now, source, MINUTE)) return null;
  const subject = refOf(source);
  const secret = target || subject.name;
  return finding('secret-not-syncing', {
    subject,
    owner: view.ownerOf(source),
    since: timeOf(condition.lastTransitionTime) ?? view.now,
    reason: condition.reason || (source.kind === 'SealedSecret' ? 'UnsealFailed' : 'SecretSyncedError'),
    params: {
      secret: textOf(subject.namespace, secret),
      cause: phrase(condition.message, 'its controller gives no cause'),
    },
    evidence: heldCondition(subject, condition),
    cause: secretCause(subject.namespace, secret),
  });
}
