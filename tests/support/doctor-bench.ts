// What checks look at, where nothing is set and nobody answers.
import { loadConfig } from '../../src/config/load.ts';
import { settle } from '../../src/config/settled.ts';
import type { Bench } from '../../src/doctor/bench.ts';
import { systemClock } from '../../src/platform/clock.ts';

export function benchOf(env: Readonly<Record<string, string>> = {}): Bench {
  const input = { flags: {}, env, cwd: '/nowhere' };
  const nobody = (): never => {
    throw new Error('nobody is asked here');
  };
  return {
    clock: systemClock,
    values: loadConfig(input).values,
    settled: settle(input),
    faulty: new Set(),
    program: { version: '0.1.0', node: '24.21.0', build: async () => null, newestSource: async () => null },
    inventory: nobody,
    routes: nobody,
    sinks: nobody,
    agents: nobody,
    cluster: {
      greet: nobody,
      uid: async () => null,
      namespaces: nobody,
      whoAmI: nobody,
      may: nobody,
      rights: nobody,
      serves: nobody,
      sample: nobody,
      isInside: async () => true,
      askKubelet: nobody,
    },
    slack: { scopes: [], identity: nobody, channel: nobody },
    state: { objects: null, ownNames: [], probeFolder: nobody, probeObjects: nobody, lastCycles: nobody },
    changes: { github: nobody, git: nobody },
    model: { anthropic: true, set: false, all: nobody, one: nobody },
  };
}
