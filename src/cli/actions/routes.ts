import { type RoutingInUse, routingInUse } from '../../compose/routing.ts';
import { effectiveSettings } from '../../config/effective.ts';
import { faultText } from '../../config/fault.ts';
import { inventoryFile, readInventory } from '../../config/inventory.ts';
import type { Values } from '../../config/settings.ts';
import type { Service } from '../../domain/service.ts';
import type { RawRoutesFlags } from '../commands/routes.ts';
import { warn } from '../terminal.ts';

export interface RoutesAtHand {
  readonly values: Values;
  readonly services: readonly Service[];
  readonly routes: RoutingInUse;
}

/** The routes as a cycle would use them; what is wrong with the file goes to standard error. Throws a ConfigError for wrong settings. */
export function routesAtHand(flags: RawRoutesFlags): RoutesAtHand {
  const values = effectiveSettings({
    CONFIG_FILE: flags.config,
    ROUTES_FILE: flags.routes,
    SERVICES_FILE: flags.services,
  });
  const { services, faults } = readInventory(inventoryFile(values.SERVICES_FILE, process.cwd()));
  if (services.length === 0) warn(faults.map(faultText));
  const routes = routingInUse(values, services);
  warn(routes.faults.map(faultText));
  warn(routes.warnings.map((fault) => `${faultText(fault)} (a warning; the routes are used)`));
  return { values, services, routes };
}
