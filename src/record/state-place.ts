import { ConfigError } from '../platform/errors.ts';

/** Where the state is kept. */
export type StatePlace = { readonly kind: 'folder'; readonly dir: string } | ConfigMapPlace;

export interface ConfigMapPlace {
  readonly kind: 'configmap';
  readonly namespace: string;
  /** What the names of all its objects begin with: `stateObjectNames` lists them. */
  readonly name: string;
}

const PREFIX = 'configmap:';
const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const NAMESPACE = new RegExp(`^${LABEL}$`);
const NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const LONGEST_NAMESPACE = 63;
/** 253, less the longest ending: `-records`. */
const LONGEST_NAME = 245;

/** `configmap:<namespace>/<name>`, else a folder. Throws a ConfigError for names that Kubernetes wouldn't take. */
export function parseStatePlace(text: string): StatePlace {
  if (!text.startsWith(PREFIX)) return { kind: 'folder', dir: text };
  const [namespace = '', name = '', ...more] = text.slice(PREFIX.length).split('/');
  const bad =
    more.length > 0 || name === ''
      ? 'it is not that'
      : (wrong(namespace, NAMESPACE, LONGEST_NAMESPACE) ?? wrong(name, NAME, LONGEST_NAME));
  if (bad === null) return { kind: 'configmap', namespace, name };
  throw new ConfigError(
    `the state in ConfigMaps is named configmap:<namespace>/<name>, such as configmap:k8s-monitor/state; found "${text}": ${bad}`,
  );
}

function wrong(name: string, pattern: RegExp, longest: number): string | null {
  if (name.length > longest) return `"${name.slice(0, 20)}…" is longer than ${longest} characters`;
  return pattern.test(name)
    ? null
    : `"${name}" wants small letters, digits and '-', with a letter or digit at both ends`;
}
