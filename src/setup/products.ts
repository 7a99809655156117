// What people install beside their own applications, and how much usually hangs on it.
import type { Tier } from '../domain/service.ts';
import { imageNames, wordsOf } from './words.ts';

export interface Product {
  readonly tier: Tier;
  /** In words that follow "it". */
  readonly does: string;
  readonly names: ReadonlySet<string>;
}

const PRODUCTS: readonly Product[] = [
  product(
    'P1',
    'lets traffic in',
    'traefik ingress-nginx nginx-ingress haproxy-ingress kubernetes-ingress contour kong istiod istio-ingressgateway',
    'envoy-gateway metallb kube-vip svclb cloudflared external-dns tailscale aws-load-balancer',
  ),
  product('P1', 'resolves names in the cluster', 'coredns kube-dns node-local-dns nodelocaldns'),
  product(
    'P1',
    "is the cluster's network",
    'kube-proxy kube-flannel flannel canal cilium calico calico-node calico-kube-controllers tigera weave-net antrea',
    'kube-router multus linkerd-destination linkerd-identity linkerd-proxy-injector',
  ),
  product('P1', 'renews certificates', 'cert-manager trust-manager step-certificates'),
  product(
    'P1',
    'gives others their secrets',
    'vault openbao external-secrets sealed-secrets secrets-store-csi infisical onepassword-connect',
  ),
  product('P1', 'deploys what others are made of', 'argocd argo-cd argo-rollouts flux crossplane'),
  product(
    'P1',
    'gives others their storage',
    'longhorn local-path-provisioner rook rook-ceph ceph openebs nfs-subdir-external-provisioner csi-nfs csi-smb ebs-csi',
    'topolvm democratic-csi minio seaweedfs',
  ),
  product('P1', 'signs people in', 'keycloak authentik authelia dex oauth2-proxy zitadel'),
  product(
    'P2',
    'watches the cluster',
    'prometheus kube-prometheus-stack grafana loki promtail alloy alertmanager metrics-server kube-state-metrics',
    'node-exporter prometheus-node-exporter tempo jaeger thanos mimir victoria-metrics vmagent vmalert vmsingle datadog',
    'datadog-cluster fluent-bit fluentd otel-collector opentelemetry-collector uptime-kuma k8s-monitor',
  ),
  product(
    'P2',
    'keeps the cluster in order',
    'velero keda reloader descheduler kyverno gatekeeper node-feature-discovery vpa-recommender vpa-updater',
    'cluster-autoscaler kured system-upgrade renovate trivy',
  ),
  product(
    'P3',
    'is a page for those who run the cluster',
    'kubernetes-dashboard headlamp pgadmin pgadmin4 phpmyadmin adminer mongo-express redis-commander redisinsight kubecost',
    'portainer weave-scope',
  ),
];

function product(tier: Tier, does: string, ...names: readonly string[]): Product {
  return { tier, does, names: new Set(names.flatMap((line) => line.split(' '))) };
}

/** Words for a part of a product: `cert-manager-webhook` belongs to cert-manager, `vault-client` to nobody we know. */
const PARTS = new Set(
  'controller controllers manager operator server webhook cainjector injector agent admission ui driver deployer rbac cluster daemon daemonset node ds speaker gateway'.split(
    ' ',
  ),
);

/** The product that a workload is, or is a part of: by its name, its label `app.kubernetes.io/name`, or its image. */
export function productOf(names: readonly string[], images: readonly string[]): Product | null {
  const fromImages = images.map(imageNames).flatMap(({ path, last }) => [last, path.replaceAll('/', '-')]);
  for (const name of [...names, ...fromImages]) {
    const found = PRODUCTS.find((known) => spellings(name).some((spelling) => known.names.has(spelling)));
    if (found !== undefined) return found;
  }
  return null;
}

/** The name as it is, and without the words for parts at its end. */
function spellings(name: string): readonly string[] {
  const words = wordsOf(name);
  const lengths = words.map((_, index) => words.length - index);
  const ends = lengths.filter((length) => words.slice(length).every((word) => PARTS.has(word)));
  return ends.map((length) => words.slice(0, length).join('-'));
}
