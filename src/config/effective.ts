import { ConfigError } from '../platform/errors.ts';
import { environment } from './env.ts';
import { faultText } from './fault.ts';
import { type Loaded, loadConfig } from './load.ts';
import { type Secret, secret } from './secret.ts';
import type { SettingName, Values } from './settings.ts';
import { type Settled, settle } from './settled.ts';
import { dotenvVariables } from './sources.ts';

/** The settings in force for this process. Throws a ConfigError that names every fault with its place. */
export function effectiveSettings(flags: Partial<Record<SettingName, string | undefined>>): Values {
  const loaded = loadConfig({ flags, env: environment(), cwd: process.cwd() });
  if (loaded.ok) return loaded.values;
  const faults = loaded.faults.map(faultText);
  throw new ConfigError(faults.join('\n'), { faults });
}

/** The same with every origin, to be shown; faults are part of it. */
export function settledSettings(flags: Partial<Record<SettingName, string | undefined>>): Settled {
  return settle({ flags, env: environment(), cwd: process.cwd() });
}

/** The same for whoever looks at everything, also where some of it is faulty. */
export function loadedSettings(flags: Partial<Record<SettingName, string | undefined>>): Loaded {
  return loadConfig({ flags, env: environment(), cwd: process.cwd() });
}

/**
 * Variables that routes.yaml names for its sinks: of the environment, else of .env in the working directory. Null where one is not set;
 * line breaks around it, as files of mounted secrets have them, are no part of it.
 */
export function namedVariables(): (name: string) => Secret | null {
  const env = environment();
  const dotenv = dotenvVariables(process.cwd());
  return (name) => {
    const value = [env[name], dotenv.get(name)].map((text) => text?.trim() ?? '').find((text) => text !== '');
    return value === undefined ? null : secret(value);
  };
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
