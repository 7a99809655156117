import { sinkProblem } from '../../compose/sinks.ts';
import { namedVariables } from '../../config/effective.ts';
import { variablesOf } from '../../config/routes/variables.ts';
import type { SinkSettings } from '../../domain/sink-settings.ts';
import type { RawRoutesFlags } from '../commands/routes.ts';
import { CONFIGURATION } from '../exit-codes.ts';
import { harmlessJson } from '../report/clean.ts';
import { type ListedSink, routesText } from '../routes-text.ts';
import { outputFault } from '../run-flags.ts';
import { outputStyle, print, warn } from '../terminal.ts';
import { type RoutesAtHand, routesAtHand } from './routes.ts';

/** `routes list`: the routes in use, and whether their sinks could send. */
export async function routesListAction(flags: RawRoutesFlags): Promise<number> {
  const wrong = outputFault(flags.output);
  if (wrong.length > 0) {
    warn(wrong);
    return CONFIGURATION;
  }
  const hand = routesAtHand(flags);
  const { file, routing, faults, warnings } = hand.routes;
  const sinks = await listSinks(hand);
  const list = { file, usable: faults.length === 0, routes: routing, sinks, faults, warnings };
  await print(flags.output === 'json' ? `${harmlessJson(list)}\n` : routesText(list, outputStyle()));
  const broken = sinks.some(({ name, problem }) => name !== 'slack' && problem !== null);
  return faults.length > 0 || broken ? CONFIGURATION : 0;
}

async function listSinks({ values, routes }: RoutesAtHand): Promise<readonly ListedSink[]> {
  const token = values.SLACK_BOT_TOKEN !== null;
  const slack = {
    name: 'slack',
    type: 'slack',
    variables: [{ name: 'SLACK_BOT_TOKEN', set: token }],
    problem: token ? null : 'SLACK_BOT_TOKEN is not set: nothing is sent to Slack',
  };
  const variable = namedVariables();
  const listed = async (sink: SinkSettings): Promise<ListedSink> => ({
    name: sink.name,
    type: sink.type === 'webhook' ? `webhook (${sink.body === null ? sink.template : 'own body'})` : sink.type,
    variables: variablesOf(sink).map(({ name }) => ({ name, set: variable(name) !== null })),
    problem: routes.sinks.includes(sink) ? await sinkProblem(values, sink) : 'not usable, see the faults of the file',
  });
  return [slack, ...(await Promise.all([...routes.sinks, ...routes.unusable].map(listed)))];
}
