import { ROUTED_TIERS } from '../../config/routes/file.ts';
import { findService } from '../../config/routes/matching.ts';
import { didYouMean } from '../../config/suggest.ts';
import type { Routed } from '../../domain/routing.ts';
import type { Service } from '../../domain/service.ts';
import { SEVERITIES, type Severity } from '../../domain/severity.ts';
import type { RawRoutesTestFlags } from '../commands/routes.ts';
import { outputFault, parseTime } from '../run-flags.ts';

export interface Sample {
  readonly severities: readonly Severity[];
  readonly about: Omit<Routed, 'severity'>;
  readonly now: Date | null;
}

/** What the flags describe, or everything that is wrong with them. */
export function readSample(
  flags: RawRoutesTestFlags,
  services: readonly Service[],
): { readonly sample: Sample } | { readonly faults: readonly string[] } {
  const faults = [...outputFault(flags.output)];
  const oneOf = <T extends string>(flag: string, text: string | undefined, known: readonly T[]): T | undefined => {
    const found = known.find((word) => word.toLowerCase() === text?.toLowerCase());
    if (text !== undefined && found === undefined)
      faults.push(`--${flag} takes one of ${known.join(', ')}, not "${text}"`);
    return found;
  };
  const severity = oneOf('severity', flags.severity, SEVERITIES);
  const tier = oneOf('tier', flags.tier, ROUTED_TIERS);
  const now = flags.now === undefined ? null : parseTime(flags.now);
  if (flags.now !== undefined && now === null)
    faults.push(`--now takes a time with its zone, such as 2026-11-21T03:00:00Z, not "${flags.now}"`);
  const service = flags.service === undefined ? undefined : findService(flags.service, services);
  if (flags.service !== undefined && service === undefined) {
    const names = services.map(({ name }) => name);
    faults.push(`there is no service "${flags.service}" in the inventory${didYouMean(flags.service, names)}`);
  }
  if (flags.send === true && flags.severity === undefined)
    faults.push('--send needs --severity: it says what the message is about');
  if (faults.length > 0) return { faults };
  const namespaces = [...(service?.namespaces ?? []), ...(flags.namespace === undefined ? [] : [flags.namespace])];
  const about = {
    tier: tier === undefined ? (service?.tier ?? null) : tier === 'unlisted' ? null : tier,
    services: service === undefined ? [] : [service.name],
    namespaces,
  };
  return { sample: { severities: severity === undefined ? SEVERITIES : [severity], about, now } };
}
