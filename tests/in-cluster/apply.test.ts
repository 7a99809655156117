// What `kubectl apply -k` does with k8s/ on a real API server that enforces Pod Security.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { type Cluster, kubectl } from '../e2e/cluster.ts';
import { cli } from '../support/cli.ts';
import { inTheCluster } from './lab.ts';
import { everything, marksOf } from './objects.ts';
import { BASE, deleted, K8S, NAMESPACE, overlay } from './overlay.ts';
import { tokenOf } from './token.ts';

const COMPONENTS = join(K8S, 'components');
const isComponent = (name: string): boolean => existsSync(join(COMPONENTS, name, 'kustomization.yaml'));
const folders = readdirSync(COMPONENTS, { withFileTypes: true }).flatMap((one) =>
  one.isDirectory() ? [one.name] : [],
);

/** These are no components: whoever syncs reads them in a namespace of its own. */
const FOR_OTHERS: Readonly<Record<string, string>> = {
  'argo-cd/application.yaml': 'argocd',
  'flux/sync.yaml': 'flux-system',
};

inTheCluster('kubectl apply -k', {}, (lab) => {
  /** Each test leaves it as it found it. */
  let before: readonly string[] = [];
  beforeAll(async () => {
    before = await everything(lab);
  });

  it('takes the base: as a dry run, for real, and again without a change, also after the monitor has written', async () => {
    onTestFinished(() => deleted(lab, BASE));
    await silently(lab, 'apply', '-f', join(BASE, 'namespace.yaml'));
    await silently(lab, 'apply', '-k', BASE, '--dry-run=server');
    expect(await kubectl(lab, 'get', 'cronjobs,configmaps,leases', '-n', NAMESPACE, '-o', 'name')).toBe(
      'configmap/kube-root-ca.crt\n',
    );
    await silently(lab, 'apply', '-k', BASE);
    await expectUnchanged(lab, BASE);

    const kubeconfig = lab.kubeconfigForToken('applied', await tokenOf(lab, NAMESPACE, 'k8s-monitor'));
    const env = { KUBECONFIG: kubeconfig, STATE_DIR: 'configmap:k8s-monitor/state' };
    const run = await cli(['run', '--once', '--no-model', '--exit-zero'], env);
    expect(run.code, run.stderr).toBe(0);
    const written = await kubectl(lab, 'get', 'configmap', 'state-0', '-n', NAMESPACE, '-o', 'jsonpath={.data}');
    expect(written).not.toBe('');
    await expectUnchanged(lab, BASE);

    await deleted(lab, BASE);
    expect(await everything(lab)).toEqual(before);
  });

  it('keeps every pod out of its namespace that wants more than the strictest profile allows, and lets its own in', async () => {
    onTestFinished(() => deleted(lab, BASE));
    await silently(lab, 'apply', '-k', BASE);
    const own = await podOfTemplate(lab);
    await silently(lab, ['create', '--dry-run=server', '-f', '-'], JSON.stringify(own));

    const [container] = own.spec.containers;
    const more: Readonly<Record<string, object>> = {
      privileged: { privileged: true, allowPrivilegeEscalation: true },
      runAsNonRoot: { runAsNonRoot: false },
      allowPrivilegeEscalation: { allowPrivilegeEscalation: true },
      capabilities: { capabilities: {} },
      seccompProfile: { seccompProfile: { type: 'Unconfined' } },
    };
    for (const [word, context] of Object.entries(more)) {
      const securityContext = { ...container.securityContext, ...context };
      const pod = { ...own, spec: { ...own.spec, containers: [{ ...container, securityContext }] } };
      const { code, stderr } = await lab.kubectl(['create', '--dry-run=server', '-f', '-'], {
        stdin: JSON.stringify(pod),
      });
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(new RegExp(`violates PodSecurity "restricted.*${word}`)),
      ]);
    }
  });

  it.each(folders.filter(isComponent))(
    'takes the component %s over the base, twice, and all of it goes',
    async (name) => {
      await comesAndGoes(lab, overlay(lab.dir, { components: [name] }));
      expect(await everything(lab)).toEqual(before);
    },
  );

  it('takes what the watched cluster of another one needs', async () => {
    await comesAndGoes(lab, join(COMPONENTS, 'another-cluster', 'there'));
    expect(await everything(lab)).toEqual(before);
  });

  it.each(Object.entries(FOR_OTHERS))('takes %s', async (path, namespace) => {
    await kubectl(lab, 'create', 'namespace', namespace);
    onTestFinished(async () => void (await kubectl(lab, 'delete', 'namespace', namespace)));
    await silently(lab, 'apply', '-f', join(COMPONENTS, path));
  });

  it('knows no folder of components that is not tried here', () => {
    const others = Object.keys(FOR_OTHERS).map((path) => path.split('/')[0]);
    expect(folders.filter((name) => !isComponent(name) && !others.includes(name))).toEqual([]);
  });

  it('prints what dist/install.yaml holds', async () => {
    const install = readFileSync(join(K8S, '..', 'dist', 'install.yaml'), 'utf8');
    const printed = await kubectl(lab, 'kustomize', BASE);
    expect(byName(install)).toEqual(byName(printed));
  });
});

async function comesAndGoes(cluster: Cluster, folder: string): Promise<void> {
  onTestFinished(() => deleted(cluster, folder));
  await silently(cluster, 'apply', '-f', join(BASE, 'namespace.yaml'));
  await silently(cluster, 'apply', '-k', folder, '--dry-run=server');
  await silently(cluster, 'apply', '-k', folder);
  await expectUnchanged(cluster, folder);
  await deleted(cluster, folder);
}

/** Applied once more: the API server has nothing to write. */
async function expectUnchanged(cluster: Cluster, folder: string): Promise<void> {
  const before = await marksOf(cluster, folder);
  const said = await silently(cluster, 'apply', '-k', folder);
  expect(said.split('\n').filter((line) => line !== '' && !line.endsWith(' unchanged'))).toEqual([]);
  expect(await marksOf(cluster, folder)).toEqual(before);
}

/** Warnings count: the API server has nothing to say against it. */
async function silently(cluster: Cluster, ...args: readonly string[] | [readonly string[], string]): Promise<string> {
  const [first] = args;
  const { code, stdout, stderr } = Array.isArray(first)
    ? await cluster.kubectl(first, { stdin: String(args[1]) })
    : await cluster.kubectl(args.map(String));
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
}

const Template = z.looseObject({
  spec: z.looseObject({ containers: z.tuple([z.looseObject({ securityContext: z.looseObject({}) })]) }),
});

/** A pod as the Jobs of the CronJob make it. */
async function podOfTemplate(cluster: Cluster) {
  const path = 'jsonpath={.spec.jobTemplate.spec.template}';
  const text = await kubectl(cluster, 'get', 'cronjob', 'k8s-monitor', '-n', NAMESPACE, '-o', path);
  const metadata = { name: 'tried', namespace: NAMESPACE };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: Template.parse(JSON.parse(text)).spec };
}

const Named = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});

function byName(yaml: string): Readonly<Record<string, unknown>> {
  const all = parseAllDocuments(yaml).map((document) => Named.parse(document.toJS()));
  return Object.fromEntries(
    all.map((one) => [`${one.kind} ${one.metadata.namespace ?? ''}/${one.metadata.name}`, one]),
  );
}
