import { describe, expect, it } from 'vitest';
import { ago, sceneOf } from '../../tests/support/view.ts';
import { isIngressController } from './ingress-controller.ts';

interface Named {
  readonly name: string;
  readonly image: string;
  readonly controller?: string;
  readonly kind?: string;
  readonly namespace?: string;
}

function serves({ name, image, controller = 'k8s.io/ingress-nginx', kind = 'Deployment', namespace = 'edge' }: Named) {
  const scene = sceneOf([
    { kind: 'IngressClass', metadata: { name: 'c' }, spec: { controller } },
    { kind: 'Ingress', metadata: { name: 'x', namespace: 'shop' }, spec: { ingressClassName: 'c' } },
    {
      kind,
      metadata: { name, namespace, creationTimestamp: ago('9d') },
      spec: { template: { metadata: { labels: {} }, spec: { containers: [{ name: 'app', image }] } } },
    },
  ]);
  return isIngressController(scene, { kind, namespace, name });
}

const NGINX = 'registry.k8s.io/ingress-nginx/controller:v1.9.4@sha256:abc';
const TRAEFIK = 'traefik.io/ingress-controller';

describe('an ingress controller', () => {
  it.each<Named>([
    { name: 'ingress-nginx-controller', image: NGINX, kind: 'DaemonSet' },
    { name: 'ingress-nginx-controller', image: 'registry.local:5000/edge:7', kind: 'DaemonSet' },
    { name: 'ingress-nginx-internal-controller', image: 'edge:7' },
    { name: 'front', image: NGINX },
    { name: 'front', image: 'docker.io/bitnami/nginx-ingress-controller:1' },
    { name: 'front', image: 'nginx/nginx-ingress:3.4', controller: 'nginx.org/ingress-controller' },
    { name: 'front', image: 'rancher/mirrored-ingress-nginx-controller:v1' },
    { name: 'traefik', image: 'rancher/mirrored-library-traefik:2.11', controller: TRAEFIK, namespace: 'kube-system' },
    { name: 'traefik', image: 'edge:7', controller: TRAEFIK },
    { name: 'front', image: 'traefik:v3.1', controller: TRAEFIK },
    { name: 'front', image: 'haproxytech/kubernetes-ingress', controller: 'haproxy.org/ingress-controller/haproxy' },
    { name: 'front', image: 'kong:3.6', controller: 'ingress-controllers.konghq.com/kong' },
    { name: 'front', image: 'ghcr.io/projectcontour/contour:v1', controller: 'projectcontour.io/default/contour' },
    { name: 'istio-ingressgateway', image: 'istio/proxyv2:1.20', controller: 'istio.io/ingress-controller' },
    { name: 'acme-ingress-controller', image: 'edge:7', controller: 'acme.example/ingress-controller' },
  ])('$name with $image', (named) => expect(serves(named)).toBe(true));

  it.each<Named>([
    { name: 'ingress-nginx-defaultbackend', image: 'registry.k8s.io/defaultbackend-amd64:1.5' },
    { name: 'ingress-nginx-default-backend', image: NGINX },
    { name: 'nginx-ingress-exporter', image: 'prom:1' },
    { name: 'ingress-nginx-controller-metrics', image: 'edge:7' },
    { name: 'ingress-nginx-admission-create', image: 'registry.k8s.io/ingress-nginx/kube-webhook-certgen:v1' },
    { name: 'svclb-traefik-0a1b2c', image: 'rancher/klipper-lb:v0.4', controller: TRAEFIK, kind: 'DaemonSet' },
    { name: 'web', image: 'nginx:1.25', namespace: 'ingress-demo' },
    { name: 'nginx', image: 'nginx:1.25', namespace: 'ingress-nginx' },
    { name: 'traefik-forward-auth', image: 'thomseddon/traefik-forward-auth:2', controller: TRAEFIK },
    { name: 'api', image: 'istio/proxyv2:1.20', controller: 'istio.io/ingress-controller' },
    // Not the product of the class in use.
    { name: 'ingress-nginx-controller', image: NGINX, controller: TRAEFIK },
  ])('is not $name with $image', (named) => expect(serves(named)).toBe(false));

  it('is no Ingress of that name', () => {
    const objects = [
      { kind: 'IngressClass', metadata: { name: 'c' }, spec: { controller: TRAEFIK } },
      { kind: 'Ingress', metadata: { name: 'traefik', namespace: 'shop' }, spec: { ingressClassName: 'c' } },
    ];
    expect(isIngressController(sceneOf(objects), { kind: 'Ingress', namespace: 'shop', name: 'traefik' })).toBe(false);
  });
});
