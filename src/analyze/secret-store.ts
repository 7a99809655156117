import { MINUTE } from '../domain/duration.ts';
import type { Finding } from '../domain/finding.ts';
import type { Trouble } from '../domain/incident.ts';
import type { Service } from '../domain/service.ts';
import { attribute } from './attribute.ts';
import { needs } from './roots.ts';
import type { Scene } from './view.ts';

/** The operator polls: it may notice a store's fault a little before the store's own probe does. */
const SLACK = 2 * MINUTE;

/**
 * Secrets that stopped syncing because the listed service behind them is down say nothing new: they belong to that service, and so
 * does what the operator says of its store.
 * Returns, for each such finding, the key of the store's trouble.
 */
export function secretsBehindStore(
  scene: Scene,
  findings: readonly Finding[],
  troubles: readonly Trouble[],
): ReadonlyMap<Finding, Trouble> {
  const stores = troubles.filter((t) => t.service !== null && (t.state === 'down' || t.state === 'degraded'));
  const moved = new Map<Finding, Trouble>();
  if (stores.length === 0) return moved;
  for (const finding of findings) {
    if (!comesFromStore(finding)) continue;
    const service = attribute(scene, finding).service;
    const store = stores.find(
      (t) => isStoreOf(scene, service, t) && t.onset.getTime() <= finding.since.getTime() + SLACK,
    );
    if (store !== undefined && store.service !== service) moved.set(finding, store);
  }
  return moved;
}

/** A sealed secret has all it needs inside the cluster. */
function comesFromStore({ code, subject }: Finding): boolean {
  return code === 'store-not-ready' || (code === 'secret-not-syncing' && subject.kind !== 'SealedSecret');
}

/** What the finding's own service needs; for unlisted ones, what the operator that syncs secrets needs. */
function isStoreOf(scene: Scene, service: Service | null, store: Trouble): boolean {
  if (service !== null && needs(scene, service, store.service)) return true;
  const operator = scene.view.services.find((s) => /external-secrets/.test([s.name, ...s.aliases].join(' ')));
  return operator !== undefined && (needs(scene, operator, store.service) || operator === store.service);
}
