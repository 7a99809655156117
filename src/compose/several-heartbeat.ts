import type { Heartbeat } from '../notify/heartbeat.ts';

interface SharedHeartbeat {
  /** For the cycle of one cluster. */
  readonly of: (cluster: string) => Heartbeat;
  /** Null: all is well, or nobody had anything to say. */
  readonly end: () => Promise<string | null>;
}

/**
 * One outside check for several clusters: begun with the first of them, and well only when all are. Each for itself would say that all is
 * well right after another one had failed. Where one said nothing (another run is at work on it) that is no success, as for one alone:
 * the outside hears of a failure of others, else nothing.
 */
export function sharedHeartbeat(whole: Heartbeat, clusters: readonly string[]): SharedHeartbeat {
  const said = new Map<string, { readonly isWell: boolean; readonly text: string }>();
  let isBegun = false;
  const say = async (cluster: string, isWell: boolean, text: string): Promise<null> => {
    said.set(cluster, { isWell, text });
    return null;
  };
  return {
    of: (cluster) => ({
      start: () => {
        if (!isBegun) whole.start();
        isBegun = true;
      },
      success: (text) => say(cluster, true, text),
      fail: (text) => say(cluster, false, text),
      exit: (code, text) => say(cluster, code === 0, text),
      end: (isWell, text) => say(cluster, isWell, text),
    }),
    end: async () => {
      const verdicts = clusters.map((cluster) => said.get(cluster) ?? null);
      const isFailed = verdicts.some((verdict) => verdict?.isWell === false);
      if (!isFailed && verdicts.includes(null)) return null;
      const lines = clusters.map((cluster, i) => `${cluster}: ${verdicts[i]?.text ?? 'no cycle of this run'}`);
      return whole.end(!isFailed, lines.join('\n'));
    },
  };
}
