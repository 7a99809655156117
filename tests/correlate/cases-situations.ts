import type { CaseStep, Edit, LabelledCase } from './case.ts';
import { SERVICES } from './world.ts';

const file = (app: string, name: string) => `base-apps/${app}/${name}.yaml`;
const limit = (app: string, from: string, to: string): Edit => ({
  path: file(app, 'deployment'),
  from: `limits:\n              memory: ${from}`,
  to: `limits:\n              memory: ${to}`,
});
const image = (app: string, from: string, to: string): Edit => ({
  path: file(app, 'deployment'),
  from: `/${app}:${from}`,
  to: `/${app}:${to}`,
});
const user = (app: string): Edit => ({
  path: file(app, 'deployment'),
  from: 'runAsNonRoot: false',
  to: 'runAsNonRoot: true',
});
const note = (app: string): Edit => ({ path: `base-apps/${app}/README.md`, from: 'note 0', to: 'note 1' });
const cut = (before: number, more: Partial<CaseStep> = {}): CaseStep => ({
  title: 'orders: trim resources',
  before,
  edits: [limit('orders', '512Mi', '64Mi')],
  ...more,
});
const OOM = {
  service: 'orders',
  faults: ['oom-crash-loop'],
  words: ['main is killed for using more memory than 64Mi'],
} as const;
const CRASH = {
  service: 'orders',
  faults: ['crash-loop'],
  words: ['main crashes again and again: exit code 1'],
} as const;

/** What a repository does to whoever looks for the one commit. */
export const SITUATIONS: readonly LabelledCase[] = [
  {
    ...OOM,
    name: 'a rebase: written five days before, committed 12 min before',
    steps: [cut(12, { authoredBefore: 5 * 24 * 60 })],
    bad: 'orders: trim resources',
    confidence: 'HIGH',
  },
  {
    ...OOM,
    name: 'written 12 min before, committed after it',
    steps: [cut(-3, { authoredBefore: 12 })],
    bad: 'none',
    confidence: null,
  },
  {
    ...CRASH,
    words: ['container has runAsNonRoot and image will run as root'],
    faults: ['container-config'],
    name: 'a push of one second: of seven commits only its own',
    steps: SERVICES.map((app) => ({ title: `${app}: run as a user without rights`, before: 10, edits: [user(app)] })),
    bad: 'orders: run as a user without rights',
    confidence: 'HIGH',
  },
  {
    ...OOM,
    name: 'two commits of one second: the field tells them apart',
    steps: [
      { title: 'orders: newer image', before: 12, edits: [image('orders', '1.4.0', '1.4.1')] },
      cut(12),
      { title: 'orders: a note', before: 12, edits: [note('orders')] },
    ],
    bad: 'orders: trim resources',
    confidence: 'HIGH',
  },
  {
    ...OOM,
    name: 'the nearest commit is another field; the one that explains it is older',
    steps: [cut(25), { title: 'orders: newer image', before: 5, edits: [image('orders', '1.4.0', '1.4.1')] }],
    bad: 'orders: trim resources',
    confidence: 'HIGH',
  },
  {
    ...CRASH,
    name: 'taken back before the first symptom: it is not to blame',
    steps: [
      { title: 'orders: try 2.0', before: 40, edits: [image('orders', '1.4.0', '2.0.0')] },
      { title: 'Revert "orders: try 2.0"', before: 28, edits: [image('orders', '2.0.0', '1.4.0')] },
      {
        title: 'orders: wrong host',
        before: 12,
        edits: [{ path: file('orders', 'deployment'), from: 'queue.queue.svc', to: 'queue.qeue.svc' }],
      },
    ],
    bad: 'orders: wrong host',
    confidence: 'HIGH',
  },
  {
    ...CRASH,
    name: 'taken back after the first symptom: still to blame',
    steps: [
      { title: 'orders: try 2.0', before: 12, edits: [image('orders', '1.4.0', '2.0.0')] },
      { title: 'Revert "orders: try 2.0"', before: -5, edits: [image('orders', '2.0.0', '1.4.0')] },
    ],
    bad: 'orders: try 2.0',
    confidence: 'HIGH',
  },
  {
    ...OOM,
    name: 'tried again after a revert: the second time is to blame',
    steps: [
      cut(300),
      { title: 'Revert "orders: trim resources"', before: 280, edits: [limit('orders', '64Mi', '512Mi')] },
      cut(12, { title: 'orders: trim resources again' }),
    ],
    bad: 'orders: trim resources again',
    confidence: 'HIGH',
  },
  {
    ...OOM,
    name: 'a branch that is not merged, with a tempting title',
    steps: [cut(10, { title: 'orders: this breaks production', branch: 'experiment' })],
    bad: 'none',
    confidence: null,
  },
  {
    ...OOM,
    name: 'a branch of yesterday, merged 10 min before: the merge is to blame',
    steps: [cut(20 * 60, { branch: 'trim' }), { title: 'Merge branch trim', before: 10, merges: 'trim', edits: [] }],
    bad: 'Merge branch trim',
    confidence: 'HIGH',
  },
  {
    ...OOM,
    name: 'a branch merged after it, though written before',
    steps: [cut(20, { branch: 'trim' }), { title: 'Merge branch trim', before: -4, merges: 'trim', edits: [] }],
    bad: 'none',
    confidence: null,
  },
  {
    ...OOM,
    name: 'documents only',
    steps: [
      { title: 'orders: why it was out of memory', before: 12, edits: [note('orders')] },
      { title: 'docs', before: 8, edits: SERVICES.filter((app) => app !== 'orders').map(note) },
    ],
    bad: 'none',
    confidence: null,
  },
  {
    ...OOM,
    name: 'a mass edit of labels nobody selects by',
    steps: [
      {
        title: 'one label for all',
        before: 12,
        edits: SERVICES.flatMap((app) =>
          ['deployment', 'service', 'ingress', 'configmap', 'external-secret', 'claim', 'quota', 'cronjob'].map(
            (name) => ({
              path: file(app, name),
              from: `  namespace: ${app}\n`,
              to: `  namespace: ${app}\n  annotations:\n    team: platform\n`,
            }),
          ),
        ),
      },
    ],
    bad: 'none',
    confidence: null,
  },
  {
    ...OOM,
    name: 'comments and blank lines of its own manifest',
    steps: [
      {
        title: 'orders: say why',
        before: 12,
        edits: [
          {
            path: file('orders', 'deployment'),
            from: 'spec:\n  replicas',
            to: 'spec:\n  # two, for updates\n\n  replicas',
          },
        ],
      },
    ],
    bad: 'none',
    confidence: null,
  },
  {
    ...OOM,
    name: 'only other services, in just that field',
    steps: SERVICES.filter((app) => app !== 'orders').map((app, i) => ({
      title: `${app}: trim resources`,
      before: 5 + i,
      edits: [limit(app, '512Mi', '64Mi')],
    })),
    bad: 'none',
    confidence: null,
  },
  { ...OOM, name: 'nothing at all', steps: [], bad: 'none', confidence: null },
  {
    ...CRASH,
    name: 'a service it needs lost its memory',
    needs: ['postgres'],
    words: ['main crashes again and again: postgres:5432 refuses connections'],
    steps: [{ title: 'postgres: newer image', before: 15, edits: [image('postgres', '1.4.0', '1.5.0')] }],
    bad: 'postgres: newer image',
    confidence: 'MEDIUM',
  },
  {
    ...CRASH,
    name: 'its own commit wins over one of a service it needs',
    needs: ['postgres'],
    steps: [
      { title: 'postgres: newer image', before: 11, edits: [image('postgres', '1.4.0', '1.5.0')] },
      { title: 'orders: newer image', before: 15, edits: [image('orders', '1.4.0', '1.5.0')] },
    ],
    bad: 'orders: newer image',
    confidence: 'HIGH',
  },
  {
    name: 'right service, another field',
    service: 'orders',
    faults: ['image-pull'],
    words: ['image registry.example/orders:1.4.0 cannot be pulled: manifest unknown'],
    steps: [
      {
        title: 'orders: more replicas',
        before: 12,
        edits: [{ path: file('orders', 'deployment'), from: 'replicas: 2', to: 'replicas: 3' }],
      },
    ],
    bad: 'orders: more replicas',
    confidence: 'MEDIUM',
  },
  {
    ...OOM,
    name: 'more memory is no reason to run out of it',
    steps: [{ title: 'orders: more memory', before: 12, edits: [limit('orders', '512Mi', '1Gi')] }],
    bad: 'orders: more memory',
    confidence: 'MEDIUM',
  },
  {
    ...OOM,
    name: 'moved and cut in one commit',
    steps: [
      {
        title: 'orders: one file name for all',
        before: 12,
        edits: [
          limit('orders', '512Mi', '64Mi'),
          { path: file('orders', 'deployment'), moveTo: 'base-apps/orders/main.yaml' },
        ],
      },
    ],
    bad: 'orders: one file name for all',
    confidence: 'HIGH',
  },
  {
    name: 'switched off while written days before',
    service: 'queue',
    faults: ['workload-gone'],
    steps: [
      {
        title: 'switch off what is not needed',
        before: 10,
        authoredBefore: 3000,
        edits: ['queue', 'mail'].map((app) => ({
          path: `base-apps/${app}.yaml`,
          moveTo: `base-apps/${app}.yaml.disabled`,
        })),
      },
    ],
    bad: 'switch off what is not needed',
    confidence: 'HIGH',
  },
];
