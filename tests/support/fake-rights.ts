// What an API server with RBAC says to whoever asks about himself.
import { z } from 'zod';
import { permissions } from '../../src/kinds/permissions.ts';
import { stateObjectNames } from '../../src/record/configmap/names.ts';

export interface FakeRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  /** Null: of a ClusterRoleBinding. */
  readonly namespace: string | null;
}

export interface FakeRights {
  readonly user: string;
  readonly rules: readonly FakeRule[];
}

const ACCOUNT = 'system:serviceaccount:k8s-monitor:k8s-monitor';
const NAMES = stateObjectNames('state');

/** What k8s/base gives the monitor, and what every ServiceAccount may besides. */
export const BASE_RULES: readonly FakeRule[] = [
  ...permissions()
    .filter(({ component }) => component === null)
    .map(({ group, resource, verbs }) => ({ verbs, apiGroups: [group], resources: [resource], namespace: null })),
  {
    verbs: ['get', 'update'],
    apiGroups: [''],
    resources: ['configmaps'],
    resourceNames: NAMES.configMaps,
    namespace: 'k8s-monitor',
  },
  {
    verbs: ['get', 'update', 'create'],
    apiGroups: ['coordination.k8s.io'],
    resources: ['leases'],
    resourceNames: [NAMES.lease],
    namespace: 'k8s-monitor',
  },
  {
    verbs: ['create'],
    apiGroups: ['authorization.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
    namespace: null,
  },
  { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'], namespace: null },
];

export const BASE_RIGHTS: FakeRights = { user: ACCOUNT, rules: BASE_RULES };

const Review = z.strictObject({
  apiVersion: z.enum(['authorization.k8s.io/v1', 'authentication.k8s.io/v1']),
  kind: z.string(),
  spec: z.unknown().optional(),
});
const Access = z.strictObject({
  resourceAttributes: z.strictObject({
    verb: z.string(),
    group: z.string().optional(),
    // The server takes `pods/log` here for the name of a resource, which nobody has.
    resource: z.string().regex(/^[a-z*]+$/),
    subresource: z.string().optional(),
    namespace: z.string().optional(),
    name: z.string().optional(),
  }),
});
const Rules = z.strictObject({ namespace: z.string().min(1) });

/** Status and body; null when the path is no such question. */
export function reviewed(path: string, body: string, { user, rules }: FakeRights): [number, string] | null {
  const [, group, plural] = /^\/apis\/(authorization|authentication)\.k8s\.io\/v1\/(selfsubject\w+)$/.exec(path) ?? [];
  if (group === undefined || plural === undefined) return null;
  const { apiVersion, kind, spec } = Review.parse(JSON.parse(body));
  if (apiVersion !== `${group}.k8s.io/v1` || `${kind.toLowerCase()}s` !== plural) return [400, '{"kind":"Status"}'];
  const answer = (status: object): [number, string] => [
    201,
    JSON.stringify({ apiVersion, kind, metadata: {}, spec, status }),
  ];
  if (kind === 'SelfSubjectReview') return answer({ userInfo: { username: user, groups: ['system:authenticated'] } });
  if (kind === 'SelfSubjectAccessReview') {
    const { resourceAttributes: asked } = Access.parse(spec);
    const allowed = rules.some((rule) => allows(rule, asked));
    return answer(allowed ? { allowed, reason: 'RBAC: allowed' } : { allowed });
  }
  const { namespace } = Rules.parse(spec);
  const own = rules.filter((rule) => rule.namespace === null || rule.namespace === namespace);
  const resourceRules = own.map(({ namespace: _, ...rule }) => rule);
  return answer({
    resourceRules,
    nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/version'] }],
    incomplete: false,
  });
}

function allows(rule: FakeRule, asked: z.infer<typeof Access>['resourceAttributes']): boolean {
  const { verb, group = '', resource, subresource, namespace, name } = asked;
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  const has = (list: readonly string[], one: string): boolean => list.includes('*') || list.includes(one);
  return (
    has(rule.verbs, verb) &&
    has(rule.apiGroups, group) &&
    has(rule.resources, what) &&
    (rule.resourceNames === undefined || (name !== undefined && rule.resourceNames.includes(name))) &&
    (rule.namespace === null || rule.namespace === namespace)
  );
}
