import { faultText } from '../../config/fault.ts';
import { inventoryFile, readInventory } from '../../config/inventory.ts';
import type { RawServicesFlags } from '../commands/services.ts';
import { CONFIGURATION } from '../exit-codes.ts';
import { harmlessJson } from '../report/clean.ts';
import { outputFault } from '../run-flags.ts';
import { servicesText } from '../services-text.ts';
import { settings } from '../settings.ts';
import { outputStyle, print, warn } from '../terminal.ts';

/** `services`: the inventory as the rules read it, and every fault of the file with its line. */
export async function servicesAction(flags: RawServicesFlags): Promise<number> {
  const wrong = outputFault(flags.output);
  if (wrong.length > 0) {
    warn(wrong);
    return CONFIGURATION;
  }
  const { services, faults, file } = readInventory(inventoryFile(settings(flags).servicesFile, process.cwd()));
  // JSON has no word for "any time": such a tolerance is null there.
  if (flags.output === 'json') await print(`${harmlessJson(services)}\n`);
  else if (services.length > 0) await print(servicesText(services, file, outputStyle()));
  warn(faults.map(faultText));
  return faults.length > 0 ? CONFIGURATION : 0;
}
