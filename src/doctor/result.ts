/** In the order in which somebody sets a monitor up. */
export const GROUPS = ['program', 'config', 'cluster', 'messages', 'state', 'changes', 'model'] as const;
export type Group = (typeof GROUPS)[number];

/** `skipped`: not looked at, or not set up and not needed. */
export const STATUSES = ['ok', 'warn', 'fail', 'skipped'] as const;
export type Status = (typeof STATUSES)[number];

/** What one check found, for people and for programs. */
export interface CheckResult {
  /** `cluster.permissions`. */
  readonly id: string;
  readonly group: Group;
  readonly title: string;
  readonly status: Status;
  /** What is. One line. */
  readonly found: string;
  /** Why it matters. */
  readonly why: string;
  /** The command or the edit that mends it; null: there is nothing to mend, or nobody can. */
  readonly mend: string | null;
  /** What is wrong, one by one, where it is more than one thing. */
  readonly details: readonly string[];
}

export type Counts = Readonly<Record<Status, number>>;

export function countsOf(results: readonly CheckResult[]): Counts {
  const count = (status: Status) => results.filter((result) => result.status === status).length;
  return { ok: count('ok'), warn: count('warn'), fail: count('fail'), skipped: count('skipped') };
}

/** The worst of them; what was skipped is no fault. */
export function worstOf({ fail, warn }: Counts): Exclude<Status, 'skipped'> {
  if (fail > 0) return 'fail';
  return warn > 0 ? 'warn' : 'ok';
}
