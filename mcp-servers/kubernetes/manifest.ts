import { stringify } from 'yaml';
import type { RawObject } from '../../src/collect/cluster-access.ts';
import { redact } from '../../src/platform/redact/redact.ts';
import { shownBag } from './shown.ts';

const MOST = 128 << 10;

/** An object as YAML for reading: its status before its spec, without noise, secrets and copies of itself. */
export function manifestOf(object: RawObject): string {
  const { kind, metadata, status, spec, apiVersion: _, ...rest } = object;
  const shown = shownBag({ kind, metadata, status, spec, ...rest });
  return redact(stringify(shown, { lineWidth: 0, aliasDuplicateObjects: false }), MOST);
}
