import type { ChangeFeed, FeedOptions } from '../../compose/changes.ts';
import { faultText } from '../../config/fault.ts';
import { DAY } from '../../domain/duration.ts';
import { ReadError } from '../../platform/errors.ts';
import { changesJson, changesText } from '../changes-text.ts';
import type { RawChangesFlags } from '../commands/changes.ts';
import { CONFIGURATION, UNREAD } from '../exit-codes.ts';
import { showProgress } from '../progress.ts';
import { harmlessJson } from '../report/clean.ts';
import { outputFault, parseDuration, parseTime } from '../run-flags.ts';
import { type StopSwitch, stopSwitch } from '../stop-switch.ts';
import { outputStyle, print, warn } from '../terminal.ts';

const LONGEST = 30 * DAY;

/** `changes`: the commits of each service, from wherever a cycle takes them. */
export async function changesAction(raw: RawChangesFlags): Promise<number> {
  const parsed = optionsOf(raw);
  if ('faults' in parsed) {
    warn(parsed.faults);
    return CONFIGURATION;
  }
  const stop = stopSwitch();
  try {
    const feed = await read(parsed.options, stop);
    await print(raw.output === 'json' ? `${harmlessJson(changesJson(feed))}\n` : changesText(feed, outputStyle()));
    warn(feed.faults.map(faultText));
    return 0;
  } catch (error) {
    const stopped = stop.exitCode();
    if (stopped !== null) return stopped;
    if (!(error instanceof ReadError)) throw error;
    warn([error.message]);
    return UNREAD;
  } finally {
    stop.release();
  }
}

async function read(options: FeedOptions, { signal }: StopSwitch): Promise<ChangeFeed> {
  const progress = await showProgress();
  try {
    const { changeFeed } = await import('../../compose/changes.ts');
    return await changeFeed(options, { onProgress: progress.say, signal });
  } finally {
    progress.stop();
  }
}

function optionsOf(raw: RawChangesFlags): { readonly options: FeedOptions } | { readonly faults: readonly string[] } {
  const { service = [], since, until, services, state, snapshot, config, output } = raw;
  const sinceMs = parseDuration(since, LONGEST);
  const end = until === undefined ? undefined : parseTime(until);
  const faults = [
    ...Object.entries({ services, state, snapshot, config }).flatMap(([name, value]) =>
      value === '' ? [`--${name} needs a value, not an empty one`] : [],
    ),
    ...(service.includes('') ? ['--service needs the name of a service, not an empty one'] : []),
    ...(sinceMs === null ? [`--since takes a duration from 1m to 30d, such as 24h or 7d, not "${since}"`] : []),
    ...(end === null ? [`--until takes a time with its zone, such as 2026-11-21T03:00:00Z, not "${until}"`] : []),
    ...outputFault(output),
  ];
  if (faults.length > 0 || sinceMs === null || end === null) return { faults };
  return { options: { only: service, sinceMs, until: end, services, state, snapshot, config } };
}
