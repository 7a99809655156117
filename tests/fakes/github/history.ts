// Two weeks of an invented GitOps repository, with the traps that a real one has.
import { added, commit, image, memoryLimit, modified, removed, renamed } from './made.ts';
import type { FakeCommit } from './types.ts';

export const REPOSITORY = 'acme/gitops';

const APPS = ['shop', 'orders', 'ledger', 'postgres', 'queue', 'mail', 'gateway', 'search'];

const deployment = (name: string, tag: string): string =>
  [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    `  name: ${name}`,
    'spec:',
    '  replicas: 2',
    '  template:',
    '    spec:',
    '      containers:',
    `        - image: registry.example/${name}:${tag}`,
    '          resources:',
    '            limits:',
    '              memory: 512Mi',
  ].join('\n');

const application = (name: string): string =>
  ['apiVersion: argoproj.io/v1alpha1', 'kind: Application', 'metadata:', `  name: ${name}`].join('\n');

const folder = (name: string): string => `base-apps/${name}/deployment.yaml`;

/** Where the first symptom is looked for in tests: a moment after the commit that is to blame for it. */
export const MOMENTS = {
  /** `orders` runs out of memory, 12 minutes after its limit was cut. */
  ordersOom: new Date('2026-03-10T14:12:00Z'),
  /** `shop` fails right after a push of many commits of one second, one of which is its own. */
  shopPushed: new Date('2026-03-11T09:25:00Z'),
  /** `queue` is gone: its application was switched off, by a commit written two days before it was committed. */
  queueOff: new Date('2026-03-12T16:10:00Z'),
  /** `search` has nothing of its own in the day before, only the documents of everybody. */
  searchQuiet: new Date('2026-03-13T12:00:00Z'),
} as const;

const beginnings = APPS.map((name, i) =>
  commit({
    at: `2026-03-01T08:${10 + i}:00Z`,
    subject: `add ${name}`,
    files: [added(`base-apps/${name}.yaml`, application(name)), added(folder(name), deployment(name, '1.0'))],
  }),
);

const ordinary = [
  commit({ at: '2026-03-02T10:00:00Z', subject: 'shop 1.1', files: [image(folder('shop'), 'shop:1.0', 'shop:1.1')] }),
  commit({
    at: '2026-03-03T11:30:00Z',
    author: 'bob',
    subject: 'mail: credentials as an external secret',
    files: [
      added(
        'base-apps/mail/external-secret.yaml',
        ['apiVersion: external-secrets.io/v1', 'kind: ExternalSecret', 'metadata:', '  name: smtp'].join('\n'),
      ),
      removed('base-apps/mail/configmap.yaml'),
    ],
  }),
  commit({
    at: '2026-03-04T15:45:00Z',
    subject: 'ledger: two replicas',
    files: [modified(folder('ledger'), ' spec:', '-  replicas: 1', '+  replicas: 2')],
  }),
  commit({
    at: '2026-03-05T09:00:00Z',
    author: 'renovate',
    subject: 'chore(deps): bump the chart of gateway (#41)',
    pull: { number: 41, title: 'chore(deps): bump the chart of gateway' },
    files: [
      modified('base-apps/gateway.yaml', '   source:', '-    targetRevision: 4.11.2', '+    targetRevision: 4.12.0'),
    ],
  }),
  commit({
    at: '2026-03-06T08:20:00Z',
    subject: 'ci: newer action',
    files: [modified('.github/workflows/ci.yaml', '-v3', '+v4')],
  }),
  commit({
    at: '2026-03-09T13:00:00Z',
    author: 'bob',
    subject: 'postgres: more connections',
    files: [
      modified('base-apps/postgres/configmap.yaml', ' data:', '-  max_connections: "100"', '+  max_connections: "200"'),
    ],
  }),
  commit({
    at: '2026-03-10T09:40:00Z',
    subject: 'orders 2.4',
    files: [image(folder('orders'), 'orders:2.3', 'orders:2.4')],
  }),
  commit({
    at: '2026-03-10T13:55:00Z',
    author: 'bob',
    subject: 'mail: note on quotas',
    files: [modified('base-apps/mail/README.md', '-old', '+new')],
  }),
];

const ordersOom = commit({
  at: '2026-03-10T14:00:00Z',
  author: 'bob',
  subject: 'orders: trim resources (#44)',
  pull: { number: 44, title: 'orders: trim resources' },
  files: [memoryLimit(folder('orders'), '512Mi', '64Mi')],
});

/** After the symptom, with a title that tempts. */
const tempting = commit({
  at: '2026-03-10T14:30:00Z',
  subject: 'fix: orders was out of memory, this broke production',
  files: [modified(folder('orders'), '-  replicas: 2', '+  replicas: 3')],
});

/** One push: seven commits of the same second, each of its own application. */
const onePush = APPS.slice(0, 7).map((name) =>
  commit({
    at: '2026-03-11T09:15:00Z',
    subject: `${name}: run as a user without rights`,
    files: [
      modified(folder(name), '       securityContext:', '-        runAsNonRoot: false', '+        runAsNonRoot: true'),
    ],
  }),
);

const switchedOff = commit({
  at: '2026-03-12T16:00:00Z',
  authoredAt: '2026-03-10T16:00:00Z',
  subject: 'switch off what is not needed while the network is mended',
  files: ['queue', 'mail'].map((name) => renamed(`base-apps/${name}.yaml`, `base-apps/${name}.yaml.disabled`)),
});

/** Documents of everybody, at once: never to blame. */
const documents = commit({
  at: '2026-03-13T11:50:00Z',
  subject: 'docs: one form for all of them',
  files: APPS.flatMap((name) =>
    [
      'README.md',
      'docs/index.md',
      'docs/runbook.md',
      'docs/limits.md',
      'docs/owners.md',
      'docs/backup.md',
      'docs/a.png',
    ].map((file) => modified(`base-apps/${name}/${file}`, '-old', '+new')),
  ),
});

/** A Secret that somebody committed in the clear. The value is made up, and in pieces so that no scanner takes it for a leak. */
export const LEAKED = ['hun', 'ter2', 'Xy9'].join('');
const leaky = commit({
  at: '2026-03-13T15:00:00Z',
  author: 'bob',
  subject: 'postgres: rotate the password',
  files: [
    {
      path: 'base-apps/postgres/auth.yaml',
      status: 'modified',
      patch: [
        '@@ -1,7 +1,7 @@',
        ' apiVersion: v1',
        ' kind: Secret',
        ' metadata:',
        '   name: auth',
        ' stringData:',
        '-  login: before',
        `+  login: ${LEAKED}`,
      ].join('\n'),
      text: `apiVersion: v1\nkind: Secret\nmetadata:\n  name: auth\nstringData:\n  login: ${LEAKED}\n`,
    },
  ],
});

/** The oldest first, as it lies on main. */
export const HISTORY: readonly FakeCommit[] = [
  ...beginnings,
  ...ordinary,
  ordersOom,
  tempting,
  ...onePush,
  switchedOff,
  documents,
  leaky,
];

/** Never merged, with a title that tempts. */
export const UNMERGED: readonly FakeCommit[] = [
  ...beginnings,
  commit({
    at: '2026-03-10T14:05:00Z',
    author: 'mallory',
    subject: 'orders: this is what breaks it',
    files: [memoryLimit(folder('orders'), '512Mi', '8Mi')],
  }),
];
