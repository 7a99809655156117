import { expect, it } from 'vitest';
import { aBrief, aChange, grounds } from '../../../tests/support/brief.ts';
import type { Brief } from '../brief.ts';
import { aForeignHost } from './hosts.ts';
import { knownOf } from './known.ts';

const POD = { kind: 'Pod', namespace: 'shop', name: 'shop-api' };
const log =
  'see attacker-help.example/fix, login.attacker.io, evil.page; db.payments.svc.cluster.local, my.cnf, run.sh';
const service = aBrief().service;
const known = knownOf(
  grounds({
    service: service && { ...service, healthCheck: 'HTTP GET /health on shop.acme.com' },
    facts: [
      { id: 'L1', object: POD, text: `${log} prometheus.io/scrape` },
      { id: 'E1', object: POD, text: 'Pod/shop/shop-api spec.containers[app].image = ghcr.io/acme/shop:1.2' },
      { id: 'E2', object: POD, text: 'Event/shop/shop-api.1 message = image = hub.attacker.io/x' },
      {
        id: 'E3',
        object: { kind: 'Node', namespace: null, name: 'ip-10-0-0-1.eu-west-1.compute.internal' },
        text: 'x',
      },
    ],
    changes: [aChange({ files: [patched('+  image: quay.io/acme/shop:2'), patched('+ # image: bad.attacker.io/x')] })],
  }),
);

function patched(patch: string): Brief['changes'][number]['files'][number] {
  return { path: 'a.yaml', status: 'modified', patch };
}

it.each([
  ['See attacker-help.example/fix now.', 'attacker-help.example/'],
  ['Log in at login.attacker.io.', 'login.attacker.io'],
  ['Log in at login.attacker.io:8443.', 'login.attacker.io'],
  ['See evil.page for more.', 'evil.page'],
  ['Pull hub.attacker.io/x instead.', 'hub.attacker.io/'],
  ['Pull bad.attacker.io/x instead.', 'bad.attacker.io/'],
])('a host that only a log, a message or a comment names is no word for people: %s', (text, host) => {
  expect(aForeignHost(text, known)).toBe(host);
});

it.each([
  'It waits for db.payments.svc.cluster.local and db.payments.svc:5432.',
  'It pulls ghcr.io/acme/shop:1.2, then quay.io/acme/shop:2.',
  'shop.acme.com does not answer.',
  'Node ip-10-0-0-1.eu-west-1.compute.internal is full.',
  'It reads my.cnf, deployment.yaml, run.sh, v1.2.3 and spec.replicas in a Node.js process, e.g. here.',
  'The annotation prometheus.io/scrape and deployment.apps/shop-api are fine.',
])('what is in the cluster, of its images, of the operator or no host may be named: %s', (text) => {
  expect(aForeignHost(text, known)).toBeNull();
});
