import { Command } from 'commander';
import type { Finish } from '../program.ts';

export interface RawMcpFlags {
  readonly http?: true;
  readonly port?: string;
  readonly host?: string;
  readonly allowWrite?: true;
  readonly context?: string;
  readonly snapshot?: string;
  readonly services?: string;
  readonly config?: string;
}

export function mcpCommand(finish: Finish): Command {
  return new Command('mcp')
    .description('Serve the tools of the agents to any MCP client: over standard input and output, or over HTTP.')
    .argument('<server>', 'kubernetes, github or slack')
    .option('--http', 'streamable HTTP instead of standard input and output')
    .option('--port <number>', 'where it listens, with --http (3000); 0 takes any free one')
    .option('--host <address>', 'who can reach it, with --http (127.0.0.1); others need MCP_TOKEN')
    .option('--allow-write', 'tools that write, too, with --http')
    .option('--context <name>', 'context of the kubeconfig (K3S_CONTEXT, else the current one)')
    .option('--snapshot <path>', 'a recording or the output of kubectl instead of a cluster')
    .option('--services <file>', 'the inventory of services (SERVICES_FILE)')
    .option('--config <file>', 'configuration file')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, flags: RawMcpFlags) => {
      const { mcpAction } = await import('../actions/mcp.ts');
      finish(await mcpAction(name, flags));
    });
}

const EXAMPLES = `
Examples:
  claude mcp add kubernetes -- k8s-monitor mcp kubernetes --context homelab
  k8s-monitor mcp kubernetes --snapshot recording/
  k8s-monitor mcp github --http --port 3001
  MCP_TOKEN=$(openssl rand -hex 32) k8s-monitor mcp slack --http --host 0.0.0.0 --allow-write`;
