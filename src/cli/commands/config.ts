import { Command } from 'commander';
import type { Finish } from '../program.ts';

export interface RawConfigShowFlags {
  readonly config?: string;
  readonly all?: true;
  readonly output: string;
}

export function configCommand(finish: Finish): Command {
  const config = new Command('config').description('The settings in force.').addHelpText('after', EXAMPLES);
  config.addCommand(
    new Command('show')
      .description('Every setting with its value and where that was written; of a secret only that it is set.')
      .option('--config <file>', 'configuration file (CONFIG_FILE, else ./k8s-monitor.yaml)')
      .option('--all', 'those that have their defaults too')
      .option('--output <format>', 'text or json, which always has all of them', 'text')
      .action(async (flags: RawConfigShowFlags) => {
        const { configShowAction } = await import('../actions/config-show.ts');
        finish(await configShowAction(flags));
      }),
  );
  return config;
}

const EXAMPLES = `
Examples:
  k8s-monitor config show
  k8s-monitor config show --all
  k8s-monitor config show --config /etc/k8s-monitor.yaml --output json`;
