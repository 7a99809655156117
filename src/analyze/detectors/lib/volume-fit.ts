import { namespaceOf } from '../../../kinds/refs.ts';
import type { ObjectOf } from '../../../kinds/registry.ts';
import type { View } from '../../detector.ts';
import { namesText } from './phrases.ts';
import { quantityOf } from './quantity.ts';

type Claim = ObjectOf<'PersistentVolumeClaim'>;
type Volume = ObjectOf<'PersistentVolume'>;

/** Why none of the volumes of its class will do, as far as the volumes say it. */
export function whyNoneFits(view: View<'PersistentVolume'>, claim: Claim, className: string): string {
  const volumes = view.list('PersistentVolume').filter((v) => (v.spec?.storageClassName ?? '') === className);
  const free = volumes.filter((v) => isFree(v, claim));
  const of = className === '' ? 'without a class' : `of class ${className}`;
  const unknown = `no free volume ${of} fits its size, access mode and selector`;
  if (volumes.length === 0) return unknown;
  if (free.length === 0)
    return volumes.length === 1 ? `the only volume ${of} is taken` : `all ${volumes.length} volumes ${of} are taken`;
  const [largest] = [...free].sort((a, b) => (sizeOf(b) ?? 0) - (sizeOf(a) ?? 0));
  const small = free.every((v) => isTooSmall(v, claim));
  if (largest !== undefined && small)
    return `the largest free volume ${of} has ${sizeText(largest)}, and it asks for ${wantedText(claim)}`;
  const missing = free.filter((v) => !isTooSmall(v, claim)).map((v) => missingModes(v, claim));
  if (missing.every((modes) => modes.length > 0))
    return `no free volume ${of} can be mounted as ${namesText(missing[0] ?? [])}`;
  return unknown;
}

/** Why the one volume it asks for by name will not do. */
export function whyNotThis(volume: Volume, claim: Claim): string | null {
  const { name } = volume.metadata;
  if (isOthers(volume, claim)) return `volume ${name} belongs to claim ${volume.spec?.claimRef?.name ?? ''}`;
  const asked = claim.spec?.storageClassName ?? '';
  const of = volume.spec?.storageClassName ?? '';
  if (volume.status?.phase === 'Released') return `volume ${name} still belongs to an earlier claim of its name`;
  if (asked !== of) return `volume ${name} is of class ${of || '""'}, and it asks for class ${asked || '""'}`;
  if (isTooSmall(volume, claim)) return `volume ${name} has ${sizeText(volume)}, and it asks for ${wantedText(claim)}`;
  const missing = missingModes(volume, claim);
  return missing.length === 0 ? null : `volume ${name} cannot be mounted as ${namesText(missing)}`;
}

function isFree(volume: Volume, claim: Claim): boolean {
  const available = (volume.status?.phase ?? 'Available') === 'Available';
  return !volume.metadata.deletionTimestamp && !isOthers(volume, claim) && available;
}

function isOthers({ spec }: Volume, claim: Claim): boolean {
  const held = spec?.claimRef;
  return Boolean(held?.name) && (held?.name !== claim.metadata.name || held.namespace !== namespaceOf(claim));
}

function isTooSmall(volume: Volume, claim: Claim): boolean {
  const [has, wants] = [sizeOf(volume), quantityOf(claim.spec?.resources?.requests?.['storage'])];
  return has !== null && wants !== null && has < wants;
}

function sizeOf({ spec }: Volume): number | null {
  return quantityOf(spec?.capacity?.['storage']);
}

function sizeText({ spec }: Volume): string {
  return String(spec?.capacity?.['storage'] ?? 'an unknown size');
}

function wantedText({ spec }: Claim): string {
  return String(spec?.resources?.requests?.['storage'] ?? 'an unknown size');
}

/** A volume that doesn't say how it can be mounted lacks nothing. */
function missingModes({ spec }: Volume, claim: Claim): readonly string[] {
  const modes = spec?.accessModes ?? [];
  return modes.length === 0 ? [] : (claim.spec?.accessModes ?? []).filter((mode) => !modes.includes(mode));
}
