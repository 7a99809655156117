import type { Routing } from '../domain/routing.ts';
import type { Service } from '../domain/service.ts';
import type { SinkSettings } from '../domain/sink-settings.ts';
import type { ConfigFault } from './fault.ts';
import { defaultRouting, type Means, type UsualChannels } from './routes/default.ts';
import { knownAt, RoutesFile } from './routes/file.ts';
import { issueFaults } from './routes/issues.ts';
import { type Placed, readPlaced, type Step, valueAt } from './routes/places.ts';
import { neverReached, type RouteContext, readRoute } from './routes/route.ts';
import { readSinks } from './routes/sinks.ts';
import type { Secret } from './secret.ts';

export interface ParsedRoutes {
  /** Ends with the default routes. With a fault it is nothing but these: half a file would tell the wrong people. */
  readonly routing: Routing;
  /** Those that can be used. */
  readonly sinks: readonly SinkSettings[];
  /** Those with a fault outside of their form, such as a variable that is not set. */
  readonly unusable: readonly SinkSettings[];
  readonly faults: readonly ConfigFault[];
  /** What is odd and works all the same. */
  readonly warnings: readonly ConfigFault[];
}

/** What the file is read against. */
export interface RoutesContext {
  readonly channels: UsualChannels;
  /** SLACK_BOT_TOKEN is set. */
  readonly slack: boolean;
  readonly services: readonly Service[];
  /** A variable of the environment or of .env; null when it is not set. */
  readonly variable: (name: string) => Secret | null;
}

/** Reads routes.yaml (docs/routes.md) and finds every fault of it at once. */
export function parseRoutes(text: string, file: string, known: RoutesContext): ParsedRoutes {
  const { channels, slack, services, variable } = known;
  const fail = (faults: readonly ConfigFault[], read: Partial<ReturnType<typeof readSinks>> = {}): ParsedRoutes => {
    const { sinks = [], unusable = [] } = read;
    const inOrder = [...faults].sort((a, b) => a.line - b.line || a.column - b.column);
    return { routing: defaultRouting({ channels, slack, sinks }), sinks, unusable, faults: inOrder, warnings: [] };
  };
  const placed = readPlaced(text, file);
  if ('faults' in placed) return fail(placed.faults);
  if (placed.value === null || placed.value === undefined) return fail([placed.fault([], EMPTY)]);
  const form = RoutesFile.safeParse(placed.value);
  const typeOf = (sink: string) => valueAt(placed.value, ['sinks', sink, 'type']);
  const formFaults = form.success
    ? []
    : issueFaults(form.error.issues, { placed, known: (path) => knownAt(path, typeOf) });
  const readOfSinks = readSinks(placed, variable);
  const { names, sinks, unusable, faults: sinkFaults } = readOfSinks;
  const means: Means = { channels, slack, sinks };
  const reachable = { sinks: names, slack: slack ? channels : null };
  const context: RouteContext = { file, placed, reachable, means, services };
  const paths = pathsOf(valueAt(placed.value, ['routes']));
  const read = paths.map((path) => readRoute(path, context));
  const faults = [
    ...formFaults,
    ...sinkFaults,
    ...read.flatMap((r) => r.faults),
    ...pagersAlone(placed, slack, [...sinks, ...unusable]),
  ];
  if (faults.length > 0) return fail(faults, readOfSinks);
  const routes = read.flatMap(({ route }) => (route === null ? [] : [route]));
  const shadowed = neverReached(routes).map(({ index, by }) =>
    placed.fault(paths[index] ?? [], `never counts: ${by} matches all of it first`),
  );
  return {
    routing: [...routes, ...defaultRouting(means)],
    sinks,
    unusable,
    faults: [],
    warnings: [...read.flatMap((r) => r.warnings), ...shadowed],
  };
}

const EMPTY = 'is empty; it wants `routes:`, and `sinks:` for what is not Slack';
const ALONE =
  'there are only pagers, which take SEV-1 only, and SLACK_BOT_TOKEN is not set; add a sink for SEV-2 and SEV-3';

function pagersAlone(placed: Placed, slack: boolean, sinks: readonly SinkSettings[]): readonly ConfigFault[] {
  const alone = !slack && sinks.length > 0 && sinks.every(({ type }) => type === 'pagerduty');
  return alone ? [placed.keyFault(['sinks'], ALONE)] : [];
}

/** A single route needs no list. */
function pathsOf(routes: unknown): readonly (readonly Step[])[] {
  if (Array.isArray(routes)) return routes.map((_, index) => ['routes', index]);
  return routes === undefined || routes === null ? [] : [['routes']];
}
