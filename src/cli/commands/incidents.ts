import { Command } from 'commander';
import type { Finish } from '../program.ts';

interface RawStateFlags {
  readonly state?: string;
  readonly context?: string;
  readonly cluster?: string;
  readonly config?: string;
}

export interface RawIncidentFlags extends RawStateFlags {
  readonly output: string;
}

export interface RawListFlags extends RawIncidentFlags {
  readonly all?: true;
  readonly silences?: true;
  readonly severity?: readonly string[];
  readonly service?: readonly string[];
}

export interface RawOrderFlags extends RawStateFlags {
  readonly by?: string;
}

export interface RawAckFlags extends RawOrderFlags {
  readonly note?: string;
}

export interface RawReasonFlags extends RawOrderFlags {
  readonly reason?: string;
}

export interface RawSilenceFlags extends RawReasonFlags {
  readonly for?: string;
  readonly until?: string;
  readonly fingerprint?: string;
  readonly service?: string;
  readonly severity?: string;
  readonly services?: string;
}

const ID = 'id of the incident, the end of it (001) or its beginning';

export function incidentsCommand(finish: Finish): Command {
  const incidents = new Command('incidents')
    .description('Look at what is open, and say what you know of it: acknowledged, silenced, over.')
    .addHelpText('after', EXAMPLES);
  incidents.addCommand(
    stored(new Command('list').description('What is open, the worst first.'))
      .option('--all', 'also what was over in the last 7 days; with --silences those that have ended')
      .option('--severity <severity...>', 'only these severities')
      .option('--service <name...>', 'only what these services are in')
      .option('--silences', 'what is silenced, until when and why')
      .option('--output <format>', 'text or json', 'text')
      .action(async (flags: RawListFlags) => {
        const { listAction } = await import('../actions/incidents-list.ts');
        finish(await listAction(flags));
      }),
  );
  incidents.addCommand(
    stored(new Command('show').description('Everything that is known of an incident, and who was told.'))
      .argument('<id>', ID)
      .option('--output <format>', 'text or json', 'text')
      .action(async (id: string, flags: RawIncidentFlags) => {
        const { showAction } = await import('../actions/incidents-show.ts');
        finish(await showAction(id, flags));
      }),
  );
  incidents.addCommand(
    ordering(new Command('ack').description('Somebody works on it: no reminders until it gets worse.'))
      .argument('<id>', ID)
      .option('--note <text>', 'what is known so far, kept with the incident')
      .action(async (id: string, flags: RawAckFlags) => {
        const { ackAction } = await import('../actions/incidents-ack.ts');
        finish(await ackAction(id, flags));
      }),
  );
  incidents.addCommand(silenceCommand(finish));
  incidents.addCommand(
    ordering(new Command('unsilence').description('End a silence before its time.'))
      .argument('<silence>', 'id of the silence, as `incidents list --silences` names it')
      .action(async (id: string, flags: RawOrderFlags) => {
        const { unsilenceAction } = await import('../actions/incidents-unsilence.ts');
        finish(await unsilenceAction(id, flags));
      }),
  );
  incidents.addCommand(
    ordering(new Command('resolve').description('It is over; a cycle that still sees it goes on with it.'))
      .argument('<id>', ID)
      .option('--reason <text>', 'what ended it')
      .action(async (id: string, flags: RawReasonFlags) => {
        const { resolveAction } = await import('../actions/incidents-resolve.ts');
        finish(await resolveAction(id, flags));
      }),
  );
  incidents.addCommand(
    ordering(new Command('note').description('Keep what you found out with the incident.'))
      .argument('<id>', ID)
      .argument('<text...>', 'at most 500 characters')
      .action(async (id: string, text: readonly string[], flags: RawOrderFlags) => {
        const { noteAction } = await import('../actions/incidents-note.ts');
        finish(await noteAction(id, text, flags));
      }),
  );
  return incidents;
}

function silenceCommand(finish: Finish): Command {
  return ordering(
    new Command('silence').description('Tell nobody about it until an end; it is still judged and listed.'),
  )
    .argument('[id]', `${ID}: all that is in it now`)
    .option('--service <name>', 'what this service alone is in')
    .option('--severity <severity>', 'all of this severity, such as SEV-3')
    .option('--fingerprint <text>', 'a part of an incident, or a finding, as `incidents show` names them')
    .option('--for <duration>', 'how long, such as 30m, 4h or 2d; at most 90d')
    .option('--until <time>', 'until when, such as "tomorrow 09:00" or 2026-11-22T09:00:00Z')
    .option('--reason <text>', 'why')
    .option('--services <file>', 'the inventory of services (SERVICES_FILE)')
    .action(async (id: string | undefined, flags: RawSilenceFlags) => {
      const { silenceAction } = await import('../actions/incidents-silence.ts');
      finish(await silenceAction(id, flags));
    });
}

function ordering(command: Command): Command {
  return stored(command).option('--by <name>', 'who says so (the user of this machine)');
}

/** Where the state is, and of which cluster. */
export function stored(command: Command): Command {
  return command
    .option('--state <place>', 'a folder, or configmap:<namespace>/<name> (STATE_DIR, else ./data)')
    .option('--context <name>', 'context of the kubeconfig, for a ConfigMap (K3S_CONTEXT, else the current one)')
    .option('--cluster <name>', 'only this cluster, by its name or uid')
    .option('--config <file>', 'configuration file');
}

const EXAMPLES = `
Examples:
  k8s-monitor incidents list
  k8s-monitor incidents show 001
  k8s-monitor incidents ack 001 --note "the disk is full"
  k8s-monitor incidents silence --service mysql --for 4h --reason "moving the disk"
  k8s-monitor incidents silence 001 --until "tomorrow 09:00" --reason "waits for the vendor"
  k8s-monitor incidents list --silences
  k8s-monitor incidents resolve 001 --reason "took the node out"`;
