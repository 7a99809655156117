import { describe, expect, it } from 'vitest';
import { commit, image, memoryLimit } from '../../tests/fakes/github/made.ts';
import { advising } from '../../tests/support/advising.ts';
import { partsOf } from '../../tests/support/cycles.ts';
import { app } from '../../tests/support/cycles-objects.ts';
import { recordedSource } from '../../tests/support/recorded-source.ts';
import { service } from '../../tests/support/service.ts';
import type { ChangeQuery, ChangeSource } from '../correlate/change-source.ts';
import type { Changes } from '../domain/change.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';
import { alertText } from '../notify/render/alert-text.ts';
import { ReadError } from '../platform/errors.ts';
import { alertsOf } from './alerts.ts';

const NOW = new Date('2026-01-15T10:00:00Z');
const ONSET = new Date('2026-01-15T09:50:00Z');
const path = (name: string) => ({ app: null, path: `base/${name}/`, repo: null });
const mysql = service('mysql', { gitops: path('mysql') });
const api = service('api', { gitops: path('api'), dependencies: ['mysql'] });
const FILE = 'base/api/deployment.yaml';
const unread = (why: string): Changes => ({ status: 'unread', why });

/** What is known of the changes behind a crash loop, and what people read about it. */
async function look(source: ChangeSource | null, whyNone = '', deadlineMs = 1000) {
  const changes = { source, whyNone, deadlineMs, history: () => null };
  const services = [mysql, api];
  const cycle = advising(services, { ask: null, parts: { changes } });
  const { judgement, insight } = await cycle({ at: NOW, objects: app('api', ['crash'], ONSET) });
  const [alert] = alertsOf(partsOf(services), judgement, 'cycle', insight);
  if (alert === undefined) throw new Error('nobody is told');
  return { changes: alert.changes, text: alertText(alert) };
}

function failing(list: ChangeSource['list']): ChangeSource {
  return {
    name: 'acme/gitops',
    repository: 'github.com/acme/gitops',
    mostReads: 5,
    list,
    read: () => Promise.reject(new Error('not asked for')),
  };
}

describe('the changes behind an incident', () => {
  it('are those of its own paths and of what it needs, before the first symptom', async () => {
    const queries: ChangeQuery[] = [];
    const late = commit({ at: '2026-01-15T09:51:00Z', subject: 'mend', files: [memoryLimit(FILE, '64Mi', '1Gi')] });
    const { list, read, name, repository, mostReads } = recordedSource([late]);
    const looking: ChangeSource = {
      name,
      repository,
      mostReads,
      read,
      list: (query, signal) => {
        queries.push(query);
        return list(query, signal);
      },
    };
    const { changes, text } = await look(looking);
    expect(queries.flatMap(({ paths }) => paths).sort()).toEqual([
      'base/api.yaml',
      'base/api/',
      'base/mysql.yaml',
      'base/mysql/',
    ]);
    expect(changes?.status).toBe('none');
    expect(text).toContain('Change behind it: no matching change found (no commit in base/api/');
    expect(text).not.toContain('Not checked');
  });

  it('stand in the message with the way back', async () => {
    const cut = commit({
      at: '2026-01-15T09:40:00Z',
      subject: 'save memory',
      files: [memoryLimit(FILE, '512Mi', '64Mi')],
    });
    const { text } = await look(recordedSource([cut]));
    expect(text).toContain(`Change behind it: ${cut.sha.slice(0, 7)} by ann`);
    expect(text).toContain(`Roll back: if that change is to blame: git revert ${cut.sha.slice(0, 7)}`);
  });
});

describe('not to have looked is not to have found nothing', () => {
  const refused = failing(() => Promise.reject(new ReadError('forbidden', 'GitHub says 403: bad credentials')));
  const broken = failing(() => {
    throw new TypeError('undefined is not a function');
  });
  const silent = failing((_query, signal) => {
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  });

  it.each<[string, ChangeSource | null, string]>([
    ['there is no source', null, 'no Git repository is configured'],
    ['it refuses', refused, 'GitHub says 403: bad credentials'],
    ['it breaks', broken, 'undefined is not a function'],
    ['it is silent', silent, 'reading the changes took longer than 50 ms'],
  ])('when %s', async (_what, source, why) => {
    const { changes, text } = await look(source, 'no Git repository is configured', 50);
    expect(changes).toEqual(unread(why));
    expect(text).toContain(`Change behind it: changes could not be read (${why})`);
    expect(text).toContain('Not checked: changes');
    expect(text).not.toContain('no matching change');
  });
});

describe('changes that could not be read at first', () => {
  const at = (minutes: number) => new Date(NOW.getTime() + minutes * MINUTE);
  const guilty = commit({ at: '2026-01-15T09:40:00Z', subject: 'api 2', files: [image(FILE, 'api:1', 'api:2')] });
  /** A P1 that may be down for long: SEV-3, and SEV-2 once a change very likely broke it. */
  const patient = service('api', { tier: 'P1', toleranceMs: 12 * HOUR, gitops: path('api') });

  /** Reads the changes from the given minute on. */
  function cycles(readableAt: number, made = [guilty], escalation: 'advise' | 'decide' = 'advise') {
    const whole = recordedSource(made);
    let now = 0;
    const lists: number[] = [];
    const list: ChangeSource['list'] = async (query, signal) => {
      lists.push(now);
      if (now < readableAt) throw new ReadError('error', 'HTTP 502');
      return whole.list(query, signal);
    };
    const changes = { source: { ...whole, list }, whyNone: '', deadlineMs: 1000, history: () => null };
    const cycle = advising([patient], { parts: { changes }, escalation });
    const run = async (minutes: number) => {
      now = minutes;
      const { judgement, asked } = await cycle({ at: at(minutes), objects: app('api', ['crash'], ONSET) });
      const [first] = judgement.decided;
      return `${first?.incident.severity} ${first?.verdict.reason} ${asked === null ? '' : asked.join()}`.trim();
    };
    return { run, lists };
  }

  it('are looked for again, and make it worse when they are to blame', async () => {
    const { run, lists } = cycles(60);
    expect(await run(0)).toBe('SEV-3 new 001 new');
    expect(await run(30)).toBe('SEV-3 unchanged');
    expect(await run(60)).toBe('SEV-2 worse 001 worse');
    expect(await run(90)).toBe('SEV-2 unchanged');
    expect(lists).toEqual([0, 30, 60]);
  });

  it('are let be once they were read, or after three hours, and nobody is asked about them', async () => {
    const innocent = cycles(30, [], 'decide');
    for (const minutes of [0, 20, 40, 60]) await innocent.run(minutes);
    expect(innocent.lists).toEqual([0, 20, 40]);
    const late = cycles(1000, [guilty], 'decide');
    expect(await late.run(0)).toBe('SEV-3 new 001 new');
    expect(await late.run(170)).toBe('SEV-3 unchanged');
    await late.run(181);
    expect(late.lists).toEqual([0, 170]);
  });
});
