// What the ServiceAccount may do: all the monitor asks for, and nothing besides.
import { join } from 'node:path';
import pLimit from 'p-limit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Report } from '../../src/domain/report.ts';
import type { Permission } from '../../src/kinds/permissions.ts';
import { kubectl } from '../e2e/cluster.ts';
import { cli, type Ended } from '../support/cli.ts';
import { inTheCluster } from './lab.ts';
import { applied, BASE, deleted, NAMESPACE } from './overlay.ts';
import { READS, reduced, removed, STATE_RIGHTS, type StateRight } from './reduced.ts';
import { tokenOf } from './token.ts';

const SERVICES = join(import.meta.dirname, 'manifests', 'services.txt');
const AS = 'system:serviceaccount:k8s-monitor:k8s-monitor';
/** What every account may ask about itself. */
const OWN_QUESTIONS = /^self\w+reviews\.auth/;

/** A usual cycle never needs these: the ledger's further shards when it is large, writing orders when a person gives some. */
const isForLater = ({ name, verb }: StateRight): boolean =>
  /^state-[1-3]$/.test(name) || (name === 'state-orders' && verb === 'update');

/** The ClusterRole lets it read Leases, for those of the nodes: kustomize would move a Role out of their namespace into its own. */
const isGivenTwice = ({ resource, verb }: StateRight): boolean => resource === 'leases' && verb === 'get';

type Told = Ended & { readonly report: Report };

async function cycle(kubeconfig: string, namespace: string): Promise<Told> {
  const env = { KUBECONFIG: kubeconfig, STATE_DIR: `configmap:${namespace}/state`, SERVICES_FILE: SERVICES };
  const ended = await cli(['run', '--once', '--no-model', '--output', 'json'], env);
  const line = ended.stdout.trimEnd().split('\n').at(-1) ?? '';
  return { ...ended, report: Report.parse(JSON.parse(line)) };
}

const brief = ({ gaps, warnings, incidents }: Report) => ({
  gaps: gaps.map(({ verb, resource, cause }) => `${verb} ${resource} ${cause}`),
  warnings,
  self: incidents.filter(({ rules }) => rules[0] === 'SELF').map(({ title }) => title),
});

const WHOLE = { gaps: [], warnings: [], self: [] };

inTheCluster('the account', {}, (lab) => {
  beforeAll(() => applied(lab, BASE));
  afterAll(() => deleted(lab, BASE));

  /** A cycle for each right, of an account that has all of them but this one. */
  async function swept<R extends Permission | StateRight>(prefix: string, rights: readonly R[]) {
    const limit = pLimit(2);
    const all = rights.map((right, n) => ({ right, namespace: `${prefix}-${n}` }));
    const attempt = async ({ right, namespace }: (typeof all)[number]) => {
      return { right, namespace, ...(await cycle(await reduced(lab, namespace, right), namespace)) };
    };
    try {
      return await Promise.all(all.map((one) => limit(() => attempt(one))));
    } finally {
      await removed(
        lab,
        all.map(({ namespace }) => namespace),
      );
    }
  }

  it('is enough for a whole cycle, again and again', async () => {
    const kubeconfig = lab.kubeconfigForToken('k8s-monitor', await tokenOf(lab, NAMESPACE, 'k8s-monitor'));
    for (const told of [1, 0]) {
      const { report, code, stderr } = await cycle(kubeconfig, NAMESPACE);
      expect([code, stderr, brief(report)]).toEqual([0, '', WHOLE]);
      expect(report.services.filter(({ state }) => state === 'unknown')).toEqual([]);
      const news = report.decisions.filter(({ verdict }) => verdict === 'notify');
      expect(news.length > 0 ? 1 : 0).toBe(told);
    }
  });

  it('whichever rule for reading is taken away, exactly that is said to be unread', async () => {
    for (const { right, code, report } of await swept('sweep', READS)) {
      const name = right.group === '' ? right.resource : `${right.resource}.${right.group}`;
      if (name === 'controllerrevisions.apps') {
        // Asked for the one incident that has some: what changed there is not known.
        const unread = report.incidents.filter(({ changes }) => changes.text.includes(name));
        expect([brief(report), unread.map(({ service }) => service)]).toEqual([WHOLE, ['queue']]);
        continue;
      }
      const gap = `${name === 'pods/log' ? 'get' : 'list'} ${name} forbidden`;
      const told = report.incidents.filter(({ rules }) => rules[0] === 'GAP').length;
      expect([name, brief(report), told, code]).toEqual([name, { ...WHOLE, gaps: [gap] }, 1, 1]);
    }
  });

  it('whichever right to its state is taken away, exactly that is said to be missing', async () => {
    for (const { right, namespace, code, stderr, report } of await swept('state-sweep', STATE_RIGHTS)) {
      const { verb, resource, name } = right;
      const said = `${stderr} ${report.warnings.join(' ')}`.matchAll(
        /not allowed to [^:]*(?=:)|the Lease \S+ is missing/g,
      );
      const missing = [...new Set([...said].map(String))];
      const gone = `the Lease ${namespace}/${name} is missing`;
      const wanted =
        isForLater(right) || isGivenTwice(right)
          ? { missing: [], code: 0 }
          : {
              missing: [verb === 'create' ? gone : `not allowed to ${verb} ${resource} ${namespace}/${name}`],
              code: 2,
            };
      expect({ right, missing, code, gaps: report.gaps }).toEqual({ right, ...wanted, gaps: [] });
    }
  });

  it.each([
    ['its own namespace', NAMESPACE, true],
    ['any other', 'shop', false],
  ])('in %s it may do this much and no more', async (_, namespace, isOwn) => {
    const state = STATE_RIGHTS.map(({ resource, name, verb }) => {
      return `${verb} ${resource === 'leases' ? 'leases.coordination.k8s.io' : resource} ${name}`;
    });
    const reads = READS.flatMap(({ group, resource, verbs }) => {
      // kubectl writes the group behind the resource, also of a subresource.
      return verbs.map((verb) => `${verb} ${group === '' ? resource : `${resource}.${group}`} `);
    });
    expect(await mayDo(namespace)).toEqual([...reads, ...(isOwn ? state : [])].sort());
  });

  it.each([
    ['get', 'secrets'],
    ['list', 'secrets'],
    ['create', 'pods/exec'],
    ['get', 'pods/exec'],
    ['get', 'nodes/proxy'],
    ['get', 'configmaps'],
    ['update', 'configmaps/k8s-monitor-settings'],
    ['create', 'configmaps'],
    ['delete', 'configmaps/state-0'],
    ['delete', 'pods'],
    ['patch', 'deployments.apps'],
    ['watch', 'pods'],
    ['create', 'serviceaccounts/token'],
    ['impersonate', 'users'],
  ])('may not %s %s', async (verb, resource) => {
    const [kind = '', name] = resource.split('/');
    const isObject = kind === 'configmaps' && name !== undefined;
    const what = isObject ? [resource] : name === undefined ? [kind] : [kind, `--subresource=${name}`];
    const { stdout, code } = await lab.kubectl(['auth', 'can-i', verb, ...what, '-n', NAMESPACE, '--as', AS]);
    expect([stdout.trim(), code]).toEqual(['no', 1]);
  });

  /** What `kubectl auth can-i --list` prints, as `verb resource name`; without addresses, and what everybody may ask about himself. */
  async function mayDo(namespace: string): Promise<readonly string[]> {
    const text = await kubectl(lab, 'auth', 'can-i', '--list', '-n', namespace, '--as', AS);
    const rows = text.split('\n').flatMap((line) => {
      const [, resource, names, verbs] = /^(\S+)\s+\[\]\s+\[(.*?)\]\s+\[(.*?)\]\s*$/.exec(line) ?? [];
      if (resource === undefined || OWN_QUESTIONS.test(resource)) return [];
      const all = (names ?? '').split(' ');
      return (verbs ?? '').split(' ').flatMap((verb) => all.map((name) => `${verb} ${resource} ${name}`));
    });
    return rows.sort();
  }
});
