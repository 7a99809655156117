import type { Change } from '../domain/change.ts';
import { MINUTE } from '../domain/duration.ts';
import { isIn } from './paths.ts';
import type { Target } from './targets.ts';

const CLOCKS_DIFFER = 2 * MINUTE;

/**
 * Why a commit can't be in the cluster yet, in words; null: it may be. Only what lies in the folders of an application that is not
 * in sync is judged: one in sync may have been brought in parts, which no history tells, and its definition is synced by another one.
 */
export function notSynced({ sha, committedAt, files }: Change, target: Target): string | null {
  const { syncedAt, inSync, brought, paths } = target;
  if (syncedAt === null || inSync === true || brought.some((one) => one.startsWith(sha) || sha.startsWith(one)))
    return null;
  if (committedAt.getTime() <= syncedAt.getTime() + CLOCKS_DIFFER) return null;
  const definitions = paths.filter((path) => !path.endsWith('/'));
  const isDefinition = files.some((file) => isIn(file.path, definitions) || isIn(file.previousPath ?? '', definitions));
  return isDefinition ? null : `not synced yet: its application was ${lastSynced(syncedAt)}`;
}

export function lastSynced(at: Date): string {
  return `last synced at ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
