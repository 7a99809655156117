// All scenes in which the monitor is killed.
import { P0, P1, UNLISTED } from './realm.ts';
import { all, at, degraded, down, reply, type SceneMaker, tell, UNAVAILABLE } from './scene.ts';
import { SCENES_OF_NEWS } from './scenes-of-news.ts';

const resolved: SceneMaker = (chance) => {
  const [urgent, next] = [chance.pick(P0), chance.pick(P1)];
  const faults = { [urgent]: down(at(9, 5)), [next]: down(at(8)) };
  return {
    before: [{ at: at(10), faults }],
    at: at(11),
    faults: {},
    tells: [reply('#critical', `[RESOLVED] ${urgent}`), reply('#standard', `[RESOLVED] ${next}`)],
  };
};

const reminder: SceneMaker = (chance) => {
  const [urgent, next] = [chance.pick(P0), chance.pick(P1)];
  const faults = { [urgent]: down(at(9, 5)), [next]: down(at(8)) };
  return {
    before: [{ at: at(10), faults }],
    at: at(13, 5),
    faults,
    tells: [reply('#critical', `STILL OPEN: ${urgent}`), reply('#standard', `STILL OPEN: ${next}`)],
  };
};

/** Found at night; one of them healed before anybody had to be told. */
const waited: SceneMaker = (chance) => {
  const [healed = '', ...others] = chance.some(UNLISTED, 2 + chance.below(3));
  const open = all(others, down(at(2)));
  return {
    before: [{ at: at(3), faults: { ...open, [healed]: down(at(2)) } }],
    at: at(9),
    faults: open,
    tells: [tell(3, 'waited for business hours', 'Healed outside business hours', ...[...others, healed].map(isDown))],
  };
};

/** Two hours of messages that could not leave. */
const slackWasDown: SceneMaker = (chance) => {
  const [urgent, next] = [chance.pick(P0), chance.pick(P1)];
  const others = chance.some(UNLISTED, 2);
  const first = { [next]: down(at(8)), ...all(others, down(at(7))) };
  const later = { ...first, [urgent]: down(at(10, 30)) };
  return {
    before: [
      { at: at(10, 45), faults: first, slack: UNAVAILABLE },
      { at: at(11), faults: later, slack: UNAVAILABLE },
    ],
    at: at(12),
    faults: later,
    tells: [
      tell(1, `${urgent} is down`),
      { ...tell(2, 'could not be delivered', `${next} is down`, ...others.map(isDown)) },
    ],
  };
};

/** One is over, one is new, one got worse, one is reminded of. */
const everything: SceneMaker = () => {
  const still = { queue: down(at(8)) };
  return {
    before: [
      { at: at(10), faults: { ...still, payments: degraded(at(9, 30)), search: down(at(8)), cart: down(at(8)) } },
    ],
    at: at(13, 5),
    faults: { ...still, payments: down(at(9, 30)), blog: down(at(12)), cart: down(at(8)) },
    tells: [
      tell(1, 'WORSE: payments is down'),
      tell(3, 'deployment blog is down'),
      reply('#standard', 'STILL OPEN: queue'),
      reply('#standard', '[RESOLVED] search'),
    ],
  };
};

function isDown(name: string): string {
  return `deployment ${name} is down`;
}

export const SCENES = [
  ...SCENES_OF_NEWS,
  ['resolved', resolved],
  ['reminder', reminder],
  ['waited for the morning', waited],
  ['Slack was down', slackWasDown],
  ['everything at once', everything],
] as const satisfies readonly (readonly [string, SceneMaker])[];
