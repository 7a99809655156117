import { DAY, MINUTE } from '../../domain/duration.ts';
import type { Finding } from '../../domain/finding.ts';
import { duration } from '../../domain/words.ts';
import { refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { finding } from '../finding.ts';
import { secretCause } from './lib/causes.ts';
import { held, heldCondition } from './lib/held.ts';
import { phrase, timeText } from './lib/phrases.ts';
import { conditionOf } from './lib/since.ts';

type Certificate = ObjectOf<'Certificate'>;

const SOON = 14 * DAY;
const RENEWAL_LATE = DAY;
/** An authority may want a challenge answered first. */
const ISSUING = 10 * MINUTE;

/** A certificate that is not there, has expired, or will because its renewal does not come. */
export const certificate = defineDetector({
  name: 'certificate',
  reads: ['Certificate'],
  emits: ['certificate-not-ready', 'certificate-expiring'],
  *detect(view) {
    for (const object of view.list('Certificate')) {
      if (object.metadata.deletionTimestamp) continue;
      const notAfter = timeOf(object.status?.notAfter);
      const found = notAfter === null ? neverIssued(view, object) : judge(view, object, notAfter);
      if (found !== null) yield found;
    }
  },
});

function neverIssued(view: View<'Certificate'>, object: Certificate): Finding | null {
  const ready = conditionOf(object.status?.conditions, 'Ready');
  const since = timeOf(ready?.lastTransitionTime);
  if (ready?.status !== 'False' || (since !== null && view.now.getTime() - since.getTime() < ISSUING)) return null;
  const subject = refOf(object);
  const why = failureOf(object) ?? ready;
  return finding('certificate-not-ready', {
    subject,
    owner: view.ownerOf(object),
    since: since ?? view.now,
    reason: why.reason || 'NotReady',
    params: { secret: secretOf(object), cause: `it was never issued (${phrase(why.message, 'no cause is given')})` },
    evidence: heldCondition(subject, ready),
    cause: secretCause(subject.namespace, secretOf(object)),
  });
}

/** While it is valid, failed attempts to renew it are the issuer's business, until time gets short. */
function judge(view: View<'Certificate'>, object: Certificate, notAfter: Date): Finding | null {
  const subject = refOf(object);
  const left = notAfter.getTime() - view.now.getTime();
  const owner = view.ownerOf(object);
  const failure = failureOf(object);
  const proof = held(
    subject,
    {
      'status.notAfter': object.status?.notAfter,
      'status.renewalTime': object.status?.renewalTime,
      ...(object.status?.renewalTime ? {} : { 'status.notBefore': object.status?.notBefore }),
    },
    failure ? heldCondition(subject, failure) : [],
  );
  if (left <= 0) {
    const cause = `it expired at ${timeText(notAfter)}${failure ? ` and its renewal fails (${phrase(failure.message, 'no cause is given')})` : ''}`;
    const ready = conditionOf(object.status?.conditions, 'Ready');
    const reason = (ready?.status === 'False' && ready.reason) || 'Expired';
    return finding('certificate-not-ready', {
      subject,
      owner,
      since: notAfter,
      reason,
      params: { secret: secretOf(object), cause },
      evidence: proof,
      cause: secretCause(subject.namespace, secretOf(object)),
    });
  }
  const renewal = timeOf(object.status?.renewalTime) ?? usualRenewal(object, notAfter);
  if (left >= SOON || renewal === null || view.now.getTime() - renewal.getTime() <= RENEWAL_LATE) return null;
  const params = { secret: secretOf(object), left: duration(left) };
  return finding('certificate-expiring', {
    subject,
    owner,
    since: renewal,
    reason: failure?.reason || 'RenewalOverdue',
    params,
    evidence: proof,
  });
}

/** Where nobody says when it is due: as a rule after two thirds of its time. */
function usualRenewal(object: Certificate, notAfter: Date): Date | null {
  const from = timeOf(object.status?.notBefore);
  return from === null ? null : new Date(from.getTime() + ((notAfter.getTime() - from.getTime()) * 2) / 3);
}

/** The last attempt to issue it failed. */
function failureOf(object: Certificate) {
  const issuing = conditionOf(object.status?.conditions, 'Issuing');
  return issuing?.status === 'False' && issuing.reason === 'Failed' ? issuing : undefined;
}

function secretOf(object: Certificate): string {
  return object.spec?.secretName || object.metadata.name;
}
