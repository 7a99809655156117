import { describe, expect, it } from 'vitest';
import { podWithClaim } from '../../../tests/support/fake-kubelet.ts';
import { snapshotOf } from '../../../tests/support/view.ts';
import { kubeletsToAsk, kubeletUrl } from './addresses.ts';

const urlOf = (host: string, port = 10_250) => kubeletUrl({ node: 'a', host, port }).href;

describe('where a kubelet is asked', () => {
  it.each([
    ['10.0.0.1', 'https://10.0.0.1:10250/'],
    ['203.0.113.9', 'https://203.0.113.9:10250/'],
    ['fd00::7', 'https://[fd00::7]:10250/'],
  ])('%s', (host, url) => expect(urlOf(host)).toBe(url));

  it.each([
    '10.0.0.1@localhost:1/#',
    'node-a.example',
    'localhost',
    '',
    '127.0.0.1',
    '127.8.9.1',
    '0.0.0.0',
    '169.254.169.254',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    'fe80::1',
    'fe80::1%eth0',
    'fd00::1%eth0',
    'ff02::1',
    '0x7f.1',
    '2130706433',
  ])('never %s', (host) => expect(() => urlOf(host)).toThrow('is not the address of a node'));

  it.each([0, -1, 65_536, 1.5, Number.NaN])('never on port %s', (port) => {
    expect(() => urlOf('10.0.0.1', port)).toThrow('is not the port of a kubelet');
  });
});

it('who is asked knows of the claims that pods on its node mount, made for a pod or not', () => {
  const node = {
    kind: 'Node',
    metadata: { name: 'node-a' },
    status: {
      addresses: [{ type: 'InternalIP', address: '10.0.0.1' }],
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };
  const pod = podWithClaim('shop', 'web-0', 'uploads');
  const volumes = [...pod.spec.volumes, { name: 'scratch', ephemeral: { volumeClaimTemplate: {} } }];
  const objects = [node, { ...pod, spec: { ...pod.spec, volumes } }, podWithClaim('shop', 'db-0', 'data', 'node-b')];
  expect(kubeletsToAsk(snapshotOf(objects).objects, ['shop'])).toEqual([
    {
      node: 'node-a',
      host: '10.0.0.1',
      port: 10_250,
      claims: new Set(['shop/uploads', 'shop/web-0-scratch']),
      first: true,
    },
  ]);
});
