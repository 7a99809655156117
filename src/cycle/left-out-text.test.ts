import { expect, it } from 'vitest';
import { NO_OBJECT } from '../kinds/left-out.ts';
import { leftOutCount, leftOutText } from './left-out-text.ts';

const one = (kind: string, name: string | null, why: string) => ({ kind, namespace: name && 'shop', name, why });

it('is one counted line per kind, with an example', () => {
  const skipped = [
    ...['cart-1', 'cart-2', 'cart-3'].map((name) => one('Pod', name, 'spec.containers: expected array')),
    one('Ingress', 'a', 'x'),
    one('Ingress', 'b', 'x'),
    one('Deployment', 'api', 'spec.replicas: expected number'),
    one('document', null, 'dump.yaml:6: broken'),
    one('unknown', null, 'dump.yaml:9: not a Kubernetes object'),
    one(NO_OBJECT.log, 'cart-1', 'container app: timeout'),
    one(NO_OBJECT.olderEvents, null, '7 older ones were left out'),
    one('any', null, '5 more were left out'),
  ];
  expect(leftOutText(skipped)).toEqual([
    'left out 3 malformed Pods, for example shop/cart-1: spec.containers: expected array',
    'left out 2 malformed Ingresses, for example shop/a: x',
    'left out 1 malformed Deployment, shop/api: spec.replicas: expected number',
    'left out 1 document that could not be read: dump.yaml:6: broken',
    'left out 1 malformed object: dump.yaml:9: not a Kubernetes object',
    'could not read 1 log, shop/cart-1: container app: timeout',
    'Events: 7 older ones were left out',
    '5 more were left out',
  ]);
  expect(leftOutCount(skipped)).toBe(9);
});
