import { faultText } from '../../config/fault.ts';
import { type Check, counted, fail, ok, warn } from '../check.ts';

const WORDS = {
  file: 'the configuration file',
  dotenv: '.env',
  environment: 'the environment',
  flags: 'flags',
} as const;

export const settings: Check = {
  id: 'config.settings',
  title: 'Settings',
  why: 'they say what is watched and who is told; with one of them wrong no cycle begins',
  mend: '`k8s-monitor config show` shows what counts',
  settings: [],
  outside: false,
  after: [],
  run: ({ settled: { sources, faults, hints } }) => {
    if (faults.length > 0) {
      const mend = 'change these lines; .env.example tells every setting, `k8s-monitor config show` what counts';
      return fail(counted(faults.length, 'fault'), mend, faults.map(faultText));
    }
    const set = sources.filter(({ count }) => count > 0);
    if (set.length === 0) {
      const mend = '`k8s-monitor init` asks and writes a .env; or copy .env.example to .env and fill it in';
      return warn('nothing is set yet, in no .env and not in the environment', mend);
    }
    const found = set.map(({ kind, count }) => `${count} in ${WORDS[kind]}`).join(', ');
    if (hints.length === 0) return ok(`set: ${found}`);
    return warn(
      `set: ${found}; ${counted(hints.length, 'name')} of no setting`,
      'correct the name',
      hints.map(faultText),
    );
  },
};
