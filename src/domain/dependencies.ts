import type { Service } from './service.ts';

/** One side's word is enough: `Dependencies` of the one, or `Dependents` of the other. */
export function dependsOn(service: Service, other: Service): boolean {
  if (service.name === other.name) return false;
  return (
    namesOf(other).some((name) => service.dependencies.includes(name)) ||
    namesOf(service).some((name) => other.dependents.includes(name))
  );
}

function namesOf(service: Service): readonly string[] {
  return [service.name, ...service.aliases];
}
