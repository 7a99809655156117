import { Command } from 'commander';
import type { Finish } from '../program.ts';
import type { RawRunFlags } from '../run-flags.ts';

export function runCommand(finish: Finish): Command {
  return new Command('run')
    .description('Read the cluster, decide, and show what would be told to whom.')
    .option('--once', 'one cycle, then end; without it a cycle every --interval until stopped')
    .option('--interval <duration>', 'time between cycles, such as 30m or 1h (MONITORING_INTERVAL_HOURS, else 1h)')
    .option(
      '--context <name>',
      'context of the kubeconfig (K3S_CONTEXT, else the current one); several apart by commas: a cycle of each, one report',
    )
    .option('--namespace <ns...>', 'only these namespaces; what is elsewhere is not judged')
    .option('--services <file>', 'the inventory of services (SERVICES_FILE)')
    .option('--agents <dir>', "the agents' markdown files")
    .option(
      '--state <place>',
      'where incidents and cycles are kept: a folder, or configmap:<namespace>/<name> (STATE_DIR, else ./data)',
    )
    .option('--snapshot <path>', 'judge a recording or the output of kubectl instead of a cluster')
    .option('--record <dir>', 'keep everything this cycle reads, for --snapshot')
    .option('--now <time>', 'judge as if it were this time, such as 2026-11-21T03:00:00Z')
    .option('--dry-run', 'write nothing but what the model cost (and a --record you ask for), and send nothing')
    .option('--no-model', 'never ask a model: rules alone')
    .option('--output <format>', 'text, markdown or json', 'text')
    .option('--messages', 'show the messages themselves, word for word (text only)')
    .option('--fail-on <severity>', 'exit with 10 when an incident is this bad or worse, such as SEV-2')
    .option(
      '--exit-zero',
      'exit with 0 instead of 1, for schedulers: what could not be read or sent is told and kept all the same',
    )
    .option('--config <file>', 'configuration file')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: RawRunFlags) => {
      const { runAction } = await import('../actions/run.ts');
      finish(await runAction(flags));
    });
}

const EXAMPLES = `
Examples:
  k8s-monitor run --once --context homelab --dry-run
  k8s-monitor run --once --context home,office,edge
  k8s-monitor run --once --namespace mysql vault --output markdown
  k8s-monitor run --once --record recording/ && k8s-monitor run --once --snapshot recording/
  k8s-monitor run --once --output json --fail-on SEV-2 > report.json
  k8s-monitor run --interval 30m --state /var/lib/k8s-monitor`;
