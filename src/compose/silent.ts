import pLimit from 'p-limit';
import type { CycleHooks, RunOptions } from '../cycle/options.ts';
import type { ClusterInfo } from '../domain/cluster.ts';
import { SECOND } from '../domain/duration.ts';
import { systemClock } from '../platform/clock.ts';
import { liveSource } from './reading.ts';
import { settingsOf } from './run-once.ts';

const LOOK_MS = 5 * SECOND;
const AT_ONCE = 8;

/** The contexts whose cluster does not answer a quick question: they hold up none of the others. Never rejects. */
export async function silentOf(
  options: RunOptions,
  contexts: readonly string[],
  hooks: CycleHooks,
): Promise<ReadonlySet<string>> {
  const limit = pLimit(AT_ONCE);
  const answers = contexts.map((context) =>
    limit(async () => ((await isThere(options, context, hooks)) ? [] : [context])),
  );
  return new Set((await Promise.all(answers)).flat());
}

/** What is wrong with a context is said by its cycle, and costs that no time. */
async function isThere(options: RunOptions, context: string, hooks: CycleHooks): Promise<boolean> {
  try {
    const values = settingsOf({ ...options, context });
    const quick = { ...values, API_CALL_TIMEOUT_SECONDS: Math.min(LOOK_MS, values.API_CALL_TIMEOUT_SECONDS) };
    const source = liveSource(quick, options, [], systemClock, hooks);
    const answered = new AbortController();
    const late = nobody(quick.API_CALL_TIMEOUT_SECONDS + SECOND, answered.signal);
    try {
      const { uid, version } = await Promise.race([source.identify(), late]);
      return uid !== 'unknown' || version !== null;
    } finally {
      answered.abort();
      source.close();
    }
  } catch {
    return false;
  }
}

/** Whatever takes no signal, such as a program that is asked for credentials. */
async function nobody(ms: number, answered: AbortSignal): Promise<Pick<ClusterInfo, 'uid' | 'version'>> {
  await systemClock.sleep(ms, answered).catch(() => {});
  return { uid: 'unknown', version: null };
}
