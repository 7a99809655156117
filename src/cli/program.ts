import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { agentsCommand } from './commands/agents.ts';
import { changesCommand } from './commands/changes.ts';
import { configCommand } from './commands/config.ts';
import { costCommand } from './commands/cost.ts';
import { cyclesCommand } from './commands/cycles.ts';
import { doctorCommand } from './commands/doctor.ts';
import { incidentsCommand } from './commands/incidents.ts';
import { initCommand } from './commands/init.ts';
import { mcpCommand } from './commands/mcp.ts';
import { outboxCommand } from './commands/outbox.ts';
import { previewCommand } from './commands/preview.ts';
import { routesCommand } from './commands/routes.ts';
import { runCommand } from './commands/run.ts';
import { servicesCommand } from './commands/services.ts';
import { versionCommand } from './commands/version.ts';

/** Takes the exit code of the command that ran. */
export type Finish = (exitCode: number) => void;

/** What can be typed. Only the command that was typed loads what it needs. */
export function buildProgram(finish: Finish): Command {
  const program = new Command('k8s-monitor')
    .description('Reads a Kubernetes cluster, finds what is broken, decides how bad it is and who is told.')
    .version(packageJson.version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help, or that of a command')
    .helpCommand(false)
    .addHelpText('after', EXAMPLES)
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'k8s-monitor: ')) })
    .exitOverride()
    .showHelpAfterError('k8s-monitor --help shows the commands, k8s-monitor <command> --help its flags');
  // A command takes over these settings only when it is made by copying them.
  for (const command of [
    initCommand(finish),
    runCommand(finish),
    doctorCommand(finish),
    incidentsCommand(finish),
    outboxCommand(finish),
    cyclesCommand(finish),
    previewCommand(finish),
    changesCommand(finish),
    servicesCommand(finish),
    routesCommand(finish),
    configCommand(finish),
    agentsCommand(finish),
    costCommand(finish),
    mcpCommand(finish),
    versionCommand(finish),
  ]) {
    program.addCommand(inherit(command, program));
  }
  return program;
}

function inherit(command: Command, from: Command): Command {
  command.copyInheritedSettings(from).helpCommand(false);
  for (const child of command.commands) inherit(child, command);
  return command;
}

const EXAMPLES = `
Examples:
  k8s-monitor init                               draft services.txt and all else a monitor needs
  k8s-monitor run --once                         read the cluster of the current kubeconfig once
  k8s-monitor run --interval 30m                 stay, and read it every half hour
  k8s-monitor run --once --snapshot dump/        judge a recorded cluster
  k8s-monitor doctor                             what is missing, and how to mend it
  k8s-monitor incidents list                     what is open now, and who has it
  k8s-monitor cycles show latest                 what the last cycle said
  k8s-monitor cycles diff                        what changed since the one before
  k8s-monitor changes --since 7d                 the commits of each service

Exit codes: 0 done, 1 something could not be read or sent, 2 configuration, 3 the cluster could not be read.`;
