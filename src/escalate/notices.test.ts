import { expect, it } from 'vitest';
import { service } from '../../tests/support/service.ts';
import type { Gap } from '../domain/cluster.ts';
import { blindNotice, gapNotice } from './notices.ts';

const services = [service('mysql'), service('n8n'), service('tool', { namespaces: ['mysql', 'tool'] })];
const gap = (resource: string, namespace: string | null): Gap => ({
  verb: 'list',
  resource,
  namespace,
  cause: 'forbidden',
  detail: 'pods is forbidden',
});

it.each([
  ['pods everywhere hide all', gap('pods', null), ['mysql', 'n8n', 'tool'], false],
  ['pods in a namespace hide who lives there', gap('pods', 'mysql'), ['mysql', 'tool'], false],
  ['events hide nobody', gap('events', null), [], false],
  ['nodes hide what happens on them', gap('nodes', null), [], true],
])('a gap in %s', (_name, of, hidden, nodes) => {
  const notice = gapNotice(of, services);
  expect([notice.services, notice.hidesNodes]).toEqual([hidden, nodes]);
  expect(notice.detail).toContain('Unread is not healthy');
});

it('has a key of its own for each verb, resource and namespace', () => {
  const keys = [
    gap('pods', null),
    gap('pods', 'a'),
    gap('events', null),
    { ...gap('pods', null), verb: 'get' as const },
  ].map((g) => gapNotice(g, services).key);
  expect(new Set(keys).size).toBe(4);
});

it('blind is about every service', () => {
  expect(blindNotice({ uid: 'u', name: 'home', version: null }, 'refused', services)).toMatchObject({
    kind: 'BLIND',
    services: ['mysql', 'n8n', 'tool'],
  });
});
