// Scenes in which something is new, or worse than people know.
import { P0, P1, UNLISTED } from './realm.ts';
import { all, at, degraded, down, type SceneMaker, type Tell, tell } from './scene.ts';

const newOutage: SceneMaker = (chance) => {
  const name = chance.pick(P0);
  const before = chance.is(0.5) ? [{ at: at(9), faults: {} }] : [];
  return { before, at: at(10), faults: { [name]: down(at(9, 30)) }, tells: [tell(1, `${name} is down`)] };
};

const worse: SceneMaker = (chance) => {
  const name = chance.pick(P0);
  return {
    before: [{ at: at(10), faults: { [name]: degraded(at(9, 30)) } }],
    at: at(11),
    faults: { [name]: down(at(9, 30)) },
    tells: [tell(1, `WORSE: ${name} is down`)],
  };
};

const wider: SceneMaker = () => {
  const first = { 'shop-api': down(at(9, 30)) };
  return {
    before: [{ at: at(9, 45), faults: first }],
    at: at(10),
    faults: { ...first, payments: down(at(9, 50)) },
    tells: [{ ...tell(1, 'SPREADING: shop-api and payments fail together'), isReply: true }],
  };
};

const several: SceneMaker = (chance) => {
  const others = chance.some(UNLISTED, 1 + chance.below(4));
  const [urgent, next] = [chance.pick(P0), chance.pick(P1)];
  return {
    before: [{ at: at(9), faults: {} }],
    at: at(10),
    faults: { [urgent]: down(at(9, 5)), [next]: down(at(8)), ...all(others, down(at(7))) },
    tells: [tell(1, `${urgent} is down`), tell(2, `${next} is down`), ...others.map(unlistedIsDown)],
  };
};

const storm: SceneMaker = (chance) => {
  const names = Array.from({ length: 11 + chance.below(5) }, (_, i) => `job-${i}`);
  return {
    before: [{ at: at(9), faults: {} }],
    at: at(10),
    faults: all(names, down(at(9, 10))),
    tells: [tell(3, `${names.length} incidents at once`)],
  };
};

/** The channel asks to wait a second, twice. */
const slowSlack: SceneMaker = (chance) => {
  const scene = several(chance);
  const slack: NonNullable<typeof scene.slack> = ({ method, time }) =>
    method === 'chat.postMessage' && (time === 1 || time === 4)
      ? { status: 429, headers: { 'retry-after': '1' } }
      : null;
  return { ...scene, slack };
};

/** Slack takes it, and the connection breaks before it says so. */
const takenInSilence: SceneMaker = (chance) => {
  const silent = 1 + chance.below(3);
  return {
    ...several(chance),
    slack: ({ method, time }) => (method === 'chat.postMessage' && time === silent ? 'accept-then-reset' : null),
  };
};

const withModel: SceneMaker = (chance) => {
  const scene = chance.is(0.5) ? newOutage(chance) : several(chance);
  // The agents choose their own words.
  const words = (one: Tell): Tell => ({ ...one, says: one.says.map((part) => part.replace(' is down', '')) });
  return { ...scene, hasModel: true, tells: scene.tells.map(words) };
};

function unlistedIsDown(name: string): Tell {
  return tell(3, `deployment ${name} is down`);
}

export const SCENES_OF_NEWS = [
  ['new outage', newOutage],
  ['worse', worse],
  ['wider', wider],
  ['several', several],
  ['storm', storm],
  ['slow Slack', slowSlack],
  ['taken in silence', takenInSilence],
  ['with a model', withModel],
] as const satisfies readonly (readonly [string, SceneMaker])[];
