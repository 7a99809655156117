import { ModelError } from '../agents/model.ts';
import type { Values } from '../config/settings.ts';
import type { ModelBench, Refusal } from '../doctor/bench.ts';
import { SECOND } from '../domain/duration.ts';
import { systemClock } from '../platform/clock.ts';
import { asksAnthropic, hasModel } from './agents.ts';
import { once } from './opened.ts';

const TIMEOUT = 7 * SECOND;
const PASSING: ReadonlySet<string> = new Set(['spend-limit', 'rate-limited', 'overloaded']);

/** The endpoint of the model as far as checks ask it: which models there are, which is free. */
export function modelBench(values: Values): ModelBench {
  const anthropic = asksAnthropic(values);
  const listing = once(async () => {
    const [{ default: Anthropic }, { clientDefaults }, { modelListing }] = await Promise.all([
      import('@anthropic-ai/sdk'),
      import('../agents/anthropic/anthropic.ts'),
      import('../agents/anthropic/model-list.ts'),
    ]);
    const client = new Anthropic({
      ...clientDefaults(values.ANTHROPIC_API_KEY?.reveal() ?? 'none', TIMEOUT),
      baseURL: values.ANTHROPIC_BASE_URL ?? 'https://api.anthropic.com',
    });
    return modelListing(client, anthropic, systemClock);
  });
  let all: ReturnType<ModelBench['all']> | null = null;
  return {
    anthropic,
    set: hasModel(values),
    all: (signal) => {
      all ??= listing
        .get()
        .then((list) => list.all(signal))
        .catch(refusalOf);
      return all;
    },
    one: (id, signal) =>
      listing
        .get()
        .then((list) => list.one(id, signal))
        .catch(refusalOf),
  };
}

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof ModelError)) throw error;
  const { fault, status, message } = error;
  // 5xx is nothing that anybody here can mend.
  return { code: fault, found: message, mend: null, passing: PASSING.has(fault) || (status ?? 0) >= 500 };
}
