import { parse } from 'dotenv';
import { withoutCredentials } from '../../config/masked.ts';
import { SETTING_NAMES, type SettingName } from '../../config/settings.ts';
import { parseGitAddress } from '../../correlate/git/address.ts';
import { ConfigError } from '../../platform/errors.ts';
import { type EnvValues, SECRET_NAMES } from '../../setup/env-file.ts';

export interface PodSettings {
  readonly values: EnvValues;
  /** What the pod may miss, a line each; no values. */
  readonly leftOut: readonly string[];
}

/** Of this machine, and said by the base or the pod itself: nobody misses them there. */
const OF_HERE: readonly SettingName[] = [
  'KUBECONFIG',
  'K3S_CONTEXT',
  'SERVICES_FILE',
  'AGENTS_DIR',
  'STATE_DIR',
  'RUN_ID',
];

const MISSED: Partial<Record<SettingName, string>> = {
  KUBELET_CA_FILE: 'the pod has no such file: mount one, and name it in k8s-overlay/kustomization.yaml',
  ROUTES_FILE: 'the pod has no such file, and tells everything to Slack until you mount one',
  CONFIG_FILE: 'the pod has no such file: name its settings in k8s-overlay/kustomization.yaml',
  MONITORING_INTERVAL_HOURS: 'the base runs every hour; change both this and the schedule of the CronJob',
};

/** What an `.env` says that holds in the pod as well: everything but secrets and what only this machine has. */
export function podSettings(env: string): PodSettings {
  const set = parse(env);
  const values = new Map<SettingName, string>();
  const leftOut: string[] = [];
  for (const name of SETTING_NAMES) {
    const value = set[name] ?? '';
    if (value === '' || SECRET_NAMES.includes(name) || OF_HERE.includes(name)) continue;
    const why = whyNot(name, value);
    if (why === null) values.set(name, value);
    else leftOut.push(`${name} was left out of k8s-overlay: ${why}`);
  }
  return { values, leftOut };
}

function whyNot(name: SettingName, value: string): string | null {
  if (withoutCredentials(value) !== value) {
    return 'it seems to hold a user, password or key, and a ConfigMap is no place for one';
  }
  if (name === 'GIT_REPOSITORY' && !isAddress(value)) {
    return 'a clone on this machine is not in the pod; give its https or ssh address';
  }
  if (name === 'KUBELET_FIGURES' && value === 'on') {
    return 'add components/kubelet-volume-figures, which sets it, gives the right and opens the way';
  }
  return MISSED[name] ?? null;
}

function isAddress(value: string): boolean {
  try {
    return parseGitAddress(value).kind !== 'local';
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}
