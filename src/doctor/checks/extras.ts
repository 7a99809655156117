import type { Right } from '../../domain/rights.ts';
import { type Check, ok, warn } from '../check.ts';
import { everyNamespace } from '../every-namespace.ts';
import { extraRights } from '../extra-rights.ts';

const everywhere = (verb: string, group: string, resource: string): Right => ({
  verb,
  group,
  resource,
  namespace: null,
  name: null,
});

/** What no monitor needs. Asked one by one, as a server need not list all rights. */
const FORBIDDEN: readonly { readonly right: Right; readonly words: string }[] = [
  { right: everywhere('*', '*', '*'), words: 'everything, everywhere' },
  { right: everywhere('get', '', 'secrets'), words: 'get secrets in every namespace' },
  { right: everywhere('list', '', 'secrets'), words: 'list secrets in every namespace' },
  {
    right: everywhere('create', '', 'pods/exec'),
    words: 'create pods/exec in every namespace: commands in containers',
  },
  { right: everywhere('get', '', 'nodes/proxy'), words: 'get nodes/proxy: commands in every container of a node' },
  {
    right: everywhere('create', '', 'serviceaccounts/token'),
    words: 'create serviceaccounts/token: act as any ServiceAccount',
  },
  { right: everywhere('impersonate', '', 'users'), words: 'impersonate users' },
  { right: everywhere('create', '', 'pods'), words: 'create pods in every namespace' },
  { right: everywhere('delete', '', 'pods'), words: 'delete pods in every namespace' },
  { right: everywhere('patch', 'apps', 'deployments'), words: 'patch deployments.apps in every namespace' },
  { right: everywhere('update', '', 'configmaps'), words: 'update configmaps in every namespace' },
  {
    right: everywhere('create', 'rbac.authorization.k8s.io', 'clusterrolebindings'),
    words: 'create clusterrolebindings: give itself any right',
  },
];

export const extras: Check = {
  id: 'cluster.extras',
  title: 'Extra rights',
  why: 'what the monitor may do, whoever takes it over may do; it needs to read, and to write its own state',
  mend: '`kubectl auth can-i --list` shows the same',
  settings: ['KUBECONFIG', 'K3S_CONTEXT', 'STATE_DIR'],
  outside: true,
  after: ['cluster.api'],
  deadlineMs: 14_000,
  run: async (bench, signal) => {
    const { cluster, state } = bench;
    const user = await cluster.whoAmI(signal);
    const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user ?? '');
    const namespace = account?.[1] ?? state.objects?.namespace ?? 'default';
    const answers = await Promise.all(
      FORBIDDEN.map(async ({ right, words }) => ({ right, words, may: await cluster.may(right, signal) })),
    );
    const allowed = answers.filter(({ may }) => may);
    // Who may do everything need not be told what.
    const isAll = allowed.some(({ right }) => right.verb === '*');
    const known = allowed.map(({ right }) => right);
    const words = allowed.map((one) => one.words);
    // Where its own state is, its names are no stranger's.
    const homes = [...new Set([namespace, ...(state.objects === null ? [] : [state.objects.namespace])])];
    const { seen, unsure } = isAll ? { seen: [], unsure: '' } : await everyNamespace(bench, homes, signal);
    const details = isAll ? words.slice(0, 1) : [...words, ...extraRights(seen, known)];
    if (details.length === 0) return ok(`none: no secrets, no exec, nothing written but its own state${unsure}`);
    const mend =
      account === null
        ? 'fine to try it out with your own credentials; in the cluster it runs as the ServiceAccount of k8s/base, which has none of this'
        : `take away what binds more to it than k8s/base does: \`kubectl get rolebindings,clusterrolebindings -A -o wide | grep ${account[2]}\``;
    return warn(
      isAll ? 'these credentials may do everything' : `more than it needs, ${details.length} in all${unsure}`,
      mend,
      details,
    );
  },
};
