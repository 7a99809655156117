import { stringify } from 'yaml';
import { SETTINGS } from '../config/settings.ts';
import { type EnvValues, SECRET_NAMES } from './env-file.ts';

/** Who owns the repository and the image of a release is a placeholder: say yours. */
const PUBLIC_REPOSITORY = 'https://github.com/k8s-monitor/k8s-monitor';
const IMAGE = 'ghcr.io/k8s-monitor/k8s-monitor';
const NAMESPACE = 'k8s-monitor';

export interface OverlayParts {
  /** What `resources:` names: an address for `kubectl kustomize`, or a path from the overlay's folder. */
  readonly base: string;
  /** Of the image, such as 0.1.0. */
  readonly version: string;
  /** Settings of the pod beside those of the base; no secrets. */
  readonly settings: EnvValues;
}

export function defaultBase(version: string): string {
  return `${PUBLIC_REPOSITORY}//k8s/base?ref=v${version}`;
}

/** The last entry of the one list: of two keys of one name only the later one would count. */
const AGENTS = `  # Agents of your own, from files beside this one (a second configMapGenerator: would replace this list):
  # - name: k8s-monitor-agents
  #   namespace: ${NAMESPACE}
  #   behavior: merge
  #   files: [k8s-analyzer.md]
  #   options:
  #     disableNameSuffixHash: true
`;

/** k8s-overlay/kustomization.yaml. */
export function overlayKustomization({ base, version, settings }: OverlayParts): string {
  const literals = [...settings].map(([name, value]) => `${name}=${value}`);
  const generator = (name: string, more: object): object => ({
    name,
    namespace: NAMESPACE,
    ...more,
    options: { disableNameSuffixHash: true },
  });
  const generators = [
    generator('k8s-monitor-services', { behavior: 'replace', files: ['services.txt'] }),
    ...(literals.length === 0 ? [] : [generator('k8s-monitor-settings', { behavior: 'merge', literals })]),
  ];
  const isPublic = base.startsWith(PUBLIC_REPOSITORY);
  const whose = isPublic
    ? '# The owner in this address stands for yours: a fork, or wherever you keep k8s/base.\n'
    : '';
  return `# k8s-monitor in your cluster: kubectl apply -k k8s-overlay, or this folder for Argo CD and Flux.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
${whose}${stringify({ resources: [base] })}# The tokens: copy secret.example.yaml to secret.yaml, fill it in, and kubectl apply -f it once the namespace is there.
# Never commit it; for Git see the examples of sealed and external secrets in k8s/components.
# services.txt here is a copy of ../services.txt (kustomize reads nothing outside its folder): cp services.txt
# k8s-overlay/ after a change.
${stringify({ configMapGenerator: generators })}${AGENTS}# The registry stands for the one you push to: name yours as newName.
${stringify({ images: [{ name: IMAGE, newName: IMAGE, newTag: version }] })}`;
}

/** k8s-overlay/secret.example.yaml. */
export function secretExample(): string {
  const keys = SECRET_NAMES.map((name) => `  # ${SETTINGS[name].about}\n  ${name}: ''\n`).join('');
  return `# All keys that k8s-monitor knows; an empty one counts as not set. Copy this to secret.yaml and fill it in there:
# kubectl apply -f secret.yaml. Variables that your routes.yaml names belong here too.
apiVersion: v1
kind: Secret
metadata:
  name: k8s-monitor
  namespace: ${NAMESPACE}
type: Opaque
stringData:
${keys}`;
}
