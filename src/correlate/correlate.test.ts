import { describe, expect, it } from 'vitest';
import { commit, image, memoryLimit, modified } from '../../tests/fakes/github/made.ts';
import type { FakeCommit } from '../../tests/fakes/github/types.ts';
import { incidence, kept, synced } from '../../tests/support/incidence.ts';
import { recordedSource } from '../../tests/support/recorded-source.ts';
import type { Changes } from '../domain/change.ts';
import { HOUR, MINUTE, SECOND } from '../domain/duration.ts';
import { systemClock } from '../platform/clock.ts';
import { ReadError } from '../platform/errors.ts';
import type { ChangeSource } from './change-source.ts';
import type { ClusterChanges } from './cluster-history.ts';
import { type CorrelateOptions, correlate } from './correlate.ts';
import type { Incidence } from './incidence.ts';

const ONSET = new Date('2026-03-10T14:12:00Z');
const api = synced('api');
const file = 'base-apps/api/deployment.yaml';
const ago = (ms: number) => new Date(ONSET.getTime() - ms);
const change = (ms: number, ...files: FakeCommit['files']) =>
  commit({
    at: ago(ms),
    subject: `at ${ms}`,
    files: files.length === 0 ? [memoryLimit(file, '512Mi', '64Mi')] : files,
  });

const options: CorrelateOptions = {
  clock: systemClock,
  deadlineMs: 2000,
  signal: new AbortController().signal,
  whyNone: 'no repository',
  history: null,
};

async function look(
  source: ChangeSource | null,
  asked: Incidence = incidence(ONSET, api),
  given = options,
): Promise<Changes> {
  const changes = (await correlate([asked], source, given)).get(asked.id);
  if (changes === undefined) throw new Error('nothing was said');
  return changes;
}

async function suspects(commits: readonly FakeCommit[], asked?: Incidence) {
  const changes = await look(recordedSource(commits), asked);
  return changes.status === 'found' ? changes.suspects : [];
}

describe('time', () => {
  const edges: readonly (readonly [string, number, string | null])[] = [
    ['a second after it', -SECOND, null],
    ['the very second', 0, 'MEDIUM'],
    ['2 min', 2 * MINUTE, 'MEDIUM'],
    ['3 min', 3 * MINUTE, 'MEDIUM'],
    ['30 min', 30 * MINUTE, 'MEDIUM'],
    ['31 min', 31 * MINUTE, 'MEDIUM'],
    ['2 h', 2 * HOUR, 'MEDIUM'],
    ['2 h and a second', 2 * HOUR + SECOND, 'LOW'],
    ['24 h', 24 * HOUR, 'LOW'],
    ['24 h and a second', 24 * HOUR + SECOND, null],
  ];
  it.each(edges)('of the commit %s before the first symptom', async (_, ms, confidence) => {
    const found = await suspects([change(ms)]);
    expect(found.map((s) => s.confidence)).toEqual(confidence === null ? [] : [confidence]);
  });

  it('is the committer\u2019s, whatever the author\u2019s says', async () => {
    const rebased = commit({
      at: ago(10 * MINUTE),
      authoredAt: ago(60 * HOUR),
      subject: 'old',
      files: [image(file, 'a:1', 'a:2')],
    });
    const [first] = await suspects([rebased]);
    expect([first?.minutesBeforeOnset, first?.confidence]).toEqual([10, 'HIGH']);
  });

  it('ranks: the usual delay first, then the nearest', async () => {
    const found = await suspects([
      change(90 * MINUTE),
      change(20 * MINUTE),
      change(5 * HOUR),
      change(MINUTE),
      change(10 * MINUTE),
    ]);
    expect(found.map((s) => s.minutesBeforeOnset)).toEqual([10, 20, 1, 90, 300]);
    expect(found.map((s) => s.confidence)).toEqual(['MEDIUM', 'MEDIUM', 'MEDIUM', 'MEDIUM', 'LOW']);
  });

  it('of one second is one push', async () => {
    const at = ago(10 * MINUTE);
    const [first] = await suspects([
      commit({ at, subject: 'one', files: [image(file, 'a:1', 'a:2')] }),
      commit({ at, subject: 'two', files: [modified('base-apps/api.yaml', '-a: 1', '+a: 2')] }),
    ]);
    expect(first?.reasons).toContain('one push with 1 other commit of the same second');
  });
});

describe('place', () => {
  it('says what changed, where, when, and how to take it back', async () => {
    const asked = incidence(ONSET, api, { faults: ['oom-crash-loop'] });
    const [first] = await suspects([change(12 * MINUTE)], asked);
    expect(first).toMatchObject({
      minutesBeforeOnset: 12,
      confidence: 'HIGH',
      touched: [file],
      caution: null,
      revertedBy: null,
      fields: ['memory limit 512Mi → 64Mi'],
      rollback: `git revert ${change(12 * MINUTE).sha.slice(0, 7)}`,
    });
    expect(first?.reasons[0]).toBe('touches base-apps/api/ of api, 12 min before the first symptom');
    expect(first?.reasons[1]).toBe('memory limit 512Mi → 64Mi would explain it');
  });

  it('of a dependency is MEDIUM for 2 h, then LOW', async () => {
    const asked = incidence(ONSET, api, { dependencies: [synced('mysql')] });
    const mysql = (ms: number) => change(ms, image('base-apps/mysql/statefulset.yaml', 'mysql:8.0', 'mysql:8.4'));
    const found = await suspects([mysql(5 * MINUTE), mysql(3 * HOUR), change(40 * MINUTE)], asked);
    expect(found.map((s) => [s.minutesBeforeOnset, s.confidence])).toEqual([
      [5, 'MEDIUM'],
      [40, 'MEDIUM'],
      [180, 'LOW'],
    ]);
    expect(found[0]?.reasons[0]).toContain('touches base-apps/mysql/ of mysql, which api needs, 5 min');
  });

  it('of another service is none', async () => {
    const changes = await look(recordedSource([change(10 * MINUTE, image('base-apps/api-v2/x.yaml', 'a:1', 'a:2'))]));
    expect(changes).toEqual({
      status: 'none',
      looked: 'no commit in base-apps/api/ or base-apps/api.yaml in the 24 h before',
      limits: [],
    });
  });

  it('counts documents and mass edits that change nothing of it as nothing, and says that it left them out', async () => {
    const path = (i: number) => `base-apps/${i === 0 ? 'api' : `app-${i}`}/deploy.yaml`;
    const labels = Array.from({ length: 60 }, (_, i) => modified(path(i), '-# old', '+# new'));
    const images = Array.from({ length: 60 }, (_, i) => image(path(i), 'a:1', 'a:2'));
    const documents = [
      'base-apps/api/README.md',
      'base-apps/api/docs/a.txt',
      'base-apps/api/plan.png',
      'base-apps/api/LICENSE',
    ];
    const changes = await look(
      recordedSource([
        change(10 * MINUTE, ...labels),
        change(11 * MINUTE, ...documents.map((path) => modified(path, '-a', '+b'))),
        // Its own file is a document, the manifest is somebody else's.
        change(12 * MINUTE, modified('base-apps/api/README.md', '-a', '+b'), image('base-apps/x/x.yaml', 'a:1', 'a:2')),
      ]),
    );
    expect(changes).toMatchObject({
      status: 'none',
      looked: expect.stringContaining('3 commits looked into and left out'),
    });
    expect(await suspects([change(10 * MINUTE, ...images)])).toHaveLength(1);
  });

  it('is looked up by name where nobody wrote it down, without a roll back', async () => {
    const asked = incidence(ONSET, kept('api'));
    const found = await suspects(
      [
        change(8 * MINUTE, image('clusters/home/api/deploy.yaml', 'a:1', 'a:2')),
        change(6 * MINUTE, image('clusters/home/web/deploy.yaml', 'a:1', 'a:2')),
      ],
      asked,
    );
    expect(found.map((s) => [s.minutesBeforeOnset, s.rollback])).toEqual([[8, null]]);
    expect(found[0]?.reasons[0]).toContain('touches clusters/home/api/deploy.yaml, named after api');

    const unlisted = incidence(ONSET, null, {
      owner: { kind: 'Deployment', namespace: 'shop', name: 'web' },
      namespaces: ['shop'],
    });
    expect(
      await suspects([change(6 * MINUTE, image('clusters/home/web/deploy.yaml', 'a:1', 'a:2'))], unlisted),
    ).toHaveLength(1);
    const node = incidence(ONSET, null, { owner: { kind: 'Node', namespace: null, name: 'w1' } });
    expect(await look(recordedSource([change(MINUTE)]), node)).toMatchObject({
      status: 'none',
      looked: 'no path of the repository belongs to Node/w1',
    });
  });

  it('names the parent that stays when a merge is taken back', async () => {
    const merge = { ...change(12 * MINUTE), merges: 'f'.repeat(40) };
    const [first] = await suspects([merge]);
    expect(first?.rollback).toBe(`git revert -m 1 ${merge.sha.slice(0, 7)}`);
  });

  it('says when services.txt means another repository', async () => {
    const elsewhere = { ...api, gitops: { ...api.gitops, repo: 'https://github.com/other/place' } };
    const source = { ...recordedSource([]), repository: 'github.com/acme/gitops' };
    const changes = await look(source, incidence(ONSET, elsewhere));
    expect(changes).toMatchObject({
      limits: [expect.stringContaining('services.txt has the manifests of api in github.com/other/place')],
    });
  });
});

describe('reading', () => {
  it('is not done without a source, and says why', async () => {
    expect(await look(null)).toEqual({ status: 'unread', why: 'no repository' });
  });

  it('without a source asks the cluster alone: what it finds nothing in is none, what it could not read is unread', async () => {
    const quiet = { changes: [], lastRollout: null, mutableImages: [], limits: [] };
    const asking = (cluster: ClusterChanges) =>
      look(null, undefined, { ...options, history: { syncs: async () => [], changesOf: async () => cluster } });
    expect(await asking(quiet)).toEqual({
      status: 'none',
      looked: 'nothing that changed in the cluster in the 24 h before would explain it',
      limits: ['commits were not read: no repository'],
    });
    expect(await asking({ ...quiet, limits: ['ReplicaSets could not be read'] })).toEqual({
      status: 'unread',
      why: 'no repository; ReplicaSets could not be read',
    });
  });

  it('asks for nothing twice, and for a short list only', async () => {
    const commits = Array.from({ length: 30 }, (_, i) => change((i + 1) * MINUTE));
    const source = recordedSource(commits);
    const twice = [incidence(ONSET, api), { ...incidence(ONSET, api), id: 'INC-other' }];
    const [first] = [...(await correlate(twice, source, options)).values()];
    expect(first).toMatchObject({ status: 'found', limits: ['22 less likely commits were not looked into'] });
    expect(first?.status === 'found' && first.suspects.length).toBe(5);
    expect([source.asked.list, source.asked.read]).toEqual([1, 8]);
  });

  it('that fails is unread; of a dependency alone it is a limit', async () => {
    const fails: ChangeSource = {
      ...recordedSource([]),
      list: () => Promise.reject(new ReadError('error', 'HTTP 500')),
    };
    expect(await look(fails)).toEqual({ status: 'unread', why: 'HTTP 500' });

    const whole = recordedSource([change(10 * MINUTE)]);
    const half: ChangeSource = {
      ...whole,
      list: (query, signal) =>
        query.paths.includes('base-apps/mysql/') ? Promise.reject(new Error('HTTP 500')) : whole.list(query, signal),
    };
    const changes = await look(half, incidence(ONSET, api, { dependencies: [synced('mysql')] }));
    expect(changes).toMatchObject({ status: 'found', limits: ['changes of mysql could not be read: HTTP 500'] });
  });

  it('that fails for the files leaves the commit a suspect, with LOW confidence', async () => {
    const source: ChangeSource = {
      ...recordedSource([change(10 * MINUTE)]),
      read: () => Promise.reject(new Error('HTTP 500')),
    };
    const changes = await look(source);
    expect(changes).toMatchObject({ status: 'found', suspects: [{ confidence: 'LOW', fields: [] }] });
    // Found by its files only: then nothing is known of it.
    expect(await look(source, incidence(ONSET, kept('api')))).toEqual({ status: 'unread', why: 'HTTP 500' });
  });

  it('ends with its deadline, and with the reason of the caller', async () => {
    const hangs: ChangeSource = {
      ...recordedSource([]),
      list: (_, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    };
    expect(await look(hangs, undefined, { ...options, deadlineMs: 50 })).toEqual({
      status: 'unread',
      why: 'reading the changes took longer than 50 ms',
    });
    const stop = new AbortController();
    const work = look(hangs, undefined, { ...options, signal: stop.signal });
    stop.abort(new Error('stopped'));
    await expect(work).rejects.toThrow('stopped');
  });
});
