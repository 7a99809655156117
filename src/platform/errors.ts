import type { GapCause } from '../domain/cluster.ts';

/** Something the operator set is wrong or missing: exit code 2. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** All that is wrong, a line each, where more than one thing is. */
  readonly faults: readonly string[];

  constructor(message: string, details: { readonly faults?: readonly string[]; readonly cause?: unknown } = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.faults = details.faults ?? [];
  }
}

export interface ReadErrorDetails {
  /** The answer's HTTP status; null when there was no answer. */
  readonly status?: number | null;
  /** True: the same call may work a moment later. */
  readonly transient?: boolean;
  /** How long the server asked to wait. */
  readonly retryAfterMs?: number | null;
  readonly cause?: unknown;
}

/** Something could not be read. `fault` is what the gap will say. */
export class ReadError extends Error {
  override readonly name = 'ReadError';
  readonly fault: GapCause;
  readonly status: number | null;
  readonly transient: boolean;
  readonly retryAfterMs: number | null;

  constructor(fault: GapCause, message: string, details: ReadErrorDetails = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.fault = fault;
    this.status = details.status ?? null;
    this.transient = details.transient ?? false;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}

/** Somebody else has written since it was read: read again, merge, write again. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Node's name for a system error, such as ECONNREFUSED; '' when there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
