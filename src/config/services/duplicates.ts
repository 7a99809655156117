import { type ConfigFault, quote } from '../fault.ts';
import { type Draft, TOLERANCE } from './entry.ts';

/** Two entries of one name become one that is treated as unreadable: nobody knows which of them holds. */
export function mergeDuplicates(
  services: readonly Draft[],
  file: string,
): { services: readonly Draft[]; faults: readonly ConfigFault[] } {
  const kept = new Map<string, Draft>();
  const faults: ConfigFault[] = [];
  for (const service of services) {
    const key = service.name.toLowerCase();
    const first = kept.get(key);
    if (first) {
      const { line, column } = service;
      faults.push({
        file,
        line,
        column,
        message: `duplicate name ${quote(service.name)}, first used in line ${first.line}; expected each service once`,
      });
    }
    kept.set(key, first ? merge(first, service) : service);
  }
  return { services: [...kept.values()], faults };
}

function merge(first: Draft, second: Draft): Draft {
  return {
    ...first,
    tier: 'P0',
    maxDowntime: null,
    toleranceMs: TOLERANCE.P0,
    unreadable: true,
    aliases: union(first.aliases, second.aliases),
    namespaces: union(first.namespaces, second.namespaces),
    dependencies: union(first.dependencies, second.dependencies),
    dependents: union(first.dependents, second.dependents),
    dataLayer: first.dataLayer || second.dataLayer,
    // An exception that only one of the two makes does not hold.
    knownIssues: first.knownIssues.filter(({ kind }) => second.knownIssues.some((issue) => issue.kind === kind)),
  };
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}
