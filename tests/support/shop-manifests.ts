// The manifests of the shop in outage.ts, and their history as steps for a repository of the real git.
import type { CommitStep } from '../fakes/git/history.ts';

export const CUT_AT = '2026-11-18T09:42:00Z';
const BEGUN_AT = '2026-11-10T08:00:00Z';
export const SHOP_FILE = 'base-apps/shop-api/deployment.yaml';

export interface ShopParts {
  readonly memory?: string;
  readonly image?: string;
  /** Lines of one more setting of the container, indented as its others. */
  readonly more?: readonly string[];
}

export function shopManifest({ memory = '512Mi', image = 'shop-api:5.8.0', more = [] }: ShopParts = {}): string {
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    '  name: shop-api',
    '  namespace: shop-api',
    'spec:',
    '  replicas: 2',
    '  template:',
    '    spec:',
    '      containers:',
    '        - name: api',
    `          image: ${image}`,
    ...more.map((line) => `          ${line}`),
    '          resources:',
    '            limits:',
    `              memory: ${memory}`,
    '',
  ].join('\n');
}

/** A week before: everything is there, and well. */
export function beginning(files: CommitStep['files'] = {}): CommitStep {
  return {
    commit: 'the shop',
    at: BEGUN_AT,
    files: {
      [SHOP_FILE]: shopManifest(),
      'base-apps/shop-api.yaml': 'kind: Application\nmetadata:\n  name: shop-api\n',
      'base-apps/shop-web/deployment.yaml': 'kind: Deployment\nmetadata:\n  name: shop-web\n',
      ...files,
    },
  };
}

/** What others do all day. */
export const neighbours: readonly CommitStep[] = [
  {
    commit: 'shop-web: new banner',
    at: '2026-11-17T16:00:00Z',
    files: {
      'base-apps/shop-web/deployment.yaml': 'kind: Deployment\nmetadata:\n  name: shop-web\n  labels: {a: b}\n',
    },
  },
  { commit: 'docs: who to call', at: '2026-11-18T09:35:00Z', files: { 'base-apps/shop-api/README.md': 'call us\n' } },
];

/** 12 minutes before the first symptom. */
export const cutMemory: CommitStep = {
  commit: 'shop-api: save memory',
  at: CUT_AT,
  author: 'Robin',
  files: { [SHOP_FILE]: shopManifest({ memory: '64Mi' }) },
};
