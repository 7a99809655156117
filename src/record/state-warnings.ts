import { LEDGER_VERSION } from '../domain/ledger.ts';
import type { Damage } from './folder-ledger.ts';
import { setAside } from './numbered-files.ts';

export function tooNew(path: string, version: number): string {
  return `${path} was written by a newer version (schema ${version}, this one knows ${LEDGER_VERSION}): it is left alone, and this cycle remembers nothing; update k8s-monitor`;
}

/** What a damaged ledger costs, and where it went; null: nothing is damaged. */
export function damagedLedger(damaged: readonly AsideDamage[], hasOlder: boolean): string | null {
  const cost = hasOlder
    ? 'this cycle goes on from the one before it; what was told after that may be told once more'
    : 'this cycle starts from nothing, open incidents may be told once more';
  return sentence(damaged, cost);
}

export function damagedOrders(damaged: readonly AsideDamage[], hasOlder: boolean): string | null {
  const cost = hasOlder
    ? 'the orders before it count; look whether the last silence, ack or note is there'
    : 'no silence, ack or note counts any more; give them again';
  return sentence(damaged, cost);
}

export function newerOrders(path: string | null): string | null {
  return path === null
    ? null
    : `${path} was written by a newer version: no silence, ack or note counts; update k8s-monitor`;
}

export interface AsideDamage extends Damage {
  /** Null: it was not moved. */
  readonly aside: string | null;
}

/** Moves what is damaged out of the way. That it can't be moved is no trouble: nothing is written over it. */
export async function setAsideAll(damaged: readonly Damage[]): Promise<readonly AsideDamage[]> {
  return Promise.all(
    damaged.map(async (damage) => ({ ...damage, aside: await setAside(damage.path).catch(() => null) })),
  );
}

export async function leftInPlace(damaged: readonly Damage[]): Promise<readonly AsideDamage[]> {
  return damaged.map((damage) => ({ ...damage, aside: null }));
}

function sentence(damaged: readonly AsideDamage[], cost: string): string | null {
  if (damaged.length === 0) return null;
  const which = damaged.map(({ path, why }) => `${path} is damaged (${why})`).join(', ');
  const aside = damaged.flatMap((damage) => (damage.aside === null ? [] : [damage.aside]));
  return `${which}: ${cost}${aside.length === 0 ? '' : `; set aside as ${aside.join(', ')}`}`;
}
