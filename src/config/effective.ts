import { ConfigError } from '../platform/errors.ts';
import { environment } from './env.ts';
import { faultText } from './fault.ts';
import { loadConfig } from './load.ts';
import type { SettingName, Values } from './settings.ts';

/** The settings in force for this process. Throws a ConfigError that names every fault with its place. */
export function effectiveSettings(flags: Partial<Record<SettingName, string | undefined>>): Values {
  const loaded = loadConfig({ flags, env: environment(), cwd: process.cwd() });
  if (loaded.ok) return loaded.values;
  const faults = loaded.faults.map(faultText);
  throw new ConfigError(faults.join('\n'), { faults });
}

/** What belongs to the machine, not to us: where the home is, the proxies, the address of the cluster from inside a pod. */
export function surroundings(): {
  readonly home: string | null;
  readonly serviceHost: string | null;
  readonly servicePort: string | null;
  readonly proxy: Readonly<Record<string, string | undefined>>;
} {
  const env = environment();
  return {
    home: env['HOME'] ?? null,
    serviceHost: env['KUBERNETES_SERVICE_HOST'] ?? null,
    servicePort: env['KUBERNETES_SERVICE_PORT'] ?? null,
    proxy: env,
  };
}
