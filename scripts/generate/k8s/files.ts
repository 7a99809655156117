import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterRole, componentRole } from './cluster-role.ts';
import { installYaml } from './install.ts';
import { externalSecret, sealedSecret, secretExample } from './secrets.ts';
import { settingsEnv } from './settings.ts';
import { stateManifests } from './state.ts';

/** Those that grant something. */
const COMPONENTS = ['config-times', 'kubelet-volume-figures'] as const;

const root = join(import.meta.dirname, '..', '..', '..');

const copy = (from: string, path: string) => ({ path, render: () => readFileSync(join(root, from), 'utf8') });

/** What is made from code or copied into k8s/, because kustomize reads nothing outside its folder; the whole of it comes last. */
export const K8S_FILES = [
  ...readdirSync(join(root, 'agents')).map((name) => copy(`agents/${name}`, `k8s/base/agents/${name}`)),
  copy('docs/reference/services.txt', 'k8s/base/services.txt'),
  { path: 'k8s/base/settings.env', render: settingsEnv },
  { path: 'k8s/base/cluster-role.yaml', render: clusterRole },
  { path: 'k8s/base/state.yaml', render: stateManifests },
  ...COMPONENTS.map((name) => ({ path: `k8s/components/${name}/role.yaml`, render: () => componentRole(name) })),
  { path: 'k8s/components/secret.example.yaml', render: secretExample },
  { path: 'k8s/components/sealed-secret/sealed-secret.yaml', render: sealedSecret },
  { path: 'k8s/components/external-secret/external-secret.yaml', render: externalSecret },
  { path: 'dist/install.yaml', render: () => installYaml(join(root, 'k8s', 'base')) },
];
