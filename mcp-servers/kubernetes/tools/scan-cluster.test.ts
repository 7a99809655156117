import { expect, test } from 'vitest';
import { dataOf, depsWith, QUIET, recordedAccessTo } from '../../../tests/support/access.ts';
import { NOW } from '../../../tests/support/view.ts';
import type { Scan } from '../deps.ts';
import { scanCluster } from './scan-cluster.ts';

const finding = (namespace: string, name: string): Scan['findings'][number] => ({
  code: 'oom-crash-loop',
  reason: 'OOMKilled',
  subject: { kind: 'Pod', namespace, name },
  owner: { kind: 'Deployment', namespace, name: 'api' },
  container: 'api',
  since: new Date(NOW.getTime() - 12 * 60_000),
  message: 'api is killed again and again',
  evidence: [],
});
const scan = (parts: Partial<Scan>, args: unknown = {}) =>
  scanCluster.call(args, depsWith(recordedAccessTo([]), { ...QUIET, ...parts }), new AbortController().signal);

test('what is broken, whom it hurts, and what could not be read', async () => {
  const outcome = await scan({
    findings: [finding('shop', 'api-1'), finding('blog', 'web-1')],
    services: [
      { name: 'shop', tier: 'P0', state: 'down' },
      { name: 'blog', tier: 'P2', state: 'ok' },
    ],
    gaps: ['list pods in mysql: forbidden'],
  });
  expect(outcome.text).toBe(
    [
      'Cluster test at 2026-01-15T12:00:00.000Z: 2 of 2 findings.',
      'Services in trouble:',
      '  shop (P0): down',
      'Not read, so nothing is known of it:',
      '  list pods in mysql: forbidden',
      'CODE            OBJECT          SINCE       WHAT',
      'oom-crash-loop  Pod/shop/api-1  12 min ago  api is killed again and again',
      'oom-crash-loop  Pod/blog/web-1  12 min ago  api is killed again and again',
    ].join('\n'),
  );
  expect(dataOf(outcome)).toMatchObject({
    total: 2,
    services: [{ name: 'shop' }],
    gaps: ['list pods in mysql: forbidden'],
  });
});

test('of one namespace, and nothing at all', async () => {
  const outcome = await scan({ findings: [finding('shop', 'api-1'), finding('blog', 'web-1')] }, { namespace: 'blog' });
  expect(outcome.text).toContain('1 of 1 findings in blog.');
  expect(outcome.text).not.toContain('api-1');
  expect((await scan({})).text).toContain('0 of 0 findings.\nNo listed service is in trouble.');
});

test('hundreds of findings fit, and how many are left out is said', async () => {
  const findings = Array.from({ length: 300 }, (_, index) => finding('shop', `api-${index}`));
  const outcome = await scan({ findings, gaps: Array.from({ length: 300 }, (_, index) => `gap ${index}`) });
  expect(outcome.text.length).toBeLessThanOrEqual(6000);
  expect(outcome.text).toContain('40 of 300 findings');
});
