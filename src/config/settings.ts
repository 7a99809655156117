import type { z } from 'zod';
import { DEADLINES } from './deadlines.ts';
import type { Setting } from './setting.ts';
import {
  count,
  hours,
  hoursOfDay,
  logLevel,
  model,
  oneOf,
  optionalMoney,
  optionalSecret,
  optionalSecretUrl,
  optionalText,
  optionalUrl,
  text,
  timeZone,
  weekdays,
} from './values.ts';

/**
 * Every setting, under the one name it has in the environment, in .env, in the configuration file and in the manifests.
 * .env.example is generated from here.
 */
export const SETTINGS = {
  KUBECONFIG: {
    group: 'Cluster',
    about: 'kubeconfig file(s); without one ~/.kube/config, in a pod its service account',
    default: null,
    schema: optionalText,
  },
  K3S_CONTEXT: {
    group: 'Cluster',
    about: 'context of the kubeconfig; without one its current context',
    default: null,
    schema: optionalText,
  },
  KUBELET_FIGURES: {
    group: 'Cluster',
    about:
      'on: the kubelet of each node that has volumes in use is asked how full they are (TCP 10250; only from inside the cluster, with k8s/components/kubelet-volume-figures)',
    default: 'off',
    schema: oneOf(['off', 'on']),
  },
  KUBELET_CA_FILE: {
    group: 'Cluster',
    about:
      "the CA that signs the kubelets' certificates; the cluster's own when not set (k3s, EKS and GKE need no other)",
    default: null,
    schema: optionalText,
  },
  KUBELET_TLS: {
    group: 'Cluster',
    about:
      'verify, or skip for kubelets that sign themselves (kubeadm without serverTLSBootstrap): whoever answers at the address of a node is believed then, and gets the token',
    default: 'verify',
    schema: oneOf(['verify', 'skip']),
  },
  SERVICES_FILE: {
    group: 'Inventory',
    about: 'the services you care about, with their tiers',
    default: null,
    schema: optionalText,
  },
  AGENTS_DIR: { group: 'Inventory', about: 'folder of the agents (markdown)', default: './agents', schema: text },
  STATE_DIR: {
    group: 'State',
    about: 'where open incidents and cycle records are kept: a folder, or configmap:<namespace>/<name>',
    default: './data',
    schema: text,
  },
  RUN_ID: {
    group: 'State',
    about: 'name of this run; in a CronJob the name of the Job, so that a retry is known',
    default: null,
    schema: optionalText,
  },
  MONITORING_INTERVAL_HOURS: {
    group: 'Schedule',
    about: 'hours between cycles; also the length of a slot',
    default: '1',
    schema: hours,
  },
  BUSINESS_TZ: { group: 'Schedule', about: 'time zone of the people who are told', default: 'UTC', schema: timeZone },
  BUSINESS_HOURS: { group: 'Schedule', about: 'when SEV-3 may be told', default: '09:00-17:00', schema: hoursOfDay },
  BUSINESS_DAYS: { group: 'Schedule', about: 'on which days SEV-3 may be told', default: 'Mon-Fri', schema: weekdays },
  SLACK_BOT_TOKEN: { group: 'Slack', about: 'bot token', default: null, schema: optionalSecret, secret: true },
  SLACK_API_URL: { group: 'Slack', about: 'another address of the Slack API', default: null, schema: optionalUrl },
  SLACK_CHANNEL: {
    group: 'Slack',
    about: 'channel for SEV-2 and SEV-3; #infrastructure-alerts when not set',
    default: null,
    schema: optionalText,
  },
  SLACK_CHANNEL_CRITICAL: {
    group: 'Slack',
    about: 'channel for SEV-1; SLACK_CHANNEL when only that is set, else #critical-alerts',
    default: null,
    schema: optionalText,
  },
  GITHUB_TOKEN: {
    group: 'GitHub',
    about: 'token that may read the repository',
    default: null,
    schema: optionalSecret,
    secret: true,
  },
  GITHUB_REPOSITORY: {
    group: 'GitHub',
    about: 'owner/name of the GitOps repository',
    default: null,
    schema: optionalText,
  },
  GITHUB_BRANCH: {
    group: 'GitHub',
    about: 'the branch that is synced into the cluster; the default branch when not set',
    default: null,
    schema: optionalText,
  },
  GITHUB_API_URL: {
    group: 'GitHub',
    about: 'address of the API of a GitHub of your own, such as https://github.example.com/api/v3',
    default: null,
    schema: optionalUrl,
  },
  GIT_REPOSITORY: {
    group: 'Git',
    about:
      'the GitOps repository without any API: its https or ssh address, or the path of a clone; changes are read here even if GITHUB_REPOSITORY is set',
    default: null,
    schema: optionalText,
  },
  GIT_BRANCH: {
    group: 'Git',
    about: 'the branch that is synced into the cluster; what HEAD of the repository names when not set',
    default: null,
    schema: optionalText,
  },
  GIT_TOKEN: {
    group: 'Git',
    about: 'token that may read it, for https: the token alone, or user:token',
    default: null,
    schema: optionalSecret,
    secret: true,
  },
  ANTHROPIC_API_KEY: {
    group: 'Model',
    about: 'API key; without one the rules work alone',
    default: null,
    schema: optionalSecret,
    secret: true,
  },
  ANTHROPIC_BASE_URL: {
    group: 'Model',
    about: 'a compatible endpoint of your own',
    default: null,
    schema: optionalUrl,
  },
  ORCHESTRATOR_MODEL: { group: 'Model', about: 'accepted for old set-ups; Haiku only', default: null, schema: model },
  K8S_ANALYZER_MODEL: {
    group: 'Model',
    about: 'instead of the one in agents/k8s-analyzer.md; Haiku only',
    default: null,
    schema: model,
  },
  GITHUB_REVIEWER_MODEL: {
    group: 'Model',
    about: 'instead of the one in agents/github-reviewer.md; Haiku only',
    default: null,
    schema: model,
  },
  ESCALATION_MANAGER_MODEL: {
    group: 'Model',
    about: 'instead of the one in agents/escalation-manager.md; Haiku only',
    default: null,
    schema: model,
  },
  SLACK_NOTIFIER_MODEL: {
    group: 'Model',
    about: 'instead of the one in agents/slack-notifier.md; Haiku only',
    default: null,
    schema: model,
  },
  MODEL_MODE: {
    group: 'Model',
    about: 'full, or plain for a small model of your own: no tools, everything in the prompt',
    default: 'full',
    schema: oneOf(['full', 'plain']),
  },
  ESCALATION: {
    group: 'Model',
    about: 'advise: the severity follows the rules; decide: the escalation-manager may choose inside the band',
    default: 'advise',
    schema: oneOf(['advise', 'decide']),
  },
  MONTHLY_BUDGET_USD: {
    group: 'Model',
    about: 'dollars per month after which no model is asked',
    default: null,
    schema: optionalMoney,
  },
  MCP_TOKEN: {
    group: 'Tool servers',
    about:
      'token that clients of `k8s-monitor mcp … --http` have to send, at least 16 characters (openssl rand -hex 32); needed for a --host that others can reach',
    default: null,
    schema: optionalSecret,
    secret: true,
  },
  ROUTES_FILE: {
    group: 'Messages',
    about: 'YAML file that says who is told what, and through what; without it Slack gets everything',
    default: null,
    schema: optionalText,
  },
  STORM_AT: {
    group: 'Messages',
    about: 'more new incidents than this in one cycle are told in one summary',
    default: '10',
    schema: count,
  },
  ALL_WELL: {
    group: 'Messages',
    about: 'off, daily or weekly: one line in business hours that says that the monitor works and nothing is broken',
    default: 'off',
    schema: oneOf(['off', 'daily', 'weekly']),
  },
  HEARTBEAT_URL: {
    group: 'Outside',
    about: 'address of an outside check (healthchecks protocol)',
    default: null,
    schema: optionalSecretUrl,
    secret: true,
  },
  LOG_LEVEL: {
    group: 'Outside',
    about: 'trace, debug, info, warn, error or silent; the log goes to stderr',
    default: 'warn',
    schema: logLevel,
  },
  CONFIG_FILE: {
    group: 'Outside',
    about: 'a YAML file with any of these settings',
    default: './k8s-monitor.yaml',
    schema: text,
  },
  ...DEADLINES,
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;

/** Effective values; durations are milliseconds. */
export type Values = { readonly [N in SettingName]: z.output<(typeof SETTINGS)[N]['schema']> };

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

export const SETTING_NAMES: readonly SettingName[] = Object.keys(SETTINGS).filter(isSettingName);
