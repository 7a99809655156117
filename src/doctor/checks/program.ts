import { type Check, fail, ok, warn } from '../check.ts';

/** As entry.ts wants it: the launcher says so on less. */
const FLOOR = [22, 19] as const;

export const node: Check = {
  id: 'program.node',
  title: 'Node',
  why: 'older ones lack what the program is made of',
  mend: 'npm ci (in a checkout), or install Node 24',
  settings: [],
  outside: false,
  after: [],
  run: ({ program: { node: version } }) => {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const isEnough = major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1]);
    return isEnough
      ? ok(version)
      : fail(`${version}; ${FLOOR.join('.')} is the oldest that works`, 'npm ci (in a checkout), or install Node 24');
  },
};

export const build: Check = {
  id: 'program.build',
  title: 'Build',
  why: 'what runs should be what you have read',
  mend: 'npm ci && npm run build',
  settings: [],
  outside: false,
  after: [],
  run: async ({ program: { version, build: look, newestSource } }) => {
    const at = await look();
    if (at === null) return ok(`k8s-monitor ${version}, from its sources`);
    const found = `k8s-monitor ${version}, built ${minute(at)}`;
    const source = await newestSource();
    if (source === null || source.at <= at) return ok(found);
    return warn(`${found}, before ${source.file} was last written`, 'npm ci && npm run build');
  },
};

/** `2026-03-10 10:05 UTC`. */
function minute(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
