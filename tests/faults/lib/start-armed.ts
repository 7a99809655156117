// A run that is killed when its strike says so.
import { watch } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Script } from '../../fakes/slack/types.ts';
import type { Run, Stage } from './stage.ts';
import type { Strike, When } from './strike.ts';

interface Armed {
  readonly gone: Run['gone'];
  /** Delivery id of the message that was on its way; null: none was. */
  readonly message: () => string | null;
}

/** Starts a run that is killed when the strike says so. `asUsual`: what Slack does otherwise, where the strike is a call of it. */
export function startArmed(
  strike: Strike,
  stage: Stage,
  asUsual: Script | null,
  ...run: Parameters<Stage['start']>
): Armed {
  let kill = (): void => {};
  let message: string | null = null;
  let left = strike.at === 'moment' ? 0 : strike.n;
  const isIt = (): boolean => {
    left -= 1;
    return left === 0;
  };
  if (strike.at === 'slack')
    stage.slackDoes((asked) => {
      if (!asked.method.startsWith(strike.method) || !isIt()) return asUsual?.(asked) ?? null;
      if (asked.method === 'chat.postMessage' && strike.when !== 'answered') message = deliveryIn(asked.args);
      return struck(strike.when, kill, 'accept-then-hang');
    });
  if (strike.at === 'api')
    stage.apiDoes((asked) => (asked.method === strike.method && isIt() ? struck(strike.when, kill, 'lost') : null));
  const stop = strike.at === 'file' ? watched(stage.state, strike.part, () => isIt() && kill()) : () => {};
  const started = stage.start(...run);
  kill = started.kill;
  const timer = strike.at === 'moment' ? killLater(started, strike) : undefined;
  const gone = started.gone.finally(() => {
    stop();
    timer?.abort();
    if (strike.at === 'slack') stage.slackDoes(asUsual);
    if (strike.at === 'api') stage.apiDoes(null);
  });
  return { gone, message: () => message };
}

function struck<T>(when: When, kill: () => void, taken: T): T | 'hang' | null {
  if (when === 'answered') {
    setImmediate(kill);
    return null;
  }
  kill();
  return when === 'before' ? 'hang' : taken;
}

function killLater({ began, kill }: Run, { since, ms }: Extract<Strike, { at: 'moment' }>): AbortController {
  const stop = new AbortController();
  const later = async (): Promise<void> => {
    if (since === 'cycle') await began;
    await sleep(ms, undefined, { signal: stop.signal });
    kill();
  };
  later().catch(() => {});
  return stop;
}

/** Each file counts once. */
function watched(folder: string, part: string, onFile: () => void): () => void {
  const seen = new Set<string>();
  const watcher = watch(folder, { recursive: true }, (_, name) => {
    if (name === null || !name.includes(part) || seen.has(name)) return;
    seen.add(name);
    onFile();
  });
  return () => watcher.close();
}

function deliveryIn(args: Readonly<Record<string, unknown>>): string | null {
  const payload = Reflect.get(Object(args['metadata']), 'event_payload');
  const id: unknown = Reflect.get(Object(payload), 'delivery_id');
  return typeof id === 'string' ? id : null;
}
