import { timeZone } from '../config/values.ts';
import { repositorySetting } from '../setup/repository.ts';
import type { RawInitFlags } from './commands/init.ts';
import { outputFault, parseNamespace } from './run-flags.ts';

/** A channel of Slack, by name or id. */
export function channelFault(text: string): string | null {
  return /^#?[\p{L}\p{N}_-]{1,80}$/u.test(text) ? null : `wants a channel such as #alerts or its id, not "${text}"`;
}

export function repositoryFault(text: string): string | null {
  return repositorySetting(text) === null
    ? `wants owner/name on GitHub, or an https or ssh address without a password, not "${text}"`
    : null;
}

export function timeZoneFault(text: string): string | null {
  return timeZone.safeParse(text).success ? null : `wants a time zone such as Europe/Berlin or UTC, not "${text}"`;
}

/** Everything that is wrong with the flags. `onTerminal`: somebody can be asked. */
export function initFaults(raw: RawInitFlags, onTerminal: boolean): readonly string[] {
  const empty = Object.entries(raw).filter(([, value]) => value === '');
  const told = (flag: string, value: string | undefined, fault: (text: string) => string | null): readonly string[] => {
    const wrong = value === undefined || value === '' ? null : fault(value);
    return wrong === null ? [] : [`${flag} ${wrong}`];
  };
  const namespaces = (raw.namespace ?? []).filter((name) => parseNamespace(name) === null);
  return [
    ...empty.map(
      ([name]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} needs a value, not an empty one`,
    ),
    ...namespaces.map((name) => `--namespace takes names of namespaces, apart by spaces, not "${name}"`),
    ...told('--slack-channel', raw.slackChannel, channelFault),
    ...told('--repository', raw.repository, repositoryFault),
    ...told('--time-zone', raw.timeZone, timeZoneFault),
    ...(raw.force && !raw.yes ? ['--force goes with --yes: without it each difference is shown and asked about'] : []),
    ...outputFault(raw.output),
    ...(raw.yes || onTerminal ? [] : [NOBODY]),
    ...(raw.output === 'json' && !raw.yes ? ['--output json asks nothing: add --yes'] : []),
  ];
}

const NOBODY =
  'there is no terminal to ask on: add --yes, and --slack-channel, --repository and --time-zone where they are not to be left open';
