/** An ingress controller people run, and how its workloads are told from what only stands beside them. */
export interface IngressProduct {
  /** Stands in the controller id of its IngressClass. */
  readonly word: string;
  /** Last path parts of its images. */
  readonly images: readonly string[];
  /** Its bare name means the controller: for `traefik` it does, `nginx` may be any web server. */
  readonly alone: boolean;
}

export const INGRESS_PRODUCTS: readonly IngressProduct[] = [
  {
    word: 'nginx',
    images: [
      'ingress-nginx/controller',
      'ingress-nginx/controller-chroot',
      'ingress-nginx-controller',
      'nginx-ingress-controller',
      'nginx-ingress',
      'nginx-plus-ingress',
    ],
    alone: false,
  },
  { word: 'traefik', images: ['traefik', 'traefikee', 'traefik-hub'], alone: true },
  {
    word: 'haproxy',
    images: ['haproxy-ingress', 'haproxy-ingress-controller', 'haproxytech/kubernetes-ingress', 'kubernetes-ingress'],
    alone: false,
  },
  {
    word: 'kong',
    images: ['kong', 'kong-gateway', 'kong-ingress-controller', 'kubernetes-ingress-controller'],
    alone: true,
  },
  { word: 'contour', images: ['contour'], alone: true },
  // Its image is that of every sidecar: only the name tells.
  { word: 'istio', images: [], alone: false },
  { word: 'apisix', images: ['apisix-ingress-controller'], alone: false },
  { word: 'pomerium', images: ['pomerium/ingress-controller'], alone: false },
  { word: 'ambassador', images: ['emissary', 'aes'], alone: true },
  { word: 'aws', images: ['aws-load-balancer-controller', 'aws-alb-ingress-controller'], alone: false },
];

/** Words a controller's name may have beside its product's. */
export const CONTROLLER_WORDS: ReadonlySet<string> = new Set([
  'ingress',
  'ingressgateway',
  'controller',
  'gateway',
  'proxy',
  'k8s',
  'kubernetes',
  'internal',
  'external',
  'public',
  'private',
]);

/** What stands beside a controller and carries its name. */
export const BESIDE = /default-?backend|exporter|metrics|admission|webhook|cert-?gen|svclb/;
