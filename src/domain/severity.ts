/** How bad it is, most severe first. Source: the severity policy in docs/severity.md. */
export const SEVERITIES = ['SEV-1', 'SEV-2', 'SEV-3', 'SEV-4'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The range inside which a second opinion may move; the verdict itself follows the default. */
export type Band = readonly [most: Severity, least: Severity];

/** Negative when `a` is more severe than `b`: sorts the worst first. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
}

export function mostSevere(severities: readonly Severity[]): Severity {
  return [...severities].sort(compareSeverity)[0] ?? 'SEV-4';
}

/** True when `a` is at least as bad as `b`. */
export function atLeast(a: Severity, b: Severity): boolean {
  return compareSeverity(a, b) <= 0;
}
