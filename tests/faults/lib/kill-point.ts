// One point: a scene, a kill somewhere in its cycle, and the run that goes on from there.

import { HOUR } from '../../../src/domain/duration.ts';
import type { Ledger } from '../../../src/domain/ledger.ts';
import { chanceOf } from './chance.ts';
import type { Base } from './kill-bases.ts';
import { type Verdict, verdictOn } from './kill-oracle.ts';
import type { Gone } from './monitor.ts';
import { realm } from './realm.ts';
import type { Scene } from './scene.ts';
import { type Stage, stage } from './stage.ts';
import { ageLitter, litterIn, stateOf } from './stage-state.ts';
import { startArmed } from './start-armed.ts';
import { type Strike, secondStrike, soonerStrike, strikeOf } from './strike.ts';

export interface PointOutcome extends Verdict {
  readonly strikes: readonly Strike[];
  /** Of the run that was left alone. */
  readonly end: { readonly ms: number; readonly cycleMs: number };
}

/** A strike that never comes (there was no third message) is drawn anew so often; then it comes sooner and sooner. */
const DRAWS = 6;
const SOONER = 4;
/** One in five is killed twice. */
const AGAIN = 0.2;

/** Null: it ended before every strike that was drawn. `seeds` say everything but the machine's own pace. */
export async function killPoint(base: Base, seeds: readonly (string | number)[]): Promise<PointOutcome | null> {
  for (let draw = 0; draw < DRAWS + SOONER; draw += 1) {
    const chance = chanceOf(...seeds, draw);
    const here = await stage({ ...base.options, from: base.kept });
    try {
      const sooner = draw - DRAWS + 1;
      const first = sooner > 0 ? soonerStrike(chance, base.usual(), sooner) : strikeOf(chance, base.usual());
      const owed = await killed(here, base.scene, first, base.scene.at);
      if (owed === null) continue;
      const isLater = chance.is(0.5);
      if (isLater && here.store === 'configmap') endLease(here);
      const then = isLater ? new Date(base.scene.at.getTime() + HOUR) : base.scene.at;
      const second = chance.is(AGAIN) ? secondStrike(chance, base.usual()) : null;
      const more = second === null ? null : await killed(here, base.scene, second, then);
      const strikes = second === null || more === null ? [first] : [first, second];
      return await completed(here, base, then, { strikes, before: [owed, ...(more === null ? [] : [more])] });
    } finally {
      await here.close();
    }
  }
  return null;
}

interface AfterKill {
  readonly owed: Ledger['outbox'];
  readonly problems: readonly string[];
}

/** Null: the process was done before. */
async function killed(here: Stage, scene: Scene, strike: Strike, at: Date): Promise<AfterKill | null> {
  here.holds(realm(scene.faults));
  here.slackDoes(scene.slack ?? null);
  const run = startArmed(strike, here, scene.slack ?? null, at);
  const { code } = await run.gone;
  if (code !== null) return null;
  const { ledger, damaged } = await stateOf(here);
  const owed = ledger?.outbox ?? [];
  const sent = run.message();
  const isKept = sent === null || owed.some(({ id, unsure }) => id === sent && unsure);
  const problems = [
    ...damaged.map((what) => `DAMAGED: ${what}`),
    ...(isKept ? [] : [`NOT KEPT: ${sent} was on its way, and the state did not say so`]),
  ];
  if (here.store === 'folder') ageLitter(here.state);
  return { owed, problems };
}

interface Kills {
  readonly strikes: readonly Strike[];
  readonly before: readonly AfterKill[];
}

async function completed(here: Stage, base: Base, at: Date, { strikes, before }: Kills): Promise<PointOutcome> {
  here.slackDoes(base.scene.slack ?? null);
  let gone = await here.start(at).gone;
  const problems = before.flatMap((kill) => kill.problems);
  if (isSkipped(gone)) {
    // On one machine a dead process is known to be dead; in a cluster its lease has to end first.
    if (here.store === 'folder') problems.push('SKIPPED: the lease of a dead process still counted');
    endLease(here);
    gone = await here.start(at).gone;
  }
  const { ledger, damaged } = await stateOf(here);
  const messages = here.slack.messages.slice(base.kept.messages.length);
  const verdict = verdictOn(base.scene, { messages, owed: before.flatMap(({ owed }) => owed) });
  const left = here.store === 'folder' ? litterIn(here.state) : [];
  return {
    strikes,
    end: gone,
    doubled: verdict.doubled,
    problems: [
      ...problems,
      ...verdict.problems,
      ...(gone.code === 0 && !isSkipped(gone) ? [] : [`EXIT ${gone.code}: ${gone.stderr.slice(0, 300)}`]),
      ...damaged.map((what) => `DAMAGED in the end: ${what}`),
      ...(ledger === null ? ['NO LEDGER in the end'] : []),
      ...(ledger?.outbox ?? []).map(({ id, lastError }) => `WAITS in the end: ${id}: ${lastError}`),
      ...left.map((file) => `LITTER: ${file}`),
    ],
  };
}

function isSkipped({ code, stdout }: Gone): boolean {
  return code === 0 && stdout.includes('"skipped"') && !stdout.includes('"cycle"');
}

/** Ten minutes pass in which nobody renewed it. */
function endLease({ stored }: Stage): void {
  stored.change(
    'state',
    ({ spec = {} }) => {
      const renewed = new Date(String(spec['renewTime'])).getTime() - 600_000;
      spec['renewTime'] = new Date(renewed).toISOString().replace('Z', '000Z');
    },
    'Lease',
  );
}
