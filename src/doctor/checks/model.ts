import type { AgentSeen, Bench, ModelSeen, Refusal } from '../bench.ts';
import { isRefusal } from '../bench.ts';
import { type Check, fail, type Outcome, ok, skipped, warn } from '../check.ts';

const SETTINGS = ['ANTHROPIC_API_KEY', 'ANTHROPIC_BASE_URL'] as const;
const NETWORK = 'look at the network, at proxies and at ANTHROPIC_BASE_URL (in a pod: TCP 443 out)';
const isSet = ({ model }: Bench): boolean => model.set;

export const key: Check = {
  id: 'model.key',
  title: 'API key',
  why: 'agents explain what the rules found; without them the same people are told the same, in plainer words',
  mend: NETWORK,
  settings: SETTINGS,
  outside: true,
  after: [],
  run: async ({ model, values }, signal) => {
    if (!model.set) {
      return skipped(
        'not set: the rules work alone',
        'for explanations set ANTHROPIC_API_KEY, or ANTHROPIC_BASE_URL for a model of your own',
      );
    }
    const all = await model.all(signal);
    const where = model.anthropic ? 'Anthropic' : (URL.parse(values.ANTHROPIC_BASE_URL ?? '')?.host ?? 'the endpoint');
    if (!isRefusal(all)) return ok(`${where} takes it (a free call, which tells nothing of credit)`);
    const isListless = !model.anthropic && all.code === 'retired';
    return isListless ? ok(`${where} answers; it has no list of models`) : refused(all);
  },
};

export const models: Check = {
  id: 'model.models',
  title: 'Models',
  why: 'a model that is gone is asked for nothing but an error',
  mend: NETWORK,
  settings: [...SETTINGS, 'AGENTS_DIR'],
  outside: true,
  after: ['model.key'],
  applies: isSet,
  run: async (bench, signal) => {
    const { model } = bench;
    const all = await model.all(signal);
    if (isRefusal(all)) return skipped('not known: the endpoint has no list of models');
    const { agents } = await bench.agents();
    const wanted = [...new Set(agents.map(({ model: id }) => id))];
    const looks = await Promise.all(wanted.map((id) => lookAt(bench, all, id, signal)));
    const refusal = looks.find(isRefusal);
    if (refusal !== undefined) return refused(refusal);
    const words = looks.flatMap((look) => (isRefusal(look) ? [] : wordsOf(look, agents)));
    const details = words.map(({ text }) => text);
    if (words.length === 0) return ok(`${wanted.join(', ')}: there`);
    const mend = [...new Set(words.map((word) => word.mend))].join('; ');
    const gone = words.filter(({ isGone }) => isGone).length;
    if (gone === 0) return warn('still there, and about to be retired', mend, details);
    const known = all.slice(0, 5).map(({ id }) => id);
    return fail(`${gone} of ${wanted.length} can't be asked; there are ${known.join(', ')}`, mend, details);
  },
};

interface Look {
  readonly id: string;
  /** Null: there is none. */
  readonly seen: ModelSeen | null;
}

async function lookAt(
  { model }: Bench,
  all: readonly ModelSeen[],
  id: string,
  signal: AbortSignal,
): Promise<Look | Refusal> {
  // A list has no aliases. An endpoint of one's own calls a model `llama3.2:latest` that is asked as `llama3.2`.
  const listed = all.find((one) => one.id === id || (!model.anthropic && one.id === `${id}:latest`));
  if (listed !== undefined) return { id, seen: listed };
  const seen = await model.one(id, signal);
  if (!isRefusal(seen)) return { id, seen };
  return model.anthropic ? seen : { id, seen: null };
}

function wordsOf(
  { id, seen }: Look,
  agents: readonly AgentSeen[],
): readonly { text: string; mend: string; isGone: boolean }[] {
  const users = agents.filter(({ model }) => model === id);
  const places = [...new Set(users.map(({ from }) => from))].join(', ');
  const instead = users[0]?.fallback ?? null;
  const mend = instead === null ? `write a model that is there in ${places}` : `write ${instead} in ${places}`;
  if (seen !== null && (seen.lifecycle === null || seen.lifecycle === 'active')) return [];
  const day = seen?.retiresAt?.toISOString().slice(0, 10);
  if (seen?.lifecycle === 'deprecated') {
    return [{ text: `${id} is retired ${day === undefined ? 'soon' : `on ${day}`} (${places})`, mend, isGone: false }];
  }
  const until = seen === null || instead === null ? '' : `; until then ${instead} is asked`;
  return [{ text: `${id} ${seen === null ? 'is not there' : 'is retired'} (${places})${until}`, mend, isGone: true }];
}

const MENDS: Readonly<Record<string, string>> = {
  account:
    'make a key at platform.claude.com under "API keys", in a workspace that may ask Haiku and has credit, and set ANTHROPIC_API_KEY to it',
  'spend-limit': 'raise the limit at platform.claude.com, or wait: the rules work alone meanwhile',
  retired: 'look where ANTHROPIC_BASE_URL leads',
  unreachable: NETWORK,
  timeout: NETWORK,
  'refused-request': 'look where ANTHROPIC_BASE_URL leads',
  'bad-answer': 'look where ANTHROPIC_BASE_URL leads',
};

function refused({ code, found, passing }: Refusal): Outcome {
  const mend = MENDS[code] ?? 'wait: the rules work alone meanwhile';
  return passing ? warn(found, mend) : fail(found, mend);
}
