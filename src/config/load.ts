import type { z } from 'zod';
import { redact } from '../platform/redact/redact.ts';
import type { ConfigFault } from './fault.ts';
import { SETTING_NAMES, SETTINGS, type SettingName, type Values } from './settings.ts';
import { dotenvSource, plainSource, type Source, type Written, yamlSource } from './sources.ts';

export interface LoadInput {
  /** Flags that stand for a setting, under the setting's name. */
  readonly flags: Partial<Record<SettingName, string | undefined>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

export type Loaded =
  | { readonly ok: true; readonly values: Values; readonly from: ReadonlyMap<SettingName, string> }
  | {
      readonly ok: false;
      readonly faults: readonly ConfigFault[];
      /** For whoever looks at everything: settings with a fault stand at their default here. */
      readonly values: Values;
      readonly from: ReadonlyMap<SettingName, string>;
      /** The settings with a fault; null: a whole file could not be read, or what it means is not known. */
      readonly faulty: ReadonlySet<SettingName> | null;
    };

/** Everything that was written, the weakest first: configuration file < .env < environment < flags. */
export function readSources({ flags, env, cwd }: LoadInput): readonly Source[] {
  const above = [dotenvSource(cwd), plainSource('environment', env), plainSource('flags', flags)];
  const named = findIn(above, 'CONFIG_FILE');
  return [yamlSource(named?.text ?? SETTINGS.CONFIG_FILE.default, cwd, named !== undefined), ...above];
}

/** Defaults < configuration file < .env < environment < flags. Every fault is found before any is reported. */
export function loadConfig(input: LoadInput): Loaded {
  return judgeSources(readSources(input));
}

export function judgeSources(sources: readonly Source[]): Loaded {
  const faults = sources.flatMap((s) => s.faults);
  const isKnown = faults.length === 0;
  const faulty = new Set<SettingName>();
  const add = (name: SettingName, found: readonly ConfigFault[]): void => {
    faults.push(...found);
    if (found.length > 0) faulty.add(name);
  };
  const read = <N extends SettingName>(name: N): Values[N] => {
    const { value, fault } = readSetting(name, findIn(sources, name));
    add(name, fault === null ? [] : [fault]);
    return value;
  };
  const values = readAll(read);
  for (const name of MODELS) add(name, modelFault(name, findIn(sources, name), values.ANTHROPIC_BASE_URL !== null));
  const from = new Map(SETTING_NAMES.map((name) => [name, placeOf(findIn(sources, name))]));
  if (faults.length > 0) return { ok: false, faults, values, from, faulty: isKnown ? faulty : null };
  return { ok: true, values, from };
}

function findIn(sources: readonly Source[], name: SettingName): Written | undefined {
  return sources.findLast((s) => s.values.has(name))?.values.get(name);
}

function placeOf(written: Written | undefined): string {
  if (written === undefined) return 'default';
  return written.line === 0 ? written.file : `${written.file}:${written.line}`;
}

const SCHEMAS: {
  readonly [N in SettingName]: { readonly default: string | null; readonly schema: z.ZodType<Values[N]> };
} = SETTINGS;

/** With a fault the value is the default. */
function readSetting<N extends SettingName>(
  name: N,
  written: Written | undefined,
): { readonly value: Values[N]; readonly fault: ConfigFault | null } {
  const setting = SCHEMAS[name];
  const result = setting.schema.safeParse(written?.text ?? setting.default);
  if (result.success) return { value: result.data, fault: null };
  const { file, line, column } = written ?? { file: 'default', line: 0, column: 0 };
  // It quotes what was found, which may be a token in the wrong place.
  const message = `${name} ${redact(result.error.issues.map((issue) => issue.message).join('; '))}`;
  return { value: setting.schema.parse(setting.default), fault: { file, line, column, message } };
}

const MODELS = [
  'ORCHESTRATOR_MODEL',
  'K8S_ANALYZER_MODEL',
  'GITHUB_REVIEWER_MODEL',
  'ESCALATION_MANAGER_MODEL',
  'SLACK_NOTIFIER_MODEL',
] as const;

/** On Anthropic's own endpoint only the Haiku family may be asked: the bill has to stay small. */
function modelFault(name: SettingName, written: Written | undefined, ownEndpoint: boolean): readonly ConfigFault[] {
  if (ownEndpoint || written === undefined || /^claude-haiku-/.test(written.text)) return [];
  const { file, line, column, text } = written;
  const wanted = 'wants a model of the Haiku family, such as claude-haiku-4-5-20251001';
  return [{ file, line, column, message: `${name} ${wanted}; found "${redact(text, 200)}"` }];
}

function readAll(read: <N extends SettingName>(name: N) => Values[N]): Values {
  return {
    KUBECONFIG: read('KUBECONFIG'),
    K3S_CONTEXT: read('K3S_CONTEXT'),
    KUBELET_FIGURES: read('KUBELET_FIGURES'),
    KUBELET_CA_FILE: read('KUBELET_CA_FILE'),
    KUBELET_TLS: read('KUBELET_TLS'),
    SERVICES_FILE: read('SERVICES_FILE'),
    AGENTS_DIR: read('AGENTS_DIR'),
    STATE_DIR: read('STATE_DIR'),
    RUN_ID: read('RUN_ID'),
    MONITORING_INTERVAL_HOURS: read('MONITORING_INTERVAL_HOURS'),
    BUSINESS_TZ: read('BUSINESS_TZ'),
    BUSINESS_HOURS: read('BUSINESS_HOURS'),
    BUSINESS_DAYS: read('BUSINESS_DAYS'),
    SLACK_BOT_TOKEN: read('SLACK_BOT_TOKEN'),
    SLACK_API_URL: read('SLACK_API_URL'),
    SLACK_CHANNEL: read('SLACK_CHANNEL'),
    SLACK_CHANNEL_CRITICAL: read('SLACK_CHANNEL_CRITICAL'),
    GITHUB_TOKEN: read('GITHUB_TOKEN'),
    GITHUB_REPOSITORY: read('GITHUB_REPOSITORY'),
    GITHUB_BRANCH: read('GITHUB_BRANCH'),
    GITHUB_API_URL: read('GITHUB_API_URL'),
    GIT_REPOSITORY: read('GIT_REPOSITORY'),
    GIT_BRANCH: read('GIT_BRANCH'),
    GIT_TOKEN: read('GIT_TOKEN'),
    ANTHROPIC_API_KEY: read('ANTHROPIC_API_KEY'),
    ANTHROPIC_BASE_URL: read('ANTHROPIC_BASE_URL'),
    ORCHESTRATOR_MODEL: read('ORCHESTRATOR_MODEL'),
    K8S_ANALYZER_MODEL: read('K8S_ANALYZER_MODEL'),
    GITHUB_REVIEWER_MODEL: read('GITHUB_REVIEWER_MODEL'),
    ESCALATION_MANAGER_MODEL: read('ESCALATION_MANAGER_MODEL'),
    SLACK_NOTIFIER_MODEL: read('SLACK_NOTIFIER_MODEL'),
    MODEL_MODE: read('MODEL_MODE'),
    ESCALATION: read('ESCALATION'),
    MONTHLY_BUDGET_USD: read('MONTHLY_BUDGET_USD'),
    MCP_TOKEN: read('MCP_TOKEN'),
    ROUTES_FILE: read('ROUTES_FILE'),
    STORM_AT: read('STORM_AT'),
    ALL_WELL: read('ALL_WELL'),
    HEARTBEAT_URL: read('HEARTBEAT_URL'),
    LOG_LEVEL: read('LOG_LEVEL'),
    CONFIG_FILE: read('CONFIG_FILE'),
    API_CALL_TIMEOUT_SECONDS: read('API_CALL_TIMEOUT_SECONDS'),
    READ_DEADLINE_SECONDS: read('READ_DEADLINE_SECONDS'),
    LOG_DEADLINE_SECONDS: read('LOG_DEADLINE_SECONDS'),
    MODEL_CALL_TIMEOUT_SECONDS: read('MODEL_CALL_TIMEOUT_SECONDS'),
    MODEL_DEADLINE_SECONDS: read('MODEL_DEADLINE_SECONDS'),
    CHANGES_DEADLINE_SECONDS: read('CHANGES_DEADLINE_SECONDS'),
    GITHUB_DEADLINE_SECONDS: read('GITHUB_DEADLINE_SECONDS'),
    MODEL_LATE_SECONDS: read('MODEL_LATE_SECONDS'),
    SLACK_DEADLINE_SECONDS: read('SLACK_DEADLINE_SECONDS'),
    SEND_DEADLINE_SECONDS: read('SEND_DEADLINE_SECONDS'),
    SEND_PACE_SECONDS: read('SEND_PACE_SECONDS'),
    LEASE_SECONDS: read('LEASE_SECONDS'),
    HEARTBEAT_DEADLINE_SECONDS: read('HEARTBEAT_DEADLINE_SECONDS'),
    OUTPUT_DEADLINE_SECONDS: read('OUTPUT_DEADLINE_SECONDS'),
    CYCLE_DEADLINE_SECONDS: read('CYCLE_DEADLINE_SECONDS'),
    SECOND_LOOK_SECONDS: read('SECOND_LOOK_SECONDS'),
  };
}
