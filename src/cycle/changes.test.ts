import { describe, expect, it } from 'vitest';
import { commit, memoryLimit } from '../../tests/fakes/github/made.ts';
import { advising } from '../../tests/support/advising.ts';
import { partsOf } from '../../tests/support/cycles.ts';
import { app } from '../../tests/support/cycles-objects.ts';
import { recordedSource } from '../../tests/support/recorded-source.ts';
import { service } from '../../tests/support/service.ts';
import type { ChangeQuery, ChangeSource } from '../correlate/change-source.ts';
import type { Changes } from '../domain/change.ts';
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
