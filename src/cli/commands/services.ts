import { Command } from 'commander';
import type { Finish } from '../program.ts';

export interface RawServicesFlags {
  readonly services?: string;
  readonly config?: string;
  readonly output: string;
}

export function servicesCommand(finish: Finish): Command {
  return new Command('services')
    .description('List the services of the inventory as the rules understand them, and what is wrong in the file.')
    .option('--services <file>', 'the inventory of services (SERVICES_FILE)')
    .option('--config <file>', 'configuration file')
    .option('--output <format>', 'text or json', 'text')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: RawServicesFlags) => {
      const { servicesAction } = await import('../actions/services.ts');
      finish(await servicesAction(flags));
    });
}

const EXAMPLES = `
Examples:
  k8s-monitor services
  k8s-monitor services --services my-services.txt
  k8s-monitor services --output json`;
