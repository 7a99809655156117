// What the scenes begin with: made once by cycles that nobody disturbs, and used for many points.
import { goodAgents } from '../../support/answers.ts';
import { chanceOf } from './chance.ts';
import { verdictOn } from './kill-oracle.ts';
import { realm } from './realm.ts';
import type { Scene, SceneMaker } from './scene.ts';
import { type Kept, type Stage, type StageOptions, type StoreKind, stage } from './stage.ts';
import type { Usual } from './strike.ts';

export interface Base {
  readonly scene: Scene;
  readonly kept: Kept;
  readonly options: Omit<StageOptions, 'from'>;
  /** As long as it takes on this machine now. */
  readonly usual: () => Usual;
  /** Tells how long another one took. */
  readonly took: (end: Pick<Usual, 'ms' | 'cycleMs'>) => void;
  /** What is wrong when nobody kills anything: then the scene is. */
  readonly problems: readonly string[];
}

/** A hang of Slack must not end a past cycle late. */
const IMPATIENT = { SLACK_DEADLINE_SECONDS: '1.5' };
/** How much one more cycle changes the usual time. */
const WEIGHT = 0.2;

export async function makeBase(
  make: SceneMaker,
  seeds: readonly (string | number)[],
  { root, store }: { readonly root: string; readonly store: StoreKind },
): Promise<Base> {
  const scene = make(chanceOf(...seeds));
  const options = { root, store, model: scene.hasModel ? goodAgents : null };
  const kept = await past(await stage({ ...options, from: null }), scene);
  const control = await stage({ ...options, from: kept });
  try {
    control.holds(realm(scene.faults));
    control.slackDoes(scene.slack ?? null);
    const { code, stderr, ms, cycleMs } = await control.start(scene.at).gone;
    const messages = control.slack.messages.slice(kept.messages.length);
    const { problems } = verdictOn(scene, { messages, owed: [] });
    const asked = (method: string): number => control.api.asked.filter((one) => one.method === method).length;
    const slack = control.slack.requests.map(({ method }) => method);
    let usual: Usual = { ms, cycleMs, slack, gets: asked('GET'), puts: asked('PUT') };
    return {
      scene,
      kept,
      options,
      usual: () => usual,
      took: (end) => {
        const [next, cycle] = [
          usual.ms + (end.ms - usual.ms) * WEIGHT,
          usual.cycleMs + (end.cycleMs - usual.cycleMs) * WEIGHT,
        ];
        usual = { ...usual, ms: next, cycleMs: cycle };
      },
      problems: [...problems, ...(code === 0 ? [] : [`EXIT ${code}: ${stderr.slice(0, 300)}`])],
    };
  } finally {
    await control.close();
  }
}

async function past(here: Stage, scene: Scene): Promise<Kept> {
  try {
    for (const { at, faults, slack } of scene.before) {
      here.holds(realm(faults));
      here.slackDoes(slack ?? null);
      const { code, stderr } = await here.start(at, slack === undefined ? {} : IMPATIENT).gone;
      if (code === null || code > 1) throw new Error(`a cycle of the past ended with ${code}: ${stderr}`);
    }
    return here.keep();
  } finally {
    await here.close();
  }
}
