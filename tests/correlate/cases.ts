import type { ChangeConfidence } from '../../src/domain/change.ts';
import type { CaseStep, LabelledCase } from './case.ts';
import { SITUATIONS } from './cases-situations.ts';
import { PAIRS, type Pair } from './pairs.ts';

const asCase = ({ faults, words }: Pair) => ({ service: 'orders', faults, words });
const step = ({ name, edit }: Pair, before: number): CaseStep => ({ title: `orders: ${name}`, before, edits: [edit] });

/** Twelve minutes before, in the field that explains the fault. */
const explained = PAIRS.map(
  (one): LabelledCase => ({
    ...asCase(one),
    name: `${one.name}, 12 min before`,
    steps: [step(one, 12)],
    bad: `orders: ${one.name}`,
    confidence: 'HIGH',
  }),
);

const EDGES: readonly (readonly [string, number, ChangeConfidence | null])[] = [
  ['1 min after', -1, null],
  ['2 min before', 2, 'MEDIUM'],
  ['3 min before', 3, 'HIGH'],
  ['30 min before', 30, 'HIGH'],
  ['31 min before', 31, 'MEDIUM'],
  ['3 h before', 180, 'LOW'],
  ['25 h before', 25 * 60, null],
];
const AT_EDGES = ['limit and OOM loop', 'tag and pull', 'readiness path and not ready', 'ingress backend'];

const timed = PAIRS.filter(({ name }) => AT_EDGES.includes(name)).flatMap((one) =>
  EDGES.map(
    ([when, before, confidence]): LabelledCase => ({
      ...asCase(one),
      name: `${one.name}, ${when}`,
      steps: [step(one, before)],
      bad: confidence === null ? 'none' : `orders: ${one.name}`,
      confidence,
    }),
  ),
);

/** Labelled by severity.md, "Correlation confidence". */
export const CASES: readonly LabelledCase[] = [...explained, ...timed, ...SITUATIONS];
