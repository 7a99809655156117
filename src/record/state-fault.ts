import { codeOf, messageOf } from '../platform/errors.ts';

/** Trouble with the state whose message names the place and the mend already. */
export class StateFault extends Error {
  override readonly name = 'StateFault';
}

const ANOTHER = 'name another folder with --state or STATE_DIR';
const NO_FOLDER = { what: 'a file stands where a folder must be', mend: ANOTHER };
const NOT_ALLOWED = { what: 'not allowed', mend: `make it writable for this user, or ${ANOTHER}` };

const KNOWN: Readonly<Record<string, { readonly what: string; readonly mend: string }>> = {
  ENOTDIR: NO_FOLDER,
  EEXIST: NO_FOLDER,
  EACCES: NOT_ALLOWED,
  EPERM: NOT_ALLOWED,
  EROFS: { what: 'the disk is read-only', mend: ANOTHER },
  ENOSPC: { what: 'the disk is full', mend: 'make room on it' },
  EFBIG: { what: 'files may not be that large', mend: 'raise the limit (ulimit -f)' },
  EDQUOT: { what: 'the quota of the disk is used up', mend: 'make room on it' },
};

/** One line about trouble with the state folder: what happened, where, and the mend. */
export function stateFault(doing: string, folder: string | null, error: unknown): string {
  if (error instanceof StateFault) return `could not ${doing}: ${error.message}`;
  const code = codeOf(error);
  const { what, mend } = KNOWN[code] ?? { what: messageOf(error), mend: `look at the folder, or ${ANOTHER}` };
  const why = KNOWN[code] === undefined ? what : `${what} (${code})`;
  return `could not ${doing}${folder === null ? '' : ` in ${folder}`}: ${why}; ${mend}`;
}
