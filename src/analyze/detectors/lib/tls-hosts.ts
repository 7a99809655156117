import { namespaceOf } from '../../../kinds/refs.ts';
import type { View } from '../../detector.ts';
import { namesText } from './phrases.ts';

export const TLS_KINDS = ['Ingress', 'Gateway'] as const;
type Sees = View<(typeof TLS_KINDS)[number]>;

/** A secret as sentences call it: with the hosts that are served with it, where an ingress or a gateway says so. */
export function secretTexts(view: Sees): (namespace: string | null, name: string) => string {
  const uses = Map.groupBy([...byIngress(view), ...byGateway(view)], (use) => use.secret);
  return (namespace, name) => {
    const hosts = (uses.get(`${namespace ?? ''}/${name}`) ?? []).flatMap((use) => use.hosts);
    return hosts.length === 0 ? name : `${name} (of ${namesText([...new Set(hosts)].sort())})`;
  };
}

interface Use {
  /** `namespace/name`. */
  readonly secret: string;
  readonly hosts: readonly string[];
}

function byIngress(view: Sees): readonly Use[] {
  return view.list('Ingress').flatMap((ingress) =>
    (ingress.spec?.tls ?? []).flatMap(({ secretName, hosts }) => {
      return secretName ? [{ secret: `${namespaceOf(ingress)}/${secretName}`, hosts: hosts ?? [] }] : [];
    }),
  );
}

function byGateway(view: Sees): readonly Use[] {
  return view.list('Gateway').flatMap((gateway) =>
    (gateway.spec?.listeners ?? []).flatMap(({ tls, hostname }) =>
      (tls?.certificateRefs ?? []).map((ref) => ({
        secret: `${ref.namespace || namespaceOf(gateway)}/${ref.name}`,
        hosts: hostname ? [hostname] : [],
      })),
    ),
  );
}
