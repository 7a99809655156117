// A month of hourly cycles of the real process over one state, and then some quiet hours in which everything that waits can leave.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOUR } from '../../../src/domain/duration.ts';
import type { Script } from '../../fakes/slack/types.ts';
import { type Chance, chanceOf } from './chance.ts';
import { type Diary, emptyDiary, noteArrivals, noteCycle, noteKill } from './month-diary.ts';
import { type MonthTotals, totalsOf } from './month-oracle.ts';
import { type Hour, planOf } from './month-plan.ts';
import { damageNewest, type Weather, weather } from './month-weather.ts';
import { type Stage, stage } from './stage.ts';
import { ageLitter, litterIn, stateOf } from './stage-state.ts';
import { startArmed } from './start-armed.ts';
import { momentOf, type Strike, type Usual, WHEN } from './strike.ts';

export interface MonthOptions {
  readonly days: number;
  readonly seed: number;
  readonly onHour?: (hour: Hour, diary: Diary) => void;
}

export interface Month {
  readonly plan: readonly Hour[];
  readonly diary: Diary;
  readonly totals: MonthTotals;
}

const ENV = {
  SLACK_DEADLINE_SECONDS: '2',
  SEND_DEADLINE_SECONDS: '8',
  API_CALL_TIMEOUT_SECONDS: '5',
  READ_DEADLINE_SECONDS: '10',
  MODEL_CALL_TIMEOUT_SECONDS: '2',
  MODEL_DEADLINE_SECONDS: '3',
  MODEL_LATE_SECONDS: '0.5',
};

export async function month({ days, seed, onHour }: MonthOptions): Promise<Month> {
  const plan = planOf(seed, days);
  const root = mkdtempSync(join(tmpdir(), 'k8s-monitor-month-'));
  const sky = weather();
  const here = await stage({ root, store: 'folder', model: sky.model, env: ENV, from: null });
  const diary = emptyDiary();
  try {
    for (const hour of [...plan, ...calm(plan)]) {
      await lived(here, sky, hour, diary, chanceOf('month', seed, 'kill', hour.n));
      onHour?.(hour, diary);
    }
    const { ledger, damaged } = await stateOf(here);
    const waiting = (ledger?.outbox ?? []).map((entry) => `${entry.id} to ${entry.to}: ${entry.lastError}`);
    diary.problems.push(...damaged, ...litterIn(here.state).map((file) => `LITTER: ${file}`));
    return { plan, diary, totals: totalsOf(diary, sky.unknown(), waiting) };
  } finally {
    await here.close();
    sky.end();
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function lived(here: Stage, sky: Weather, hour: Hour, diary: Diary, chance: Chance): Promise<void> {
  if (hour.isMissed) return;
  if (hour.isDamaged && damageNewest(here, chance.share())) diary.damages.push({ n: hour.n });
  const env = { ...sky.begin(here, hour), RUN_ID: `k8s-monitor-${hour.n}` };
  if (hour.kill !== null) await struck(here, hour, diary, { chance, env, slack: sky.slackOf(hour) });
  if (hour.kill !== 'for good') noteCycle(diary, hour, await here.start(hour.at, env).gone);
  noteArrivals(diary, hour, here.slack.messages);
}

interface Killing {
  readonly chance: Chance;
  readonly env: Readonly<Record<string, string>>;
  readonly slack: Script | null;
}

/** A run that is killed, unless it is done before: at any moment, or while it tells. */
async function struck(here: Stage, hour: Hour, diary: Diary, { chance, env, slack }: Killing): Promise<void> {
  const last = diary.cycles.at(-1)?.ms ?? 1000;
  const usual: Usual = { ms: last, cycleMs: last / 2, slack: [], gets: 0, puts: 0 };
  const strike: Strike = chance.is(0.5)
    ? momentOf(chance, usual)
    : { at: 'slack', method: 'chat.postMessage', n: 1 + chance.below(2), when: chance.pick(WHEN) };
  const end = await startArmed(strike, here, slack, hour.at, env).gone;
  if (end.code !== null) noteCycle(diary, hour, end);
  else noteKill(diary, hour, (await stateOf(here)).ledger);
  ageLitter(here.state);
}

/** Everything is well: the next morning, and the hours after it. */
function calm(plan: readonly Hour[]): readonly Hour[] {
  const last = plan.at(-1);
  if (last === undefined) return [];
  const days = [1, 2, 3].map(
    (day) => new Date(Math.ceil(last.at.getTime() / (24 * HOUR)) * 24 * HOUR + day * 24 * HOUR),
  );
  const morning = days.find((day) => day.getUTCDay() !== 0 && day.getUTCDay() !== 6) ?? last.at;
  const quiet = { faults: {}, lostNodes: {}, slack: null, api: null, isModelDown: false, isMissed: false };
  return [9, 10, 11].map((hour, i) => ({
    ...quiet,
    n: last.n + 1 + i,
    at: new Date(morning.getTime() + hour * HOUR),
    kill: null,
    isDamaged: false,
  }));
}
