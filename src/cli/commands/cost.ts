import { Command } from 'commander';
import type { Finish } from '../program.ts';

export interface RawCostFlags {
  readonly state?: string;
  readonly context?: string;
  readonly config?: string;
  readonly output: string;
}

export function costCommand(finish: Finish): Command {
  return new Command('cost')
    .description(
      'What the agents cost, in cycles, dry runs, replays and evals: by day, by month, and against the budget.',
    )
    .option(
      '--state <place>',
      'where it is kept what models cost: a folder, or configmap:<namespace>/<name> (STATE_DIR, else ./data)',
    )
    .option('--context <name>', 'context of the kubeconfig, for a ConfigMap (K3S_CONTEXT, else the current one)')
    .option('--config <file>', 'configuration file')
    .option('--output <format>', 'text or json', 'text')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: RawCostFlags) => {
      const { costAction } = await import('../actions/cost.ts');
      finish(await costAction(flags));
    });
}

const EXAMPLES = `
Examples:
  k8s-monitor cost
  k8s-monitor cost --state /var/lib/k8s-monitor --output json`;
