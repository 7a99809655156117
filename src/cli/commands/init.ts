import { Command } from 'commander';
import type { Finish } from '../program.ts';

export interface RawInitFlags {
  readonly dir: string;
  readonly yes?: true;
  readonly force?: true;
  readonly context?: string;
  readonly namespace?: readonly string[];
  readonly snapshot?: string;
  readonly slackChannel?: string;
  readonly repository?: string;
  readonly timeZone?: string;
  readonly base?: string;
  readonly output: string;
  readonly config?: string;
}

export function initCommand(finish: Finish): Command {
  return new Command('init')
    .description(
      'Read the cluster once, and draft what a monitor of it needs: services.txt, .env, an overlay, a Slack app.',
    )
    .option('--dir <folder>', 'where the files go', '.')
    .option(
      '--yes',
      'ask nothing; a file that is there and differs stays, and its draft is put beside it as <name>.new',
    )
    .option('--force', 'with --yes: replace files that differ, after showing the difference')
    .option('--context <name>', 'context of the kubeconfig (K3S_CONTEXT, else the current one)')
    .option('--namespace <ns...>', 'only these namespaces')
    .option('--snapshot <path>', 'draft from a recording or the output of kubectl instead of a cluster')
    .option('--slack-channel <name>', 'channel for alerts (SLACK_CHANNEL)')
    .option('--repository <address>', 'the GitOps repository: owner/name on GitHub, or an https or ssh address')
    .option('--time-zone <zone>', 'time zone of the people who are told (BUSINESS_TZ), such as Europe/Berlin')
    .option('--base <address>', 'k8s/base for the overlay: a folder, or an address that kustomize takes')
    .option('--output <format>', 'text or json', 'text')
    .option('--config <file>', 'configuration file')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: RawInitFlags) => {
      const { initAction } = await import('../actions/init.ts');
      finish(await initAction(flags));
    });
}

const EXAMPLES = `
Tokens are no flags: SLACK_BOT_TOKEN, GITHUB_TOKEN and ANTHROPIC_API_KEY are taken from the environment into a new .env.

Examples:
  k8s-monitor init
  k8s-monitor init --dir monitor --context homelab
  k8s-monitor init --yes --slack-channel '#alerts' --repository me/homelab --time-zone Europe/Berlin
  k8s-monitor init --yes --base ../k8s-monitor/k8s/base`;
