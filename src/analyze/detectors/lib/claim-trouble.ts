import type { Evidence } from '../../../domain/finding.ts';
import type { Pod } from '../../../kinds/pod.ts';
import { namespaceOf, refOf } from '../../../kinds/refs.ts';
import type { ObjectOf } from '../../../kinds/registry.ts';
import { earliest, timeOf } from '../../../kinds/time.ts';
import type { View } from '../../detector.ts';
import { evidence } from '../../finding.ts';
import { held, heldCondition } from './held.ts';
import { phrase } from './phrases.ts';
import { conditionOf } from './since.ts';
import { whyNoneFits, whyNotThis } from './volume-fit.ts';

export const CLAIM_KINDS = ['PersistentVolume', 'StorageClass', 'Pod', 'Event'] as const;
type Sees = View<(typeof CLAIM_KINDS)[number]>;
type Claim = ObjectOf<'PersistentVolumeClaim'>;
export type Users = ReadonlyMap<string, readonly Pod[]>;

export interface ClaimTrouble {
  readonly reason: string;
  readonly cause: string;
  readonly proof: readonly Evidence[];
  /** Null: since the claim was made. */
  readonly since: Date | null;
}

/** What the scheduler says when it is the volume that keeps a pod from its node. */
export const ABOUT_VOLUMES = /persistent ?volume|binding volumes|volume node affinity|free storage/i;

/** Pods by the claims they mount, only for these claims. */
export function claimUsers(view: View<'Pod'>, claims: readonly Claim[]): Users {
  const users = new Map<string, Pod[]>(claims.map((claim) => [keyOf(claim), []]));
  if (claims.length === 0) return users;
  for (const pod of view.list('Pod')) {
    for (const volume of pod.spec?.volumes ?? []) {
      if (volume.persistentVolumeClaim)
        users.get(`${namespaceOf(pod)}/${volume.persistentVolumeClaim.claimName}`)?.push(pod);
    }
  }
  return users;
}

export function usersOf(users: Users, claim: Claim): readonly Pod[] {
  return users.get(keyOf(claim)) ?? [];
}

/** Why a pending claim is not bound; null when it only waits for a pod that wants it. */
export function claimTrouble(view: Sees, claim: Claim, users: Users): ClaimTrouble | null {
  const className = claim.spec?.storageClassName;
  const storageClass = className ? view.get('StorageClass', null, className) : undefined;
  const waits = storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
  const waiter = usersOf(users, claim).find((pod) => ABOUT_VOLUMES.test(schedulingOf(pod)?.message ?? ''));
  const scheduling = waiter && schedulingOf(waiter);
  const asked = timeOf(scheduling?.lastTransitionTime);

  const events = view.eventsOf(refOf(claim));
  const failures = events.filter((e) => e.reason === 'ProvisioningFailed');
  const failed = failures[0];
  if (failed) {
    const begun = earliest(
      ...failures.map((e) => timeOf(e.firstTimestamp ?? e.eventTime ?? e.metadata.creationTimestamp)),
      asked,
    );
    const cause = phrase(
      failed.message,
      `provisioner ${storageClass?.provisioner ?? 'of its class'} failed and gives no cause`,
    );
    const proof = held(refOf(failed), { reason: failed.reason, message: failed.message });
    return { reason: 'ProvisioningFailed', cause, proof, since: waits ? begun : null };
  }
  if (!waits) return namesNothing(view, claim, storageClass) ?? notMade(view, claim, storageClass);
  if (!waiter || !scheduling) return null;
  const cause = phrase(scheduling.message, 'no volume fits');
  return {
    reason: scheduling.reason ?? 'Unschedulable',
    cause,
    proof: heldCondition(refOf(waiter), scheduling),
    since: asked,
  };
}

/** Its class or its volume is not there, or it names neither and nobody makes volumes by default. */
function namesNothing(
  view: Sees,
  claim: Claim,
  storageClass: ObjectOf<'StorageClass'> | undefined,
): ClaimTrouble | null {
  const { storageClassName: className, volumeName } = claim.spec ?? {};
  const self = refOf(claim);
  if (volumeName) return thisVolume(view, claim, volumeName);
  if (!view.complete('StorageClass', null) || storageClass) return null;
  const proof = held(self, { 'spec.storageClassName': className });
  if (className) {
    const volumes = view.list('PersistentVolume').some((v) => v.spec?.storageClassName === className);
    return volumes
      ? fault('FailedBinding', whyNoneFits(view, claim, className), proof)
      : fault('StorageClassNotFound', `storage class ${className} does not exist`, proof);
  }
  const hasDefault = view
    .list('StorageClass')
    .some((c) => c.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true');
  if (className === '')
    return fault('FailedBinding', `${whyNoneFits(view, claim, '')}, and it wants none to be made`, proof);
  return hasDefault
    ? null
    : fault('FailedBinding', 'it names no storage class and the cluster has no default one', proof);
}

/** The volume it asks for by name is not there, belongs to another claim, or will not do. */
function thisVolume(view: Sees, claim: Claim, name: string): ClaimTrouble | null {
  const volume = view.get('PersistentVolume', null, name);
  const proof = [evidence(refOf(claim), 'spec.volumeName', name)];
  if (volume === undefined) {
    if (!view.complete('PersistentVolume', null)) return null;
    return fault('VolumeNotFound', `volume ${name}, which it asks for, does not exist`, proof);
  }
  const why = whyNotThis(volume, claim);
  return why === null ? null : fault('FailedBinding', why, proof);
}

function notMade(view: Sees, claim: Claim, storageClass: ObjectOf<'StorageClass'> | undefined): ClaimTrouble {
  const provisioner = storageClass?.provisioner ?? '';
  const proof = held(refOf(claim), { 'spec.storageClassName': claim.spec?.storageClassName });
  if (provisioner === 'kubernetes.io/no-provisioner')
    return fault('FailedBinding', whyNoneFits(view, claim, storageClass?.metadata.name ?? ''), proof);
  if (provisioner === '') return fault('Pending', 'no volume fits it', proof);
  // The controller's own word, though the event that says it is of type Normal and not read.
  return fault('ExternalProvisioning', `provisioner ${provisioner} has not made a volume`, proof);
}

function fault(reason: string, cause: string, proof: readonly Evidence[]): ClaimTrouble {
  return { reason, cause, proof, since: null };
}

function schedulingOf(pod: Pod) {
  const condition = conditionOf(pod.status?.conditions, 'PodScheduled');
  return condition?.status === 'False' ? condition : undefined;
}

function keyOf(claim: Claim): string {
  return `${namespaceOf(claim)}/${claim.metadata.name}`;
}
