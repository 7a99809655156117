import { CommanderError } from 'commander';
import { ConfigError, codeOf, messageOf } from '../platform/errors.ts';
import { StateFault } from '../record/state-fault.ts';
import { CONFIGURATION, UNREAD } from './exit-codes.ts';

/** Faults of the file system that the person who starts us can mend. */
const FILE_FAULTS: ReadonlySet<string> = new Set([
  'EACCES',
  'EEXIST',
  'EISDIR',
  'ENOENT',
  'ENOSPC',
  'ENOTDIR',
  'EPERM',
  'EROFS',
]);

/** What an error means to the person who started us, and the exit code it leads to. */
export function explain(error: unknown): { readonly lines: readonly string[]; readonly code: number } {
  // Commander has told it, or it was no error: --help and --version end this way.
  if (error instanceof CommanderError) return { lines: [], code: error.exitCode === 0 ? 0 : CONFIGURATION };
  if (error instanceof ConfigError) {
    return { lines: error.faults.length > 0 ? error.faults : [error.message], code: CONFIGURATION };
  }
  if (error instanceof StateFault) return { lines: [error.message], code: UNREAD };
  if (FILE_FAULTS.has(codeOf(error))) return { lines: [messageOf(error)], code: CONFIGURATION };
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { lines: ['stopped by a fault of its own; please report it with these lines:', trace], code: 70 };
}
