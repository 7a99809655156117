// A setting has one name: in the environment, .env.example, the manifests, the Secret and the docs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isSettingName, SETTING_NAMES, SETTINGS } from '../../src/config/settings.ts';
import { envFile, filesIn, kustomization, manifests, ROOT, text } from './files.ts';

const SECRETS = SETTING_NAMES.filter((name) => 'secret' in SETTINGS[name]);
/** Variables that a routes.yaml may name: `urlFrom: NTFY_URL`. */
const routesVariables = (path: string): readonly string[] =>
  [...text(path).matchAll(/\w+From: ([A-Z][A-Z0-9_]+)/g)].map(([, name = '']) => name);
const REFERENCE_ROUTES = routesVariables('docs/reference/routes.yaml');
/** What belongs to the machine or to another program. */
const OF_OTHERS = [
  'ANTHROPIC_CUSTOM_HEADERS',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
  'NODE_EXTRA_CA_CERTS',
  'NODE_USE_ENV_PROXY',
  'KUBERNETES_SERVICE_HOST',
  'KUBERNETES_SERVICE_PORT',
];
const COMPONENTS = filesIn('k8s').filter((path) => path.endsWith('/kustomization.yaml'));

it('.env.example has every setting, each once', () => {
  const names = [...text('.env.example').matchAll(/^#([A-Z0-9_]+)=/gm)].map(([, name]) => name);
  expect(names.toSorted()).toEqual(SETTING_NAMES.toSorted());
});

it('the settings of the ConfigMap are settings, and none is a secret', () => {
  const set = [...envFile('k8s/base/settings.env').keys()];
  expect(set).toEqual(expect.arrayContaining(['STATE_DIR', 'AGENTS_DIR', 'SERVICES_FILE']));
  const all = [...text('k8s/base/settings.env').matchAll(/^#?([A-Z0-9_]+)=/gm)].map(([, name = '']) => name);
  expect([...all, 'RUN_ID', ...SECRETS].toSorted()).toEqual(SETTING_NAMES.toSorted());
});

it('the settings that components change are settings, or variables of the machine', () => {
  const literals = COMPONENTS.flatMap((path) =>
    kustomization(path).configMapGenerator.flatMap(({ name, literals }) =>
      literals.map((line) => [name, line.slice(0, line.indexOf('='))] as const),
    ),
  );
  expect(literals.length).toBeGreaterThan(4);
  expect(literals.filter(([map]) => map !== 'k8s-monitor-settings')).toEqual([]);
  expect(literals.filter(([, name]) => !isSettingName(name) && !OF_OTHERS.includes(name))).toEqual([]);
});

it.each([
  ['k8s/components/secret.example.yaml', /^ {2}([A-Z0-9_]+): ''$/gm],
  ['k8s/components/sealed-secret/sealed-secret.yaml', /^ {4}#?([A-Z0-9_]+): /gm],
  [
    'k8s/components/external-secret/external-secret.yaml',
    /^ {4}#?- \{ secretKey: ([A-Z0-9_]+), remoteRef: \{ key: k8s-monitor, property: \1 \} \}$/gm,
  ],
])('%s has every secret setting and the variables of the reference routes.yaml', (path, key) => {
  const keys = [...text(path).matchAll(key)].map(([, name = '']) => name);
  expect(keys.toSorted()).toEqual([...SECRETS, ...REFERENCE_ROUTES].toSorted());
  expect(manifests(path).map(({ metadata }) => metadata.name)).toEqual(['k8s-monitor']);
});

it('docs and manifests name no variable that nobody knows', () => {
  const pages = filesIn('docs').filter((path) => /\.(md|ya?ml|txt)$/.test(path));
  const others = new Set([...OF_OTHERS, ...pages.flatMap(routesVariables)]);
  const files = ['README.md', 'CONTRIBUTING.md', 'AGENTS.md', '.env.example', ...pages, ...filesIn('k8s')];
  const words = /\b(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[A-Z][A-Z0-9]{3,}(?==[^=]))\b/g;
  const unknown = files.flatMap((path) =>
    [...readFileSync(join(ROOT, path), 'utf8').matchAll(words)]
      .map(([name]) => name)
      .filter((name) => !isSettingName(name) && !others.has(name))
      .map((name) => `${path}: ${name}`),
  );
  expect(unknown).toEqual([]);
  expect('set SLACK_CHANEL, or TOPIC=x; P0-DOWN'.match(words)).toEqual(['SLACK_CHANEL', 'TOPIC']);
});
