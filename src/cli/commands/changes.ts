import { Command } from 'commander';
import type { Finish } from '../program.ts';

export interface RawChangesFlags {
  readonly service?: readonly string[];
  readonly since: string;
  readonly until?: string;
  readonly services?: string;
  readonly state?: string;
  readonly snapshot?: string;
  readonly config?: string;
  readonly output: string;
}

export function changesCommand(finish: Finish): Command {
  return new Command('changes')
    .description('What changed: the commits of each service, the newest first. No cluster and no model are asked.')
    .option('--service <name...>', 'only these services of the inventory')
    .option('--since <duration>', 'how far back, such as 30m, 24h or 7d; at most 30d', '24h')
    .option('--until <time>', 'end of that time (now; with --snapshot its newest commit)')
    .option('--services <file>', 'the inventory of services (SERVICES_FILE)')
    .option(
      '--state <place>',
      'where fetched history is kept: a folder; with configmap:<namespace>/<name> a temporary one (STATE_DIR, else ./data)',
    )
    .option('--snapshot <path>', 'the commits of a recording (its changes.json) instead of those of the repository')
    .option('--config <file>', 'configuration file')
    .option('--output <format>', 'text or json', 'text')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: RawChangesFlags) => {
      const { changesAction } = await import('../actions/changes.ts');
      finish(await changesAction(flags));
    });
}

const EXAMPLES = `
Examples:
  k8s-monitor changes
  k8s-monitor changes --service mysql vault --since 7d
  k8s-monitor changes --since 2h --until 2026-11-21T16:10:00Z
  k8s-monitor changes --snapshot recording/ --output json

Commits come from GIT_REPOSITORY, else from GITHUB_REPOSITORY.`;
