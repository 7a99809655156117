// The largest outage there is for the agents: many faults with long texts, two long logs, five changes with long patches.
import type { FakeCommit } from '../fakes/github/types.ts';
import type { FakeApiOptions } from './fake-api.ts';
import { commits, GUILTY, outage, SERVICES_TXT } from './outage.ts';

const CONTAINERS = 9;
export const CHANGES = 5;

const words = (length: number): string =>
  'the memory of one more container is used up, '.repeat(length / 46 + 1).slice(0, length);
const lines = (count: number, of: string): string[] =>
  Array.from({ length: count }, (_, i) => `${of} ${i}: ${words(150)}`);

/** As many faults in each pod, each with its own facts. */
export function crowded(): { readonly api: FakeApiOptions; readonly commits: readonly FakeCommit[]; services: string } {
  const { objects = [], logs = {} } = outage();
  const names = Array.from({ length: CONTAINERS }, (_, i) => `container-with-a-long-name-${i}`);
  const crowd = (object: unknown): object =>
    JSON.parse(JSON.stringify(object), (key, value) => {
      if (key === 'containers') return names.flatMap((name) => value.map((one: object) => ({ ...one, name })));
      if (key !== 'containerStatuses') return value;
      return names.map((name, i) => status(name, i));
    });
  const long = lines(120, 'INFO loading').join('\n');
  const pods = [...new Set(Object.keys(logs).map((where) => where.split('/')[1] ?? ''))];
  return {
    api: {
      objects: objects.map(crowd),
      logs: {
        ...Object.fromEntries(
          pods.flatMap((pod) =>
            names.flatMap((name) => ['', '/previous'].map((of) => [`shop-api/${pod}/${name}${of}`, long])),
          ),
        ),
        ...Object.fromEntries(pods.map((pod) => [`shop-api/${pod}/migrate`, long])),
      },
    },
    commits: [...commits().filter(({ sha }) => sha !== GUILTY), ...changes()],
    services: `${SERVICES_TXT}${Array.from({ length: 8 }, (_, i) => `    - Quirk ${i}: ${words(400)}\n`).join('')}`,
  };
}

function status(name: string, i: number): object {
  const reasons = ['OOMKilled', 'Error', 'ContainerCannotRun'];
  return {
    name,
    ready: false,
    restartCount: 7 + i,
    state: { waiting: { reason: 'CrashLoopBackOff', message: `back-off of ${name}: ${words(250)}` } },
    lastState: {
      terminated: {
        exitCode: i % 3 === 0 ? 137 : i + 1,
        reason: reasons[i % 3],
        message: words(400),
        startedAt: '2026-11-18T09:54:00Z',
        finishedAt: '2026-11-18T09:58:00Z',
      },
    },
  };
}

const CUT = ['-            memory: 512Mi', '+            memory: 64Mi'];

/** The guilty one is the latest of them. */
function changes(): readonly FakeCommit[] {
  return Array.from({ length: CHANGES }, (_, i) => {
    const at = `2026-11-18T09:${String(42 - CHANGES + 1 + i).padStart(2, '0')}:00Z`;
    const patch = ['@@ -18,6 +18,99 @@ spec:', ...CUT, ...lines(60, '+            # why')].join('\n');
    const file = (name: string) => ({ path: `base-apps/shop-api/${name}.yaml`, status: 'modified', patch }) as const;
    return {
      sha: i === CHANGES - 1 ? GUILTY : `${i + 1}f00ba4`.padEnd(40, '0123456789abcdef'),
      author: 'Robin',
      authorDate: at,
      committerDate: at,
      subject: `shop-api: ${words(160)}`,
      files: [file('deployment'), file('settings'), file('routes')],
    };
  });
}
