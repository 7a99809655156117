import stringWidth from 'string-width';
import type { RoutingInUse } from '../compose/routing.ts';
import { destinationName } from '../domain/destination.ts';
import type { Route, RouteMatch } from '../domain/routing.ts';
import { clean } from './report/clean.ts';
import { hang, type Pen, pad, pen } from './report/layout.ts';
import type { TextStyle } from './report/text.ts';

export interface ListedSink {
  readonly name: string;
  readonly type: string;
  readonly variables: readonly { readonly name: string; readonly set: boolean }[];
  /** Why it could not send; null when it could. */
  readonly problem: string | null;
}

export interface RoutesList extends Pick<RoutingInUse, 'file' | 'faults'> {
  readonly routes: RoutingInUse['routing'];
  readonly sinks: readonly ListedSink[];
}

/** The routes in the order they are tried, and what they send with. Nothing is cut: people mend what they read here. */
export function routesText({ file, faults, routes, sinks }: RoutesList, style: TextStyle): string {
  const p = pen(style.width, style.color);
  const lines = routes.map(({ source }) => lineOf(source));
  const margin = Math.max(...[...lines, ...sinks.map(({ name }) => name)].map((text) => stringWidth(text))) + 2;
  return `${[
    ...hang(p, '', headline(file, faults.length), faults.length > 0 ? 'yellow' : 'dim'),
    '',
    p.paint('bold', `${pad('LINE', margin)}WHAT → WHERE`),
    ...routes.flatMap((route, index) => routeLines(p, pad(lines[index] ?? '', margin), route)),
    ...hang(p, ' '.repeat(margin), 'SEV-4 stands in the cycle log only.', 'dim'),
    '',
    p.paint('bold', `${pad('SINK', margin)}WHAT IT NEEDS`),
    ...sinks.flatMap((sink) => sinkLines(p, pad(clean(sink.name), margin), sink)),
  ].join('\n')}\n`;
}

function headline(file: string | null, faults: number): string {
  if (file === null) return 'no ROUTES_FILE: everything goes the default way';
  return faults > 0 ? `${file} can't be used: everything goes the default way until it is mended` : file;
}

/** The file is named above. */
function lineOf(source: string): string {
  return source.slice(source.lastIndexOf(':') + 1);
}

function routeLines(p: Pen, head: string, { match, to, fallback }: Route): readonly string[] {
  const instead = fallback.length === 0 ? 'nothing instead' : `instead, while that is broken: ${names(fallback)}`;
  return [
    ...hang(p, head, `${matchText(match)} → ${names(to)}`),
    ...hang(p, ' '.repeat(stringWidth(head)), instead, 'dim'),
  ];
}

/** `SEV-1, P0 or P1, namespace db`. */
function matchText({ severities, tiers, services, namespaces }: RouteMatch): string {
  const asked = [severities, tiers, services, namespaces.map((name) => `namespace ${name}`)];
  const said = asked.flatMap((words) => (words.length === 0 ? [] : [words.join(' or ')]));
  return said.length === 0 ? 'everything' : said.join(', ');
}

function sinkLines(p: Pen, head: string, { type, variables, problem }: ListedSink): readonly string[] {
  const told = variables.map(({ name, set }) => `${name} is ${set ? 'set' : 'not set'}`);
  return [
    ...hang(p, head, [type, ...told, ...(problem === null ? ['ready'] : [])].join(' · ')),
    ...(problem === null ? [] : hang(p, ' '.repeat(stringWidth(head)), problem, 'yellow')),
  ];
}

export function names(destinations: readonly string[]): string {
  return destinations.map(destinationName).join(', ');
}
