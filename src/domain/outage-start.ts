import { CATALOGUE } from './catalogue.ts';
import type { Finding } from './finding.ts';
import type { Trouble } from './incident.ts';
import { sameRef } from './object-ref.ts';

/**
 * When the fault began that can take a trouble's service down: the oldest runtime fault of its own workload where
 * there is one, a neighbour's else. A warning that stood for days before says nothing about the outage.
 */
export function outageStart(trouble: Trouble): Date {
  const runtime = trouble.findings.filter((f) => CATALOGUE[f.code].class === 'runtime');
  const own = runtime.filter((f) => sameRef(f.owner, trouble.root));
  return earliest(own) ?? earliest(runtime) ?? trouble.onset;
}

function earliest(findings: readonly Finding[]): Date | null {
  return findings.length === 0 ? null : new Date(Math.min(...findings.map((f) => f.since.getTime())));
}
