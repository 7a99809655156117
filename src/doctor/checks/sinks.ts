import { type Check, counted, fail, ok } from '../check.ts';

export const sinks: Check = {
  id: 'messages.sinks',
  title: 'Other sinks',
  why: 'what they need may be missing, and nobody would know before the first outage',
  mend: '`k8s-monitor routes list` looks at the same',
  settings: ['ROUTES_FILE', 'SERVICES_FILE'],
  outside: false,
  after: ['config.routes'],
  applies: (bench) => bench.values.ROUTES_FILE !== null && bench.routes().sinks > 0,
  run: async (bench) => {
    const all = await bench.sinks();
    const bad = all.flatMap(({ name, problem }) => (problem === null ? [] : [`${name}: ${problem}`]));
    if (bad.length === 0) {
      const names = all.map(({ name, type }) => `${name} (${type})`).join(', ');
      return ok(`${names}; nothing is sent to try them`);
    }
    const found = `${counted(bad.length, 'sink')} of ${all.length} can't be used`;
    return fail(found, 'set these variables where the others are, in .env or in the Secret k8s-monitor', bad);
  },
};
