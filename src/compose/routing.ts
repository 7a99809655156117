import { readFileSync } from 'node:fs';
import { namedVariables } from '../config/effective.ts';
import { type ConfigFault, faultText } from '../config/fault.ts';
import { defaultRouting, usualChannels } from '../config/routes/default.ts';
import { parseRoutes, type RoutesContext } from '../config/routes.ts';
import type { Values } from '../config/settings.ts';
import type { Notice } from '../domain/incident.ts';
import type { Routing } from '../domain/routing.ts';
import type { Service } from '../domain/service.ts';
import type { SinkSettings } from '../domain/sink-settings.ts';
import { selfNotice } from '../escalate/notices.ts';
import { codeOf, messageOf } from '../platform/errors.ts';
import { redact } from '../platform/redact/redact.ts';

export interface RoutingInUse {
  /** ROUTES_FILE; null: everything goes the default way. */
  readonly file: string | null;
  readonly routing: Routing;
  /** The sinks of the file that can be used. Slack is none of them. */
  readonly sinks: readonly SinkSettings[];
  readonly unusable: readonly SinkSettings[];
  /** With one of these the default routing holds, and commands end with 2. */
  readonly faults: readonly ConfigFault[];
  readonly warnings: readonly ConfigFault[];
  /** What has to be told about the file. */
  readonly troubles: readonly Notice[];
}

const SHOWN = 5;
const LONGEST = 2000;

/** Who is told what. A file that can't be used never keeps a cycle from telling: the default routing stands in, and that is told too. */
export function routingInUse(values: Values, services: readonly Service[]): RoutingInUse {
  const file = values.ROUTES_FILE;
  const context: RoutesContext = {
    channels: usualChannels(values),
    slack: values.SLACK_BOT_TOKEN !== null,
    services,
    variable: namedVariables(),
  };
  if (file === null) {
    const routing = defaultRouting({ ...context, sinks: [] });
    return { file, routing, sinks: [], unusable: [], faults: [], warnings: [], troubles: [] };
  }
  const read = readRoutes(file);
  if ('fault' in read) {
    const faults = [read.fault];
    const routing = defaultRouting({ ...context, sinks: [] });
    return { file, routing, sinks: [], unusable: [], faults, warnings: [], troubles: [trouble(file, faults)] };
  }
  const parsed = parseRoutes(read.text, file, context);
  return { file, ...parsed, troubles: parsed.faults.length === 0 ? [] : [trouble(file, parsed.faults)] };
}

function readRoutes(file: string): { readonly text: string } | { readonly fault: ConfigFault } {
  try {
    return { text: readFileSync(file, 'utf8') };
  } catch (error) {
    const why = codeOf(error) === 'ENOENT' ? 'is not there' : `can't be read (${codeOf(error) || messageOf(error)})`;
    const message = `${why}; name an existing file in ROUTES_FILE, or leave it out: then everything goes the default way`;
    return { fault: { file, line: 0, column: 0, message } };
  }
}

function trouble(file: string, faults: readonly ConfigFault[]): Notice {
  const all = faults.map(faultText);
  const shown = all.length > SHOWN ? [...all.slice(0, SHOWN), `and ${all.length - SHOWN} more`] : all;
  const detail = `${shown.join('; ')}. Until it is mended messages go the default way; \`k8s-monitor routes list\` shows it`;
  return selfNotice('routes', `${file} cannot be used`, redact(detail, LONGEST));
}
