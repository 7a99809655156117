import { effectiveSettings } from '../config/effective.ts';

/** What commands need to know besides their flags, before any cycle runs. */
interface CliSettings {
  readonly stateDir: string;
  readonly servicesFile: string | null;
  readonly intervalMs: number;
  /** Null: no limit. */
  readonly monthlyBudgetUsd: number | null;
}

interface SettingFlags {
  readonly state?: string | undefined;
  readonly services?: string | undefined;
  readonly config?: string | undefined;
}

/** Throws a ConfigError that names every fault of the configuration, not only of what is asked for here. */
export function settings(flags: SettingFlags): CliSettings {
  const values = effectiveSettings({
    CONFIG_FILE: flags.config,
    STATE_DIR: flags.state,
    SERVICES_FILE: flags.services,
  });
  return {
    stateDir: values.STATE_DIR,
    servicesFile: values.SERVICES_FILE,
    intervalMs: values.MONITORING_INTERVAL_HOURS,
    monthlyBudgetUsd: values.MONTHLY_BUDGET_USD,
  };
}
