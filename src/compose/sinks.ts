import { namedVariables } from '../config/effective.ts';
import type { Values } from '../config/settings.ts';
import type { SinkSettings } from '../domain/sink-settings.ts';
import type { Sink } from '../notify/sink.ts';
import type { SecretOf, SinkDeps } from '../notify/sinks/deps.ts';
import { systemClock } from '../platform/clock.ts';
import { ConfigError } from '../platform/errors.ts';
import { slackChannels } from './channels.ts';
import { lazySink } from './lazy-sink.ts';
import type { Opened } from './opened.ts';
import { tokenScrubber } from './own-tokens.ts';
import type { RoutingInUse } from './routing.ts';
import { slackSender } from './slack.ts';

export interface SinkHooks {
  /** Writes a line to standard output. */
  readonly print: (line: string) => Promise<void>;
  /** Asked when a message leaves; without it messages name no cluster. */
  readonly cluster?: SinkDeps['cluster'];
}

/**
 * Slack and the sinks of routes.yaml, by name. Each is loaded when its first message leaves. The value is null where there is nothing to
 * send with: then messages are shown and recorded only.
 */
export function openSinks(
  values: Values,
  { routing, sinks }: Pick<RoutingInUse, 'routing' | 'sinks'>,
  hooks: SinkHooks,
): Opened<ReadonlyMap<string, Sink> | null> {
  const slack = slackSender(values, tokenScrubber(values), slackChannels(values, routing));
  const deps = sinkDeps(values, hooks);
  const secretOf = namedSecrets();
  const built = sinks.map((settings) => lazySink(settings, deps, () => buildSinkOf(settings, secretOf, deps)));
  const all = [...(slack === null ? [] : [slack.value]), ...built];
  return {
    value: all.length === 0 ? null : new Map(all.map((sink) => [sink.name, sink])),
    close: async () => slack?.close(),
  };
}

/** What makes a sink unusable, found without saying anything to anybody; null where nothing does. */
export async function sinkProblem(values: Values, settings: SinkSettings): Promise<string | null> {
  try {
    await buildSinkOf(settings, namedSecrets(), sinkDeps(values, { print: async () => {} }));
    return null;
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

function sinkDeps(values: Values, { print, cluster }: SinkHooks): SinkDeps {
  return {
    clock: systemClock,
    // A third for one try: sending, and twice more.
    timeoutMs: Math.ceil(values.SLACK_DEADLINE_SECONDS / 3),
    handedOverMs: 3 * values.SLACK_DEADLINE_SECONDS,
    paceMs: values.SEND_PACE_SECONDS,
    cluster: cluster ?? (() => ({ uid: 'unknown', name: 'unknown' })),
    scrub: tokenScrubber(values),
    print,
  };
}

function namedSecrets(): SecretOf {
  const variable = namedVariables();
  return (name) => variable(name)?.reveal() ?? null;
}

async function buildSinkOf(settings: SinkSettings, secretOf: SecretOf, deps: SinkDeps): Promise<Sink> {
  const { buildSink } = await import('../notify/sinks/registry.ts');
  return buildSink(settings, secretOf, deps);
}
