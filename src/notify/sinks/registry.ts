import type { SinkKind, SinkSettings } from '../../domain/sink-settings.ts';
import type { Sink } from '../sink.ts';
import type { SecretOf, SinkDeps } from './deps.ts';
import { guarded, type OwnSecrets, ownSecrets } from './secrets.ts';

type SettingsOf = { readonly [K in SinkKind]: Extract<SinkSettings, { readonly type: K }> };
type Build<K extends SinkKind> = (settings: SettingsOf[K], secrets: OwnSecrets, deps: SinkDeps) => Promise<Sink>;

/** Every sink but Slack. Each is loaded when routes.yaml names it. */
const SINK_TYPES: { readonly [K in SinkKind]: Build<K> } = {
  webhook: async (...args) => (await import('./webhook.ts')).webhookSink(...args),
  email: async (...args) => (await import('./email.ts')).emailSink(...args),
  pagerduty: async (...args) => (await import('./pagerduty.ts')).pagerdutySink(...args),
  stdout: async (settings, _, deps) => (await import('./stdout.ts')).stdoutSink(settings, deps),
};

/**
 * A sink as routes.yaml describes it. Rejects with a ConfigError for a variable that isn't set and for settings that can't work; says
 * nothing to anybody yet. What comes back from it holds none of its secrets, and nothing it sends holds one.
 */
export async function buildSink(settings: SinkSettings, secretOf: SecretOf, deps: SinkDeps): Promise<Sink> {
  const secrets = ownSecrets(settings.name, secretOf);
  const sink = await build(settings.type, settings, secrets, deps);
  return guarded(sink, (text) => secrets.scrub(deps.scrub(text)));
}

function build<K extends SinkKind>(
  type: K,
  settings: SettingsOf[K],
  secrets: OwnSecrets,
  deps: SinkDeps,
): Promise<Sink> {
  return SINK_TYPES[type](settings, secrets, deps);
}
