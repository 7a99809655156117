import type { Finding } from '../../domain/finding.ts';
import type { Pod } from '../../kinds/pod.ts';
import { namespaceOf, refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { IMMINENT_FULL, type VolumeShare, volumeShare } from '../../kinds/volume-share.ts';
import type { VolumeFigures } from '../../kinds/volumes.ts';
import { defineDetector, type View } from '../detector.ts';
import { finding } from '../finding.ts';
import { claimUsers } from './lib/claim-trouble.ts';
import { held } from './lib/held.ts';
import { bytesText, shareText } from './lib/quantity.ts';

type Claim = ObjectOf<'PersistentVolumeClaim'>;

const FULL = 0.85;
/** Of a small volume a few files are many percent. */
const SMALL = 100 * 2 ** 20;
const SMALL_FULL = 0.98;

/** A volume in use that is nearly full, by bytes or by inodes; known only where kubelets are asked. */
export const volumeNearlyFull = defineDetector({
  name: 'volume-nearly-full',
  reads: ['PersistentVolumeClaim', 'Pod'],
  emits: ['volume-nearly-full'],
  *detect(view) {
    const full = view.list('PersistentVolumeClaim').flatMap((claim) => fullest(view, claim) ?? []);
    const users = claimUsers(
      view,
      full.map(({ claim }) => claim),
    );
    for (const { claim, figures, share } of full) {
      const pods = users.get(`${namespaceOf(claim)}/${claim.metadata.name}`) ?? [];
      if (!isReadOnly(claim, pods)) yield findingOf(view, claim, figures, share);
    }
  },
});

function fullest(view: View<'PersistentVolumeClaim'>, claim: Claim) {
  const { namespace = null, name, deletionTimestamp } = claim.metadata;
  const figures = view.volumeOf(namespace, name);
  if (deletionTimestamp || figures === undefined || isImage(figures)) return null;
  const share = volumeShare(figures);
  const isSmall = (figures.capacityBytes ?? SMALL) < SMALL;
  return share === null || share.share < (isSmall ? SMALL_FULL : FULL) ? null : { claim, figures, share };
}

/** What was written once (an ISO, a squashed tree) is full to the last byte, and meant to be. */
function isImage({ usedBytes, capacityBytes, availableBytes, inodesFree }: VolumeFigures): boolean {
  return availableBytes === 0 && usedBytes === capacityBytes && !inodesFree;
}

/** Nobody who uses it can write to it. */
function isReadOnly({ spec, metadata }: Claim, pods: readonly Pod[]): boolean {
  const modes = spec?.accessModes ?? [];
  if (modes.length > 0 && modes.every((mode) => mode === 'ReadOnlyMany')) return true;
  const mounts = pods
    .flatMap((pod) => pod.spec?.volumes ?? [])
    .filter(({ persistentVolumeClaim: mount }) => mount?.claimName === metadata.name);
  return mounts.length > 0 && mounts.every(({ persistentVolumeClaim: mount }) => mount?.readOnly === true);
}

function findingOf(
  view: View<'PersistentVolumeClaim'>,
  claim: Claim,
  figures: VolumeFigures,
  { share, of }: VolumeShare,
): Finding {
  const subject = refOf(claim);
  const left = of === 'inodes' ? `${figures.inodesFree ?? 0} files` : bytesText(figures.availableBytes ?? 0);
  return finding('volume-nearly-full', {
    subject,
    owner: view.ownerOf(claim),
    since: view.now,
    reason: share >= IMMINENT_FULL ? 'AlmostFull' : 'NearlyFull',
    params: { share: shareText(share), left },
    // The kubelet's figures are no object of the API: they stand in the snapshot, by the claim they are about.
    evidence: held(subject, of === 'inodes' ? inodesOf(figures) : bytesOf(figures)),
  });
}

function bytesOf({ usedBytes, availableBytes, capacityBytes }: VolumeFigures) {
  return {
    'figures.usedBytes': usedBytes,
    'figures.availableBytes': availableBytes,
    'figures.capacityBytes': capacityBytes,
  };
}

function inodesOf({ inodes, inodesFree }: VolumeFigures) {
  return { 'figures.inodes': inodes, 'figures.inodesFree': inodesFree };
}
