// What `kubectl kustomize k8s/base` prints, for people who only want one file; made without kustomize, which not everybody has.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { yamlFile } from './yaml.ts';

/** All that the base says. Strict: what is not known here would be left out of the result. */
const Kustomization = z.strictObject({
  apiVersion: z.literal('kustomize.config.k8s.io/v1beta1'),
  kind: z.literal('Kustomization'),
  namespace: z.string(),
  labels: z.tuple([z.strictObject({ pairs: z.record(z.string(), z.string()), includeTemplates: z.literal(true) })]),
  resources: z.array(z.string()),
  generatorOptions: z.strictObject({ disableNameSuffixHash: z.literal(true) }),
  configMapGenerator: z.array(
    z.strictObject({
      name: z.string(),
      files: z.array(z.string()).default([]),
      envs: z.array(z.string()).default([]),
    }),
  ),
});
type Kustomization = z.infer<typeof Kustomization>;
type Generator = Kustomization['configMapGenerator'][number];

const Metadata = z.looseObject({
  name: z.string(),
  namespace: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
});
const Resource = z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata: Metadata });
type Resource = z.infer<typeof Resource>;

const CLUSTER_WIDE: ReadonlySet<string> = new Set(['Namespace', 'ClusterRole', 'ClusterRoleBinding']);

export function installYaml(folder: string): string {
  const wanted = Kustomization.parse(parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')));
  const resources = wanted.resources.flatMap((name) =>
    parseAllDocuments(readFileSync(join(folder, name), 'utf8')).map((one) => Resource.parse(one.toJS())),
  );
  const made = wanted.configMapGenerator.map((one) => configMap(folder, one));
  const all = [...resources, ...made].map((one) => labelled(placed(one, wanted.namespace), wanted.labels[0].pairs));
  return yamlFile(
    [
      'What `kubectl kustomize k8s/base` prints: `kubectl apply -f` it to try the monitor. The services in it are those of the reference',
      'inventory; with your own, your Slack channel and your Secret it takes an overlay (k8s/README.md).',
    ],
    all,
  );
}

function configMap(folder: string, { name, files, envs }: Generator): Resource {
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const fromFiles = files.map((file) => [basename(file), read(file)] as const);
  const fromEnvs = envs.flatMap((file) =>
    read(file)
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
  );
  const data = Object.fromEntries([...fromFiles, ...fromEnvs].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data };
}

function placed(one: Resource, namespace: string): Resource {
  return CLUSTER_WIDE.has(one.kind) ? one : { ...one, metadata: { ...one.metadata, namespace } };
}

const Template = z.looseObject({ metadata: z.looseObject({ labels: z.record(z.string(), z.string()).optional() }) });
const Jobs = z.looseObject({ jobTemplate: z.looseObject({ spec: z.looseObject({ template: z.unknown() }) }) });

type Labels = Readonly<Record<string, string>>;

function labelled(one: Resource, pairs: Labels): Resource {
  const { metadata } = one;
  const marked = { ...one, metadata: { ...metadata, labels: { ...metadata.labels, ...pairs } } };
  return one.kind === 'CronJob' ? withTemplates(marked, pairs) : marked;
}

/** The Job that a CronJob makes, and the pod that the Job makes. */
function withTemplates(one: Resource, pairs: Labels): Resource {
  const spec = Jobs.parse(one['spec']);
  const job = Template.parse({ metadata: {}, ...spec.jobTemplate });
  const pod = Template.parse({ metadata: {}, ...z.looseObject({}).parse(spec.jobTemplate.spec.template) });
  const add = ({ metadata }: z.infer<typeof Template>) => ({
    metadata: { ...metadata, labels: { ...metadata.labels, ...pairs } },
  });
  const template = { ...pod, ...add(pod) };
  return {
    ...one,
    spec: { ...spec, jobTemplate: { ...job, ...add(job), spec: { ...spec.jobTemplate.spec, template } } },
  };
}
