import { Command } from 'commander';
import type { Finish } from '../program.ts';

export interface RawPreviewFlags {
  readonly state?: string;
  readonly context?: string;
  readonly config?: string;
  readonly output: string;
  readonly message?: string;
}

export function previewCommand(finish: Finish): Command {
  return new Command('preview')
    .description('The messages of a recorded cycle, as text and as the blocks that Slack gets.')
    .argument('[cycle]', 'id of the cycle, the beginning of it, or latest', 'latest')
    .option('-m, --message <number>', 'only this one, counted from 1')
    .option('--output <format>', 'text (both), blocks (only the JSON for the Block Kit Builder) or json', 'text')
    .option(
      '--state <place>',
      'where the cycles are kept: a folder, or configmap:<namespace>/<name> (STATE_DIR, else ./data)',
    )
    .option('--context <name>', 'context of the kubeconfig, for a ConfigMap (K3S_CONTEXT, else the current one)')
    .option('--config <file>', 'configuration file')
    .addHelpText('after', EXAMPLES)
    .action(async (cycle: string, flags: RawPreviewFlags) => {
      const { previewAction } = await import('../actions/preview.ts');
      finish(await previewAction(cycle, flags));
    });
}

const EXAMPLES = `
Sends nothing. Paste the blocks of a message at https://app.slack.com/block-kit-builder to see it as Slack shows it.

Examples:
  k8s-monitor preview                            all messages of the latest cycle
  k8s-monitor preview latest -m 1 --output blocks | pbcopy`;
