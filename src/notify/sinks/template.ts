import { Liquid } from 'liquidjs';
import { MESSAGE_KINDS } from '../../domain/outbox.ts';
import { SEVERITIES } from '../../domain/severity.ts';
import { ConfigError, messageOf } from '../../platform/errors.ts';
import { type View, viewOf } from './view.ts';

export type Body = (view: View) => string;

/** Reads no files: what a template includes is looked for among these, of which there are none. */
const engine = new Liquid({
  templates: {},
  strictFilters: true,
  strictVariables: true,
  ownPropertyOnly: true,
  parseLimit: 32_768,
  renderLimit: 1000,
  memoryLimit: 20_000_000,
});

/**
 * A Liquid template that renders JSON. Tried on messages of every sort at once, with quotes and line breaks in them, so that what is
 * wrong is found now and not with the first outage. Throws a ConfigError that says where. `values`: further variables.
 */
export function compile(where: string, source: string, values: Readonly<Record<string, string>>): Body {
  const samples = sampleViews();
  const taken = Object.keys(values).find((key) => samples.some((view) => key in view));
  if (taken !== undefined)
    throw new ConfigError(`${where}: values may not be called "${taken}", which is a variable already`);
  try {
    const template = engine.parse(source);
    const body: Body = (view) => json(String(engine.renderSync(template, { ...values, ...view })));
    for (const view of samples) body(view);
    return body;
  } catch (error) {
    throw new ConfigError(`${where}: the template can't be used: ${firstLine(error)}`, { cause: error });
  }
}

function json(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch (error) {
    throw new Error(`it renders no JSON (${firstLine(error)}); write {{ text | json }} without quotes around it`);
  }
}

/** Liquid shows the lines around the place below its sentence. */
function firstLine(error: unknown): string {
  return (messageOf(error).split('\n')[0] ?? '').slice(0, 300);
}

function sampleViews(): readonly View[] {
  const message = {
    to: 'sample',
    incidentIds: ['INC-1'],
    deliveryId: '0'.repeat(32),
    thread: null,
    broadcast: false,
    retry: false,
  };
  const texts = ['@here [SEV-1] "quoted" \\ and\nmore\n\tINC-1 · cycle 1', 'one line'];
  return texts.flatMap((text) =>
    [true, false]
      .flatMap((open) => [
        ...SEVERITIES.map((severity) => ({ ...message, text, open, severity, kind: 'incident' as const })),
        ...MESSAGE_KINDS.map((kind) => ({ ...message, text, open, severity: 'SEV-1' as const, kind })),
      ])
      .map((one) => viewOf(one, { cluster: 'sample', room: null, linksBroken: false })),
  );
}
