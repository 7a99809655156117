import { describe, expect, it } from 'vitest';
import { commit, modified } from '../../tests/fakes/github/made.ts';
import { incidence, kept, synced } from '../../tests/support/incidence.ts';
import { named, suspectsOf } from '../../tests/support/look-for.ts';
import type { ClusterChange } from '../domain/change.ts';
import { MINUTE } from '../domain/duration.ts';
import type { FieldChange, FieldKind } from '../domain/field-change.ts';

const ONSET = new Date('2026-03-10T14:12:00Z');
const ago = (minutes: number) => new Date(ONSET.getTime() - minutes * MINUTE);
const [api, file] = [synced('api'), 'base-apps/api/deployment.yaml'];

function field(kind: FieldKind, text: string, from: string | null, to: string | null): FieldChange {
  return { kind, file: null, object: { kind: 'Deployment', name: 'api' }, text, from, to };
}

function seen(kind: ClusterChange['kind'], minutes: number, text: string, ...fields: FieldChange[]): ClusterChange {
  const object = { kind: 'Deployment', namespace: 'api', name: 'api' };
  return { kind, object, at: ago(minutes), text, fields, commit: null, undo: null };
}

describe('a rollout', () => {
  const limit = (from: string, to: string) => field('limits', `memory limit ${from} → ${to}`, from, to);
  const oom = incidence(ONSET, kept('api'), { faults: ['oom-killed'] });

  it('of a database\u2019s major version is not undone without a warning', async () => {
    const upgrade = field('image', 'image mysql:5.7 → mysql:8.0', 'mysql:5.7', 'mysql:8.0');
    const changes = [seen('rollout', 10, 'revision 2', upgrade)];
    const [first] = await suspectsOf(incidence(ONSET, kept('mysql')), null, { changes });
    expect(first?.caution).toContain('MySQL 5.7 cannot open data that MySQL 8.0 has written');
  });

  it('whose field a later one changed again is LOW', async () => {
    const bad = seen('rollout', 20, 'revision 2', limit('512Mi', '64Mi'));
    const other = seen('rollout', 5, 'revision 3', field('env', 'env A b → c', 'b', 'c'));
    expect((await suspectsOf(oom, null, { changes: [other, bad] })).map(named)).toContain('HIGH revision 2');
    const mended = seen('rollout', 5, 'revision 3', limit('64Mi', '600Mi'));
    const found = await suspectsOf(oom, null, { changes: [mended, bad] });
    const before = found.find(({ minutesBeforeOnset }) => minutesBeforeOnset === 20);
    expect(before?.confidence).toBe('LOW');
    expect(before?.reasons).toContain('changed again before the first symptom: revision 3');
  });

  it('is not of a commit that changed another field of the kind', async () => {
    const env = (name: string) =>
      modified(file, '         env:', `         - name: ${name}`, '-          value: x', '+          value: y');
    const gone = seen('rollout', 5, 'env gone', field('env', 'env DB_HOST removed', 'x', null));
    const found = async (name: string) =>
      (
        await suspectsOf(incidence(ONSET, api), [commit({ at: ago(50), subject: name, files: [env(name)] })], {
          changes: [gone],
        })
      ).map(named);
    expect(await found('LOG_LEVEL')).toEqual(['HIGH env gone', 'MEDIUM LOG_LEVEL']);
    expect(await found('DB_HOST')).toEqual(['MEDIUM DB_HOST']);
  });

  it('that tells a checksum only is of the commit that changed the configuration', async () => {
    const config = modified('base-apps/api/configmap.yaml', ' kind: ConfigMap', ' data:', '-  LOG: a', '+  LOG: b');
    const changes = [seen('rollout', 6, 'new sum', field('config', 'checksum of config changed', null, null))];
    const commits = [commit({ at: ago(10), subject: 'config', files: [config] })];
    expect((await suspectsOf(incidence(ONSET, api), commits, { changes })).map(named)).toEqual(['HIGH config']);
  });
});

describe('a sync without a commit', () => {
  const chart = seen('sync', 8, 'release 7', field('chart', 'chart api 1 → api 2', 'api 1', 'api 2'));
  const log = (minutes: number) =>
    commit({
      at: ago(minutes),
      subject: 'log',
      files: [modified('base-apps/api/x.yaml', ' kind: ConfigMap', ' data:', '-  LOG: a', '+  LOG: b')],
    });
  const found = async (minutes: number, changes: readonly ClusterChange[]) =>
    (await suspectsOf(incidence(ONSET, api), [log(minutes)], { changes })).map(named);

  it('stays beside a commit that did not bring it, and goes with one that is sure', async () => {
    expect(await found(1200, [chart])).toEqual(['HIGH release 7', 'LOW log']);
    expect(await found(15, [chart])).toEqual(['HIGH log']);
  });

  it('of other values goes with the commit before it', async () => {
    const values = seen('sync', 8, 'release 8', field('config', 'values of the chart changed', null, null));
    expect(await found(40, [values])).toEqual(['MEDIUM log']);
  });
});
