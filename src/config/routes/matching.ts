import type { RouteMatch } from '../../domain/routing.ts';
import type { Service } from '../../domain/service.ts';
import { quote } from '../fault.ts';
import { didYouMean } from '../suggest.ts';
import { ROUTED_SEVERITIES, type WrittenRoute } from './file.ts';

/** What a route asks for, services by the names of the inventory. */
export function readMatch(
  written: WrittenRoute['match'],
  services: readonly Service[],
): { readonly match: RouteMatch; readonly strangers: readonly { readonly index: number; readonly why: string }[] } {
  const named = (written?.service ?? []).map((name) => ({ name, known: findService(name, services) }));
  return {
    match: {
      severities: written?.severity ?? [],
      tiers: written?.tier ?? [],
      services: named.map(({ name, known }) => known?.name ?? name),
      namespaces: written?.namespace ?? [],
    },
    strangers: named.flatMap(({ name, known }, index) => {
      const why = `service ${quote(name)} is not in the inventory${didYouMean(
        name,
        services.map((s) => s.name),
      )}`;
      // Without any inventory that is the trouble, and told elsewhere.
      return known === undefined && services.length > 0 ? [{ index, why }] : [];
    }),
  };
}

export function findService(name: string, services: readonly Service[]): Service | undefined {
  const wanted = name.toLowerCase();
  return (
    services.find((service) => service.name.toLowerCase() === wanted) ??
    services.find((service) => service.aliases.some((alias) => alias.toLowerCase() === wanted))
  );
}

/** Everything `later` asks for is caught by `earlier`. */
export function covers(earlier: RouteMatch, later: RouteMatch): boolean {
  const severities = (match: RouteMatch) => (match.severities.length > 0 ? match.severities : ROUTED_SEVERITIES);
  return (
    severities(later).every((severity) => severities(earlier).includes(severity)) &&
    holds(earlier.tiers, later.tiers) &&
    holds(earlier.services, later.services) &&
    holds(earlier.namespaces, later.namespaces)
  );
}

function holds(earlier: readonly string[], later: readonly string[]): boolean {
  return earlier.length === 0 || (later.length > 0 && later.every((word) => earlier.includes(word)));
}
