import { describe, expect, test } from 'vitest';
import { withContainer } from '../../../tests/support/revisions.ts';
import { GONE } from '../../platform/redact/gone.cases.ts';
import { templateFields } from './template.ts';

const owner = { kind: 'Deployment', namespace: 'shop', name: 'api' };
const between = (before: object, after: object) => templateFields({ spec: before }, { spec: after }, owner);
const words = (before: object, after: object) => between(before, after).map(({ kind, text }) => `${kind}: ${text}`);
const inContainer = (before: object, after: object) => words(withContainer(before), withContainer(after));

describe('what differs between two templates', () => {
  test.each<[string, object, object, readonly string[]]>([
    ['nothing', { image: 'a:1' }, { image: 'a:1' }, []],
    ['an image', { image: 'a:1' }, { image: 'a:2' }, ['image: image a:1 → a:2']],
    [
      'resources',
      { resources: { limits: { memory: '512Mi', cpu: '1' } } },
      { resources: { limits: { memory: '64Mi', cpu: '1' }, requests: { cpu: '500m' } } },
      ['limits: memory limit 512Mi → 64Mi', 'requests: cpu request 500m added'],
    ],
    [
      'a probe',
      { readinessProbe: { httpGet: { path: '/up', port: 80 }, timeoutSeconds: 5 } },
      { readinessProbe: { httpGet: { path: '/ready', port: 80 }, timeoutSeconds: 1 } },
      ['probe: readinessProbe path /up → /ready', 'probe: readinessProbe timeoutSeconds 5 → 1'],
    ],
    [
      'security',
      { securityContext: { runAsUser: 0 } },
      { securityContext: { runAsUser: 1000, runAsNonRoot: true } },
      ['security: runAsUser 0 → 1000', 'security: runAsNonRoot true added'],
    ],
    [
      'a port',
      { ports: [{ containerPort: 80 }] },
      { ports: [{ containerPort: 8080 }] },
      ['port: containerPort 80 → 8080'],
    ],
    [
      'what a variable is taken from',
      { env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'pw' } } }] },
      { env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }] },
      ['secret: env PASSWORD secret key pw → password'],
    ],
    [
      'arguments: names and plain values of flags',
      { args: ['--workers=4', '--url=http://a', '--verbose'] },
      { args: ['--workers=40', '--url=http://b'] },
      [
        'command: arg --workers=4 → --workers=40',
        'command: arg --url changed (its value is not shown)',
        'command: arg --verbose removed',
      ],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(inContainer(before, after)).toEqual(expected);
  });

  test('scheduling, volumes, and containers that came', () => {
    const before = { nodeSelector: { disk: 'ssd' }, volumes: [{ name: 'data', configMap: { name: 'a' } }] };
    const after = { nodeSelector: { disk: 'nvme' }, volumes: [{ name: 'data', configMap: { name: 'b' } }] };
    const sidecar = { ...withContainer({}, after), initContainers: [{ name: 'wait', image: 'busybox' }] };
    expect(words(withContainer({}, before), sidecar).sort()).toEqual([
      expect.stringMatching(/^(?:config|storage): .*a → b$/),
      expect.stringMatching(/init container|wait|busybox/),
      'scheduling: disk ssd → nvme',
    ]);
  });

  test('the value of a variable shows in nothing but that it changed', () => {
    const env = (value: string) => ({
      env: [
        { name: 'LEVEL', value },
        { name: 'SAME', value: 'x' },
      ],
    });
    expect(between(withContainer(env('debug')), withContainer(env('info')))).toEqual([
      {
        kind: 'env',
        file: null,
        object: { kind: 'Deployment', name: 'api' },
        text: 'env LEVEL changed (its value is not shown)',
        from: null,
        to: null,
      },
    ]);
    expect(inContainer({}, env('debug'))).toEqual(['env: env LEVEL added', 'env: env SAME added']);
  });

  test('of several containers it is said which one', () => {
    const pods = (image: string, sidecar: string) => ({
      containers: [
        { name: 'api', image },
        { name: 'proxy', image: sidecar },
      ],
    });
    expect(words(pods('a:1', 'p:1'), pods('a:1', 'p:2'))).toEqual(['image: proxy: image p:1 → p:2']);
  });

  test('labels that every revision has of its own are none', () => {
    const template = (hash: string) => ({ metadata: { labels: { app: 'a', 'pod-template-hash': hash } }, spec: {} });
    expect(templateFields(template('x'), template('y'), owner)).toEqual([]);
  });

  test('a checksum that somebody put there to restart it says what changed', () => {
    const template = (sum: string) => ({
      metadata: { annotations: { 'checksum/config': sum, 'checksum/secrets': sum, note: sum } },
      spec: withContainer(),
    });
    expect(templateFields(template('1'), template('2'), owner).map(({ kind, text }) => [kind, text])).toEqual([
      ['config', 'checksum of config changed'],
      ['secret', 'checksum of secrets changed'],
    ]);
  });

  test('hostile templates are compared, too', () => {
    let deep: object = { a: 1 };
    for (let at = 0; at < 5000; at += 1) deep = { a: deep };
    expect(() =>
      between({ containers: 'none', x: deep }, { containers: [null, 7, 'a'], env: [{}], x: [deep] }),
    ).not.toThrow();
  });
});

test('no secret of a variable, an argument, a command or a header comes out', () => {
  const leaks = GONE.filter((_, index) => index % 5 === 0).flatMap(({ name, text, secret }) => {
    const holding = (value: string) =>
      withContainer({
        env: [{ name: 'SETTING', value }],
        command: ['sh', '-c', value],
        args: [value, `--flag=${value}`],
        lifecycle: { preStop: { exec: { command: ['sh', value] } } },
        livenessProbe: { httpGet: { path: '/', httpHeaders: [{ name: 'Authorization', value }] } },
      });
    const told = [
      ...between(holding(text), holding('other')),
      ...between(withContainer(), holding(text)),
      ...between(holding(text), withContainer()),
    ];
    return JSON.stringify(told).includes(JSON.stringify(secret).slice(1, -1)) ? [name] : [];
  });
  expect(leaks).toEqual([]);
}, 60_000);
