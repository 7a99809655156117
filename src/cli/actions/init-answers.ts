import { parse } from 'dotenv';
import { environment } from '../../config/env.ts';
import type { SettingName } from '../../config/settings.ts';
import { changedEnv, type EnvValues, newEnv, SECRET_NAMES, unsetIn } from '../../setup/env-file.ts';
import { repositorySetting } from '../../setup/repository.ts';
import type { Asker } from '../ask.ts';
import type { RawInitFlags } from '../commands/init.ts';
import { channelFault, repositoryFault, timeZoneFault } from '../init-flags.ts';

/** What somebody said, by a flag or an answer; empty texts: left open. */
export interface Answers {
  readonly channel: string;
  readonly repository: string;
  readonly zone: string;
}

type Asked = Pick<RawInitFlags, 'slackChannel' | 'repository' | 'timeZone'>;

export interface Known {
  /** Of the `.env` that is there. */
  readonly env: string | null;
  /** Read off the cluster. */
  readonly repository: string | null;
  /** Of this machine. */
  readonly zone: string;
}

/** Asks what no flag says. Without anybody to ask, what is only likely stays open. */
export async function answersOf(flags: Asked, known: Known, asker: Asker | null): Promise<Answers> {
  const set = parse(known.env ?? '');
  const repository = repositoryIn(known.env)?.value ?? '';
  const zone = set['BUSINESS_TZ'] ?? known.zone;
  if (asker === null) {
    return {
      channel: flags.slackChannel ?? '',
      repository: flags.repository ?? '',
      zone: flags.timeZone ?? (known.env === null ? zone : ''),
    };
  }
  return {
    channel: flags.slackChannel ?? (await asker.ask(CHANNEL, set['SLACK_CHANNEL'] ?? '', channelFault)),
    repository:
      flags.repository ?? (await asker.ask(REPOSITORY, repository || (known.repository ?? ''), repositoryFault)),
    zone: flags.timeZone ?? (await asker.ask('Time zone of the people who are told', zone, timeZoneFault)),
  };
}

const CHANNEL = 'Slack channel for alerts (Enter: #infrastructure-alerts, and #critical-alerts for SEV-1)';
const REPOSITORY = 'GitOps repository, owner/name or an address (Enter for none)';

/** The `.env` to be: the one that is there with the answers in it, else a new one with the tokens of the environment. */
export function envText(answers: Answers, known: Known, context: string | undefined): string {
  const values = valuesOf(answers, known.env, context);
  if (known.env !== null) return changedEnv(withoutOther(known.env, values), values);
  const env = environment();
  const tokens = SECRET_NAMES.flatMap((name) => (env[name] ? [[name, env[name]] as const] : []));
  const likely = known.repository === null ? null : repositorySetting(known.repository);
  return newEnv({
    values: new Map([['SERVICES_FILE', './services.txt'], ...values, ...tokens]),
    hints: new Map(likely === null ? [] : [[likely.name, likely.value]]),
  });
}

function valuesOf({ channel, repository, zone }: Answers, env: string | null, context: string | undefined): EnvValues {
  const values = new Map<SettingName, string>();
  if (channel !== '' && channel !== parse(env ?? '')['SLACK_CHANNEL']) values.set('SLACK_CHANNEL', hashed(channel));
  // What is in force stays in its setting, however it is written: a clone may be a path.
  const isSo = repository === '' || repository === repositoryIn(env)?.value;
  const setting = isSo ? null : repositorySetting(repository);
  if (setting !== null) values.set(setting.name, setting.value);
  if (zone !== '') values.set('BUSINESS_TZ', zone);
  if (context !== undefined) values.set('K3S_CONTEXT', context);
  return values;
}

/** The repository that an `.env` puts in force, of two that of git. */
function repositoryIn(env: string | null): { readonly name: SettingName; readonly value: string } | null {
  const set = parse(env ?? '');
  const names = ['GIT_REPOSITORY', 'GITHUB_REPOSITORY'] as const;
  return names.map((name) => ({ name, value: set[name] ?? '' })).find(({ value }) => value !== '') ?? null;
}

/** A new repository of the other kind: the old one would stay in force, or stand there for nothing. */
function withoutOther(env: string, values: EnvValues): string {
  const old = repositoryIn(env)?.name;
  const isNew = values.has('GIT_REPOSITORY') || values.has('GITHUB_REPOSITORY');
  return old === undefined || !isNew || values.has(old) ? env : unsetIn(env, old);
}

/** `alerts` is `#alerts`; an id stays one. */
function hashed(channel: string): string {
  return channel.startsWith('#') || /^[CG][A-Z0-9]{4,}$/.test(channel) ? channel : `#${channel}`;
}
