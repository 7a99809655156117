import { describe, expect, it } from 'vitest';
import { app } from '../../tests/support/cycles-objects.ts';
import { moved, run, since, stories } from '../../tests/support/stories.ts';
import { ago } from '../../tests/support/view.ts';

type Word = 'ok' | 'crash' | 'unready';

const made = (name: string, words: readonly Word[], time: string, env: readonly object[] = []) =>
  app(name, words, since(time)).map((object) => {
    const text = JSON.stringify(moved(object, 'shop'));
    return JSON.parse(text.replaceAll('"image":"app:1"', `"image":"app:1","env":${JSON.stringify(env)}`));
  });

const postgres = (words: readonly Word[], time: string) => [
  ...made('postgres', words, time),
  {
    kind: 'Service',
    metadata: { name: 'postgres', namespace: 'shop', creationTimestamp: ago('30d') },
    spec: { selector: { app: 'postgres' }, ports: [{ port: 5432 }] },
  },
];
const URL = [{ name: 'DATABASE_URL', value: 'postgres://u@postgres.shop.svc:5432/x' }];

describe('a service that is named in a variable', () => {
  it('is the root of those that name it and failed with it', () => {
    const objects = [
      ...postgres(['crash'], '20m'),
      ...made('orders', ['crash'], '19m', URL),
      ...made('users', ['ok', 'unready'], '15m', [{ name: 'DB', value: 'postgres:5432' }]),
    ];
    expect(stories([], objects)).toEqual([
      'Deployment/postgres down > Deployment/orders down > Deployment/users degraded',
    ]);
    expect(run([], objects).drafts[0]?.link).toBe('orders names service postgres in DATABASE_URL');
  });

  it('is not when it failed later, or still serves, or is not named', () => {
    const orders = made('orders', ['crash'], '20m', URL);
    expect(stories([], [...postgres(['crash'], '10m'), ...orders])).toHaveLength(2);
    expect(stories([], [...postgres(['ok', 'crash'], '21m'), ...orders])).toHaveLength(2);
    expect(stories([], [...postgres(['crash'], '21m'), ...made('orders', ['crash'], '20m')])).toHaveLength(2);
  });

  it('of traces and metrics is nobody’s root', () => {
    const env = [{ name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://postgres:4317' }];
    expect(stories([], [...postgres(['crash'], '21m'), ...made('orders', ['crash'], '20m', env)])).toHaveLength(2);
  });

  it('is not the root of what no missing dependency can cause', () => {
    const orders = JSON.parse(
      JSON.stringify(made('orders', ['crash'], '20m', URL)).replaceAll('"CrashLoopBackOff"', '"ImagePullBackOff"'),
    );
    expect(stories([], [...postgres(['crash'], '21m'), ...orders])).toHaveLength(2);
  });

  it('that picks nothing is the root of those that fail, however long: nobody knows since when', () => {
    const [, , wrong] = JSON.parse(
      JSON.stringify(postgres(['ok'], '30d')).replaceAll(
        '"selector":{"app":"postgres"},"ports"',
        '"selector":{"app":"pg"},"ports"',
      ),
    );
    const objects = [wrong, ...made('postgres', ['ok'], '30d'), ...made('orders', ['crash'], '90m', URL)];
    expect(stories([], objects)).toEqual(['Service/postgres down > Deployment/orders down']);
  });

  it('of the cluster itself gives names: what fails after it fails because of it', () => {
    const inSystem = (object: object) => moved(object, 'kube-system');
    const dns = [
      ...app('coredns', ['crash'], since('20m')).map(inSystem),
      {
        kind: 'Service',
        metadata: { name: 'kube-dns', namespace: 'kube-system', creationTimestamp: ago('30d') },
        spec: { selector: { app: 'coredns' }, ports: [{ port: 53 }] },
      },
    ];
    const objects = [...dns, ...made('a', ['crash'], '19m'), ...made('b', ['crash'], '25m')];
    expect(stories([], objects)).toEqual(['Deployment/b down', 'Deployment/coredns down > Deployment/a down']);
  });
});
