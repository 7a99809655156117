import { describe, expect, it } from 'vitest';
import { commit, memoryLimit } from '../../tests/fakes/github/made.ts';
import type { FakeCommit } from '../../tests/fakes/github/types.ts';
import { incidence, synced } from '../../tests/support/incidence.ts';
import { recordedSource } from '../../tests/support/recorded-source.ts';
import type { Changes } from '../domain/change.ts';
import { DAY, MINUTE } from '../domain/duration.ts';
import type { Service } from '../domain/service.ts';
import { systemClock } from '../platform/clock.ts';
import type { Sync } from './cluster-history.ts';
import { correlate } from './correlate.ts';

const ONSET = new Date('2026-03-10T14:12:00Z');
const REPOSITORY = 'github.com/acme/gitops';
const ago = (ms: number) => new Date(ONSET.getTime() - ms);
const cut = (path: string): FakeCommit =>
  commit({ at: ago(10 * MINUTE), subject: 'cut memory', files: [memoryLimit(path, '512Mi', '64Mi')] });
const OWNER = { kind: 'Deployment', namespace: 'api', name: 'api' };
const from = (path: string, revision: string) => ({
  repository: `https://${REPOSITORY}.git`,
  path,
  chart: null,
  revision,
});
const app = (parts: Partial<Sync> = {}): Sync => ({
  app: { kind: 'Application', namespace: 'argocd', name: 'api' },
  sources: [from('base-apps/api', 'main')],
  namespace: 'api',
  objects: [OWNER],
  history: [],
  inSync: false,
  ...parts,
});
const brought = (ms: number, revision = 'f'.repeat(40)) => [{ revision, at: ago(ms) }];

/** The confidence of the first suspect, or what was looked at. */
async function look(made: FakeCommit, sync: Sync, about: Service | null = synced('api')): Promise<string> {
  const asked = incidence(ONSET, about, { owner: OWNER, faults: ['oom-killed'] });
  const quiet = { changes: [], lastRollout: null, mutableImages: [], limits: [] };
  const history = { syncs: async () => [sync], changesOf: async () => quiet };
  const source = { ...recordedSource([made]), repository: REPOSITORY };
  const options = { clock: systemClock, deadlineMs: 2000, signal: new AbortController().signal, whyNone: '', history };
  const found: Changes | undefined = (await correlate([asked], source, options)).get(asked.id);
  if (found?.status === 'found') return found.suspects[0]?.confidence ?? '';
  return found?.status === 'none' ? found.looked : '';
}

const file = 'base-apps/api/deployment.yaml';

describe('a commit that its application has not brought', () => {
  it('is no suspect, and it is said when the last sync was', async () => {
    const words = 'its application is not in sync, and was last synced at 2026-03-08 14:12 UTC';
    expect(await look(cut(file), app({ history: brought(2 * DAY) }))).toContain(words);
    expect(await look(cut(file), app({ history: brought(2 * DAY) }), null)).toContain(words);
  });

  it.each<[string, Partial<Sync>]>([
    ['is synced after it', { history: brought(5 * MINUTE) }],
    ['is synced at about its time', { history: brought(12 * MINUTE) }],
    ['tells of no sync', { history: [] }],
    ['has it in its history', { history: brought(2 * DAY, cut(file).sha) }],
    ['is in sync', { history: brought(2 * DAY), inSync: true }],
  ])('is one where the application %s', async (_what, parts) => {
    expect(await look(cut(file), app(parts))).toBe('HIGH');
  });

  it('is one where it changes the definition, which another application syncs', async () => {
    expect(await look(cut('base-apps/api.yaml'), app({ history: brought(2 * DAY) }))).toBe('HIGH');
  });
});

describe('an application that is pinned', () => {
  it.each(['v1.4.0', 'abcdef1234567'])('to %s has nothing of what is committed to its folder', async (revision) => {
    const pinned = app({ sources: [from('base-apps/api', revision)], inSync: true });
    const words = `its application stays at ${revision}, whatever is committed`;
    expect(await look(cut(file), pinned)).toContain(words);
    expect(await look(cut(file), pinned, null)).toContain(words);
    expect(await look(cut('base-apps/api.yaml'), pinned)).toBe('HIGH');
  });
});

describe('overlays', () => {
  const prod = app({ sources: [from('base-apps/api/overlays/prod', 'main')], inSync: true });
  const of = (name: string) => cut(`base-apps/api/overlays/${name}/deployment.yaml`);

  it('of another environment are LOW at most, of its own and the base are not', async () => {
    expect(await look(of('staging'), prod)).toBe('LOW');
    expect(await look(of('prod'), prod)).toBe('HIGH');
    expect(await look(of('prod'), prod, null)).toBe('HIGH');
    expect(await look(cut('base-apps/api/base/deployment.yaml'), prod, null)).toBe('HIGH');
    expect(await look(of('staging'), prod, null)).toMatch(/^no commit in /);
  });

  it('are LOW at most where nobody says which one it is', async () => {
    expect(await look(of('prod'), app({ inSync: true }))).toBe('LOW');
    expect(await look(cut('base-apps/api/envs/prod/deployment.yaml'), app({ inSync: true }))).toBe('LOW');
  });
});
