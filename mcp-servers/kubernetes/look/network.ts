import type { ObjectOf } from '../../../src/kinds/registry.ts';
import { FINE, type Look, told } from './look.ts';

export function lookAtService({ spec }: ObjectOf<'Service'>): Look {
  const ports = (spec?.ports ?? []).map(({ port, targetPort }) => `${port}→${targetPort ?? port}`).join(' ');
  const selector = Object.entries(spec?.selector ?? {}).map(([key, value]) => `${key}=${value}`);
  const aims = selector.length > 0 ? `selects ${selector.join(',')}` : (spec?.externalName ?? 'no selector');
  return { ...FINE, status: spec?.type ?? 'ClusterIP', about: told(spec?.clusterIP, ports, aims) };
}

export function lookAtEndpointSlice({ endpoints, metadata }: ObjectOf<'EndpointSlice'>): Look {
  const all = endpoints ?? [];
  // Not said means ready.
  const ready = all.filter(({ conditions }) => conditions?.ready !== false).length;
  const service = metadata.labels?.['kubernetes.io/service-name'];
  return {
    ready: `${ready}/${all.length}`,
    status: ready > 0 ? 'Ready' : 'NoEndpoints',
    about: service === undefined ? '' : `of Service ${service}`,
    trouble: ready < all.length || ready === 0,
  };
}

export function lookAtIngress({ spec, metadata }: ObjectOf<'Ingress'>): Look {
  const rules = (spec?.rules ?? []).flatMap(({ host, http }) =>
    (http?.paths ?? []).map(({ path, backend }) => {
      const { name, port } = backend?.service ?? {};
      return `${host ?? '*'}${path ?? ''}→${name ?? '?'}:${port?.number ?? port?.name ?? '?'}`;
    }),
  );
  const ingressClass = spec?.ingressClassName ?? metadata.annotations?.['kubernetes.io/ingress.class'];
  return { ...FINE, about: told(`class ${ingressClass ?? 'by default'}`, rules.slice(0, 4).join(' ')) };
}

/** What it lets in and out; a direction that it names without rules is closed. */
export function lookAtPolicy({ spec }: ObjectOf<'NetworkPolicy'>): Look {
  const labels = Object.entries(spec?.podSelector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const expressions = spec?.podSelector?.matchExpressions ?? [];
  const picks = expressions.length > 0 ? [...labels, 'more'] : labels;
  const types = spec?.policyTypes ?? ['Ingress', ...(spec?.egress ? ['Egress'] : [])];
  const rules = (type: string): number => ((type === 'Egress' ? spec?.egress : spec?.ingress) ?? []).length;
  const said = types.map((type) => `${type} ${rules(type) === 0 ? 'closed' : `by ${rules(type)} rules`}`);
  return { ...FINE, about: told(`picks ${picks.join(',') || 'all pods'}`, ...said) };
}
