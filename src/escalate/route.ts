import type { Severity } from '../domain/severity.ts';

export interface Channels {
  /** SEV-2 and SEV-3. */
  readonly standard: string;
  /** SEV-1. */
  readonly critical: string;
}

/** Where a severity is told; null: only in the cycle log. */
export function channelFor(severity: Severity, channels: Channels): string | null {
  switch (severity) {
    case 'SEV-1':
      return channels.critical;
    case 'SEV-2':
    case 'SEV-3':
      return channels.standard;
    case 'SEV-4':
      return null;
  }
}
