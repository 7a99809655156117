import { effectiveSettings } from '../config/effective.ts';
import type { Values } from '../config/settings.ts';

/** What commands need to know besides their flags, before any cycle runs. */
interface CliSettings {
  readonly servicesFile: string | null;
  readonly intervalMs: number;
  /** For whoever reads standard output. */
  readonly outputPatienceMs: number;
}

interface SettingFlags {
  readonly state?: string | undefined;
  readonly context?: string | undefined;
  readonly services?: string | undefined;
  readonly config?: string | undefined;
}

/** All settings, for commands that open the state. */
export function stateSettings(flags: Omit<SettingFlags, 'services'>): Values {
  return effectiveSettings({ CONFIG_FILE: flags.config, STATE_DIR: flags.state, K3S_CONTEXT: flags.context });
}

/** Throws a ConfigError that names every fault of the configuration, not only of what is asked for here. */
export function settings(flags: SettingFlags): CliSettings {
  const values = effectiveSettings({
    CONFIG_FILE: flags.config,
    STATE_DIR: flags.state,
    SERVICES_FILE: flags.services,
  });
  return {
    servicesFile: values.SERVICES_FILE,
    intervalMs: values.MONITORING_INTERVAL_HOURS,
    outputPatienceMs: values.OUTPUT_DEADLINE_SECONDS,
  };
}
