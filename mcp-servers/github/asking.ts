import { pathFault, refFault } from '../../src/correlate/repository-path.ts';
import { isSha } from '../../src/correlate/sha.ts';
import { ReadError } from '../../src/platform/errors.ts';
import { redact } from '../../src/platform/redact/redact.ts';
import { failure } from '../shared/failure.ts';

/** GitHub's refusals with what the caller can do about them. */
export async function asking<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ReadError) throw failure(error.message, nextStep(error), error);
    throw error;
  }
}

function nextStep({ status, fault }: ReadError): string {
  if (status === 404 || status === 422) return 'list_commits shows which commits and paths there are';
  if (status === 409 || fault === 'invalid') return 'ask for something else';
  return 'go on without it, and say that changes were not checked';
}

export function shaOf(sha: string): string {
  if (isSha(sha)) return sha.toLowerCase();
  throw failure(`'${shown(sha)}' is no SHA: 7 to 40 hexadecimal digits`, 'list_commits shows SHAs');
}

export function pathOf(path: string): string {
  const fault = pathFault(path);
  if (fault === null) return path;
  throw failure(`'${shown(path)}' is no path of this repository: ${fault}`, 'get_commit shows the paths of a change');
}

export function refOf(ref: string): string {
  const fault = refFault(ref);
  if (fault === null) return ref;
  throw failure(`'${shown(ref)}' can't be read at: ${fault}`, 'leave ref null, or give a SHA of list_commits');
}

/** A day alone is its first second. */
export function timeOf(name: string, text: string | null): Date | null {
  if (text === null) return null;
  const isIso = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/.test(text);
  if (isIso && !Number.isNaN(Date.parse(text))) return new Date(text);
  throw failure(`${name} '${shown(text)}' is no time`, 'give it as 2026-01-31T14:00:00Z');
}

function shown(text: string): string {
  return redact(text, 80);
}
