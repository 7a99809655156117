import { Command } from 'commander';
import type { Finish } from '../program.ts';
import { type RawIncidentFlags, type RawOrderFlags, stored } from './incidents.ts';

export type RawOutboxFlags = RawIncidentFlags;

export interface RawRetryFlags extends RawOrderFlags {
  readonly all?: true;
}

export function outboxCommand(finish: Finish): Command {
  const outbox = new Command('outbox')
    .description('Look at messages that were decided and have not arrived.')
    .addHelpText('after', EXAMPLES);
  outbox.addCommand(
    stored(new Command('list').description('What has not arrived, why, and the mend.'))
      .option('--output <format>', 'text or json', 'text')
      .action(async (flags: RawOutboxFlags) => {
        const { listAction } = await import('../actions/outbox-list.ts');
        finish(await listAction(flags));
      }),
  );
  outbox.addCommand(
    stored(new Command('retry').description('Have the next cycle try again what was refused or waits.'))
      .argument('[id]', 'id of the message, or the beginning of it')
      .option('--all', 'all of them')
      .action(async (id: string | undefined, flags: RawRetryFlags) => {
        const { retryAction } = await import('../actions/outbox-retry.ts');
        finish(await retryAction(id, flags));
      }),
  );
  return outbox;
}

const EXAMPLES = `
Examples:
  k8s-monitor outbox list
  k8s-monitor outbox retry 3fa9c1d2
  k8s-monitor outbox retry --all`;
