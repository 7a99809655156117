import { Command } from 'commander';
import type { Finish } from '../program.ts';

export interface RawRoutesFlags {
  readonly routes?: string;
  readonly services?: string;
  readonly config?: string;
  readonly output: string;
}

export interface RawRoutesTestFlags extends RawRoutesFlags {
  readonly severity?: string;
  readonly service?: string;
  readonly namespace?: string;
  readonly tier?: string;
  readonly now?: string;
  readonly send?: true;
}

export function routesCommand(finish: Finish): Command {
  const routes = new Command('routes')
    .description('Who is told what: the routes in use, and where a sample would go.')
    .addHelpText('after', EXAMPLES);
  routes.addCommand(
    common(new Command('list').description('The routes in use, the sinks, and every fault of the file.')).action(
      async (flags: RawRoutesFlags) => {
        const { routesListAction } = await import('../actions/routes-list.ts');
        finish(await routesListAction(flags));
      },
    ),
  );
  routes.addCommand(
    common(new Command('test').description('Where a sample would go, by which line, and when.'))
      .option('--severity <severity>', 'SEV-1 to SEV-4; all of them when not given')
      .option('--service <name>', 'a service; its tier and namespaces are those of the inventory')
      .option('--namespace <name>', 'a namespace, besides those of the service')
      .option('--tier <tier>', 'P0 to P3 or unlisted, instead of that of the service')
      .option('--now <time>', 'as if it were this time, such as 2026-11-21T03:00:00Z')
      .option('--send', 'really send a message marked [TEST] there; a pager is called and then resolved')
      .action(async (flags: RawRoutesTestFlags) => {
        const { routesTestAction } = await import('../actions/routes-test.ts');
        finish(await routesTestAction(flags));
      }),
  );
  return routes;
}

function common(command: Command): Command {
  return command
    .option('--routes <file>', 'the file with the routes (ROUTES_FILE)')
    .option('--services <file>', 'the inventory of services (SERVICES_FILE)')
    .option('--config <file>', 'configuration file')
    .option('--output <format>', 'text or json', 'text');
}

const EXAMPLES = `
Examples:
  k8s-monitor routes list
  k8s-monitor routes test
  k8s-monitor routes test --severity SEV-1 --service mysql
  k8s-monitor routes test --severity SEV-2 --service mysql --send`;
