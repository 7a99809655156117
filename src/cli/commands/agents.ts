import { Command } from 'commander';
import type { Finish } from '../program.ts';

export interface RawAgentsFlags {
  readonly agents?: string;
  readonly config?: string;
  readonly output: string;
}

export interface RawEvalFlags extends RawAgentsFlags {
  readonly agent?: readonly string[];
  readonly model?: string;
  readonly repeat: string;
  readonly only?: readonly string[];
  readonly evals?: string;
  readonly state?: string;
}

export function agentsCommand(finish: Finish): Command {
  const agents = new Command('agents')
    .description('Look at the four agents, check their files, and measure what they say.')
    .addHelpText('after', EXAMPLES);
  agents.addCommand(
    common(new Command('list').description('The four agents, one line each.')).action(async (flags: RawAgentsFlags) => {
      const { agentsListAction } = await import('../actions/agents-list.ts');
      finish(await agentsListAction(flags));
    }),
  );
  agents.addCommand(
    common(new Command('check').description('Every fault of the files, with its line and the mend.')).action(
      async (flags: RawAgentsFlags) => {
        const { agentsCheckAction } = await import('../actions/agents-check.ts');
        finish(await agentsCheckAction(flags));
      },
    ),
  );
  agents.addCommand(
    common(new Command('show').description('What an agent is asked with: model, price, tools, answer and prompt.'))
      .argument('<name>', 'name of the agent, such as k8s-analyzer')
      .action(async (name: string, flags: RawAgentsFlags) => {
        const { agentsShowAction } = await import('../actions/agents-show.ts');
        finish(await agentsShowAction(name, flags));
      }),
  );
  agents.addCommand(
    common(
      new Command('eval').description(
        'Ask about recorded incidents, and say what was right; this costs money, and counts against MONTHLY_BUDGET_USD.',
      ),
    )
      .option('--agent <name...>', 'only these agents; each then answers without hearing the others')
      .option('--model <id>', 'this model for every agent, instead of the ones in their files')
      .option('--repeat <number>', 'how often each question is asked', '1')
      .option('--only <eval...>', 'only these evals, by their names')
      .option('--evals <dir>', 'folder of the evals (tests/evals of the source code)')
      .option(
        '--state <place>',
        'where the last run is kept, to compare with, and what it cost: a folder, or configmap:<namespace>/<name> (STATE_DIR, else ./data)',
      )
      .action(async (flags: RawEvalFlags) => {
        const { agentsEvalAction } = await import('../actions/agents-eval.ts');
        finish(await agentsEvalAction(flags));
      }),
  );
  return agents;
}

function common(command: Command): Command {
  return command
    .option('--agents <dir>', "folder of the agents' markdown files (AGENTS_DIR)")
    .option('--config <file>', 'configuration file')
    .option('--output <format>', 'text or json', 'text');
}

const EXAMPLES = `
Examples:
  k8s-monitor agents list
  k8s-monitor agents check --agents my-agents
  k8s-monitor agents show k8s-analyzer
  k8s-monitor agents eval --agent k8s-analyzer --repeat 3`;
