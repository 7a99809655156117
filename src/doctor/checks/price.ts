import { dollars } from '../../domain/words.ts';
import { type Check, ok, warn } from '../check.ts';

export const price: Check = {
  id: 'model.price',
  title: 'Price',
  why: 'what agents cost is counted with it, and MONTHLY_BUDGET_USD ends it',
  mend: '`k8s-monitor agents check` looks at the same files',
  settings: ['ANTHROPIC_BASE_URL', 'AGENTS_DIR', 'MONTHLY_BUDGET_USD'],
  outside: false,
  after: [],
  applies: ({ model }) => model.set,
  run: async (bench) => {
    const { agents } = await bench.agents();
    const budget = bench.values.MONTHLY_BUDGET_USD;
    const limit = budget === null ? 'no MONTHLY_BUDGET_USD' : `at most ${dollars(budget)} a month`;
    const unknown = [...new Set(agents.filter((agent) => agent.price === null).map(({ model }) => model))];
    if (unknown.length > 0) {
      const found = `no price is known for ${unknown.join(', ')}: counted as $0`;
      return bench.model.anthropic
        ? warn(`${found}; ${limit}`, 'ask a model of docs/reference/models.json')
        : ok(found);
    }
    const prices = agents.flatMap(({ price: one }) =>
      one === null ? [] : [`${dollars(one.input)} in, ${dollars(one.output)} out`],
    );
    return ok(`${[...new Set(prices)].join('; ')} per million tokens; ${limit}`);
  },
};
