import { SEVERITIES } from '../../domain/severity.ts';

const RESOLVED = 'RESOLVED';

/** What a glance at the channel shows. */
const SIGNS = { 'SEV-1': '🔴', 'SEV-2': '🟠', 'SEV-3': '🟡', 'SEV-4': '🔵', [RESOLVED]: '✅' } as const;

/** `[SEV-1] …`, `Continued (2 of 3): [SEV-1] …`: where only the program writes. */
const MARK = /^(?:Continued \(\d+ of \d+\): )?\[([A-Z0-9-]+)\] /;

/** The sign of a headline; '' where it names no severity. */
export function signOf(headline: string): string {
  const mark = MARK.exec(headline)?.[1];
  const known = [...SEVERITIES, RESOLVED] as const;
  const found = known.find((name) => name === mark);
  return found === undefined ? '' : SIGNS[found];
}
