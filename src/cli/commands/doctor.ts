import { Command } from 'commander';
import type { Finish } from '../program.ts';

export interface RawDoctorFlags {
  readonly only?: readonly string[];
  readonly offline?: true;
  readonly context?: string;
  readonly services?: string;
  readonly agents?: string;
  readonly state?: string;
  readonly config?: string;
  readonly output: string;
}

export function doctorCommand(finish: Finish): Command {
  return new Command('doctor')
    .description('Check all that a cycle needs: what is, why it matters, and the mend. Sends nothing, writes nothing.')
    .option('--only <group...>', 'only these: program, config, cluster, messages, state, changes, model')
    .option('--offline', 'ask nobody on the network: only what is on this machine')
    .option('--context <name>', 'context of the kubeconfig (K3S_CONTEXT, else the current one)')
    .option('--services <file>', 'the inventory of services (SERVICES_FILE)')
    .option('--agents <dir>', "folder of the agents' markdown files (AGENTS_DIR)")
    .option('--state <place>', 'where the state is kept: a folder, or configmap:<namespace>/<name> (STATE_DIR)')
    .option('--config <file>', 'configuration file')
    .option('--output <format>', 'text or json', 'text')
    .addHelpText('after', HELP)
    .action(async (flags: RawDoctorFlags) => {
      const { doctorAction } = await import('../actions/doctor.ts');
      finish(await doctorAction(flags));
    });
}

const HELP = `
Examples:
  k8s-monitor doctor
  k8s-monitor doctor --only cluster messages
  k8s-monitor doctor --offline
  k8s-monitor doctor --output json | jq -r '.checks[] | select(.status == "fail") | .mend'

Exit codes: 0 all in order, 1 something to look at, 2 something is broken.`;
