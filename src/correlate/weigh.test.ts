import { describe, expect, it } from 'vitest';
import { commit, image, memoryLimit, modified } from '../../tests/fakes/github/made.ts';
import type { FakeCommit } from '../../tests/fakes/github/types.ts';
import { incidence, kept, synced } from '../../tests/support/incidence.ts';
import { lookFor, named, suspectsOf } from '../../tests/support/look-for.ts';
import { service } from '../../tests/support/service.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';

const ONSET = new Date('2026-03-10T14:12:00Z');
const ago = (ms: number) => new Date(ONSET.getTime() - ms);
const [api, mysql] = [synced('api'), synced('mysql')];
const rolledLongAgo = { lastRollout: ago(72 * HOUR) };
const change = (...files: FakeCommit['files']) => commit({ at: ago(10 * MINUTE), subject: 'edit', files });

describe('a commit after the last rollout of the workload', () => {
  it('has not arrived when it is about its template', async () => {
    const own = change(image('base-apps/api/deployment.yaml', 'api:1', 'api:2'));
    expect(await lookFor(incidence(ONSET, api), [own], rolledLongAgo)).toMatchObject({ status: 'none' });
  });

  it('may have arrived in a dependency, or in another workload of the folder', async () => {
    const needed = change(image('base-apps/mysql/statefulset.yaml', 'mysql:8.0', 'mysql:8.4'));
    const asked = incidence(ONSET, api, { dependencies: [mysql] });
    expect((await suspectsOf(asked, [needed], rolledLongAgo)).map(named)).toEqual(['MEDIUM edit']);
    const beside = change(image('base-apps/api/redis-deployment.yaml', 'redis:6', 'redis:7'));
    expect((await suspectsOf(asked, [beside], rolledLongAgo)).map(named)).toEqual(['MEDIUM edit']);
  });
});

describe('a neighbour in the folder', () => {
  const oom = { faults: ['oom-killed'] } as const;
  const limitOf = (name: string) =>
    modified(
      'base-apps/api/all.yaml',
      ...[' kind: Deployment', ' metadata:', `   name: ${name}`, ' spec:', '   template:', '     spec:'],
      ...['       containers:', '       - name: main', '         resources:', '           limits:'],
      ...['-            memory: 512Mi', '+            memory: 64Mi'],
    );
  const ownedBy = (name: string) => ({ ...oom, owner: { kind: 'Deployment', namespace: 'api', name } });

  it.each([
    ['api', limitOf('api'), 'HIGH'],
    ['api', limitOf('api-worker'), 'MEDIUM'],
    ['api', memoryLimit('base-apps/api/api-worker-deployment.yaml', '512Mi', '64Mi'), 'MEDIUM'],
    // It may be the same, before a prefix was put to its name.
    ['shop-api', limitOf('api'), 'MEDIUM'],
    ['api-worker', memoryLimit('base-apps/api/api-worker-deployment.yaml', '512Mi', '64Mi'), 'HIGH'],
  ])('of %s: %j is %s', async (owner, file, confidence) => {
    const [first] = await suspectsOf(incidence(ONSET, api, ownedBy(owner)), [change(file)]);
    expect(first?.confidence).toBe(confidence);
  });

  it('explains nothing, and one of a part of the name may', async () => {
    const reasons = async (owner: string, name: string) =>
      (await suspectsOf(incidence(ONSET, api, ownedBy(owner)), [change(limitOf(name))]))[0]?.reasons;
    expect(await reasons('api', 'api-worker')).toContain('what it changed does not explain the fault by itself');
    expect(await reasons('shop-api', 'api')).toContain('it is of api, which may be another workload than shop-api');
  });
});

it('a path with the namespace of another team is LOW where only the name fits', async () => {
  const owner = { kind: 'Deployment', namespace: 'shop', name: 'api' };
  const unlisted = { owner, namespaces: ['shop'] };
  const file = (path: string) => change(image(path, 'api:1', 'api:2'));
  const first = async (path: string, known: readonly string[]) => {
    const shared = known.map((name) => service(name));
    return (await suspectsOf(incidence(ONSET, null, { ...unlisted, shared }), [file(path)]))[0];
  };
  const foreign = await first('billing/api/deployment.yaml', ['billing']);
  expect(foreign?.confidence).toBe('LOW');
  expect(foreign?.reasons).toContain("it lies with namespace billing, another one than the incident's");
  expect((await first('shop/api/deployment.yaml', ['billing', 'shop']))?.confidence).toBe('MEDIUM');
  expect((await first('home/api/deployment.yaml', ['billing']))?.confidence).toBe('MEDIUM');
});

describe('the caution', () => {
  const cut = memoryLimit('base-apps/api/deployment.yaml', '512Mi', '64Mi');
  const upgrade = image('base-apps/mysql/statefulset.yaml', 'mysql:5.7', 'mysql:8.0');
  const cautionOf = async (files: FakeCommit['files'], about = api) =>
    (await suspectsOf(incidence(ONSET, about, { faults: ['oom-killed'] }), [change(...files)]))[0]?.caution;

  it('counts what a revert takes back beside it, and knows a database in it', async () => {
    expect(await cautionOf([cut])).toBeNull();
    expect(await cautionOf([cut, image('base-apps/web/deployment.yaml', 'web:1', 'web:2')])).toBe(
      'it also takes back 1 other file',
    );
    expect(await cautionOf([cut, upgrade])).toMatch(
      /^MySQL 5\.7 cannot open data .*; it also takes back 1 other file$/,
    );
  });

  it('says nothing of a revert that is not told', async () => {
    expect(await cautionOf([cut, image('base-apps/web/deployment.yaml', 'web:1', 'web:2')], kept('api'))).toBeNull();
  });
});
