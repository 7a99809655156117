import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Values } from '../config/settings.ts';
import { parseStatePlace } from '../record/state-place.ts';

/**
 * The folder for what may be lost: fetched history, ETags, the last good inventory. The state folder itself, or a temporary one where
 * the state is in ConfigMaps.
 */
export function workFolder({ STATE_DIR }: Values): string {
  const place = parseStatePlace(STATE_DIR);
  return place.kind === 'folder' ? place.dir : join(tmpdir(), 'k8s-monitor');
}
