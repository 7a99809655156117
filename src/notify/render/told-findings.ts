import type { Alert } from '../../domain/alert.ts';
import type { Finding } from '../../domain/finding.ts';

/** What is told of an incident: the same sentence about many pods once. */
export function findingsOf(alert: Alert): readonly Finding[] {
  const findings = alert.draft?.members.flatMap((m) => m.findings) ?? [];
  const first = new Map<string, Finding>();
  for (const f of findings) {
    const key = `${f.code} ${f.message}`;
    if (!first.has(key)) first.set(key, f);
  }
  return [...first.values()];
}
