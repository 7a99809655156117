import { Command } from 'commander';
import type { Finish } from '../program.ts';

export interface RawCyclesFlags {
  readonly state?: string;
  readonly context?: string;
  readonly config?: string;
  readonly output: string;
  readonly limit?: string;
  readonly messages?: true;
  readonly agents?: true;
}

export function cyclesCommand(finish: Finish): Command {
  const cycles = new Command('cycles')
    .description('Look at the cycles that were recorded.')
    .addHelpText('after', EXAMPLES);
  cycles.addCommand(
    stored(new Command('list').description('The last cycles, one line each.'))
      .option('-n, --limit <number>', 'how many', '20')
      .option('--output <format>', 'text or json', 'text')
      .action(async (flags: RawCyclesFlags) => {
        const { listAction } = await import('../actions/cycles-list.ts');
        finish(await listAction(flags));
      }),
  );
  cycles.addCommand(
    stored(new Command('show').description('The whole report of a cycle.'))
      .argument('[id]', 'id of the cycle, the beginning of it, or latest', 'latest')
      .option('--output <format>', 'text, markdown or json', 'text')
      .option('--messages', 'show the messages themselves, word for word (text only)')
      .option('--agents', 'show what the agents did and said (text or json)')
      .action(async (id: string, flags: RawCyclesFlags) => {
        const { showAction } = await import('../actions/cycles-show.ts');
        finish(await showAction(id, flags));
      }),
  );
  cycles.addCommand(
    stored(new Command('diff').description('What is new, gone, better or worse between two cycles.'))
      .argument('[from]', 'the earlier cycle (the one before the latest)')
      .argument('[to]', 'the later cycle', 'latest')
      .option('--output <format>', 'text or json', 'text')
      .action(async (from: string | undefined, to: string, flags: RawCyclesFlags) => {
        const { diffAction } = await import('../actions/cycles-diff.ts');
        finish(await diffAction(from, to, flags));
      }),
  );
  return cycles;
}

function stored(command: Command): Command {
  return command
    .option(
      '--state <place>',
      'where the cycles are kept: a folder, or configmap:<namespace>/<name> (STATE_DIR, else ./data)',
    )
    .option('--context <name>', 'context of the kubeconfig, for a ConfigMap (K3S_CONTEXT, else the current one)')
    .option('--config <file>', 'configuration file');
}

const EXAMPLES = `
Examples:
  k8s-monitor cycles list -n 50
  k8s-monitor cycles show latest
  k8s-monitor cycles show latest --output markdown
  k8s-monitor cycles show latest --agents
  k8s-monitor cycles diff`;
