import { faultText } from '../../config/fault.ts';
import { type Check, counted, fail, ok, warn } from '../check.ts';

export const agents: Check = {
  id: 'config.agents',
  title: 'Agents',
  why: 'an agent that breaks the rules for its file is not asked; the rules work without it',
  mend: '`k8s-monitor agents check` looks again',
  settings: ['AGENTS_DIR', 'ANTHROPIC_BASE_URL', 'MODEL_MODE'],
  outside: false,
  after: [],
  run: async (bench) => {
    const { folder, agents: fine, faults } = await bench.agents();
    if (faults.length === 0) {
      const models = [...new Set(fine.map(({ model }) => model))];
      return ok(`${fine.length}, with ${models.join(', ')}`);
    }
    const off = new Set(faults.map(({ file }) => file)).size;
    const mend =
      'change these lines; `k8s-monitor agents check` looks again. The files that came with the program are in agents/';
    const found = `${counted(off, 'agent')} in ${folder} cannot be used`;
    const lines = faults.map(faultText);
    return bench.model.set ? fail(found, mend, lines) : warn(found, mend, lines);
  },
};
