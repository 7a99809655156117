// Raw objects for tests of what `init` drafts: whatever runs in a cluster, said in a few words.

export interface RunningParts {
  readonly image?: string;
  readonly replicas?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly claim?: string | null;
  /** Variables of its container. */
  readonly env?: Readonly<Record<string, string>>;
  readonly suspend?: boolean;
}

/** `place`: namespace/name. Its pods carry the label `app` with its name. */
export function running(kind: string, place: string, parts: RunningParts = {}): object {
  const [namespace, name = ''] = place.split('/');
  const {
    image = 'acme/app:1',
    replicas = 1,
    labels = {},
    annotations = {},
    claim = null,
    env = {},
    suspend = false,
  } = parts;
  const spec = {
    containers: [{ name: 'main', image, env: Object.entries(env).map(([key, value]) => ({ name: key, value })) }],
    volumes: claim === null ? [] : [{ name: 'data', persistentVolumeClaim: { claimName: claim } }],
  };
  const metadata = { name, namespace, labels, annotations };
  if (kind === 'Pod') return { kind, metadata: { ...metadata, labels: { app: name } }, spec };
  const template = { metadata: { labels: { app: name } }, spec };
  if (kind === 'CronJob') return { kind, metadata, spec: { suspend, jobTemplate: { spec: { template } } } };
  const wanted = kind === 'DaemonSet' ? {} : { replicas };
  return { kind, metadata, spec: { ...wanted, selector: { matchLabels: { app: name } }, template } };
}

/** A Service for the workload of that place. */
export function serviceFor(place: string, type = 'ClusterIP'): object {
  const [namespace, name = ''] = place.split('/');
  return {
    kind: 'Service',
    metadata: { name, namespace },
    spec: { type, selector: { app: name }, ports: [{ port: 80 }] },
  };
}

/** An Ingress to the Service of that place. */
export function ingressTo(place: string, host: string, ingressClassName = 'nginx'): object {
  const [namespace, name = ''] = place.split('/');
  const path = { path: '/', backend: { service: { name, port: { number: 80 } } } };
  return {
    kind: 'Ingress',
    metadata: { name, namespace },
    spec: { ingressClassName, rules: [{ host, http: { paths: [path] } }] },
  };
}
