import { describe, expect, it } from 'vitest';
import { alertOf } from '../../tests/support/alert.ts';
import { service } from '../../tests/support/service.ts';
import { draftOf, fault, troubleOf, workload } from '../../tests/support/trouble.ts';
import { NOW } from '../../tests/support/view.ts';
import type { Alert } from '../domain/alert.ts';
import type { Changes, Suspect } from '../domain/change.ts';
import { HOUR } from '../domain/duration.ts';
import type { ContainerLog } from '../kinds/snapshot.ts';
import { redact } from '../platform/redact/redact.ts';
import { briefOf } from './brief.ts';

const root = workload('api');
const pod = (name: string) => ({ ...root, kind: 'Pod', name });
const crash = (name: string) => fault('crash-loop', root, '20m', { subject: pod(name), message: 'app crashes' });
const log = (name: string, text: string, previous = false): ContainerLog => {
  return { pod: pod(name), container: 'app', previous, text: redact(text), cut: false };
};

function told(parts: Partial<Alert> = {}, logs: readonly ContainerLog[] = [], notify = true) {
  return briefOf({ alert: alertOf(parts), notify, logs });
}

function suspect(n: number): Suspect {
  return {
    change: {
      sha: String(n).repeat(40),
      url: null,
      repository: 'acme/gitops',
      author: redact('ann'),
      committedAt: NOW,
      subject: redact('save memory'),
      files: [{ path: 'a.yaml', previousPath: null, status: 'modified', patch: redact('-512Mi\n+64Mi'), cut: false }],
      moreFiles: false,
      pullRequest: null,
    },
    minutesBeforeOnset: n,
    confidence: 'HIGH',
    reasons: ['touches a.yaml'],
    fields: [],
    rollback: `git revert ${n}`,
    touched: [],
    caution: null,
    revertedBy: null,
  };
}

describe('facts', () => {
  const draft = draftOf(troubleOf(service('api'), { findings: [crash('api-1'), crash('api-2')] }));

  it('have ids of their own: fields E, what the probe said P, logs L, commands C', () => {
    const brief = told({ draft, probe: 'HTTP 503' }, [log('api-1', 'out of memory', true)]);
    expect(brief.facts.map(({ id, text }) => `${id} ${text}`)).toEqual([
      'E1 Pod/api/api-1 status.phase = Running',
      'P1 the probe last said: HTTP 503',
      'L1 log of Pod/api/api-1 container app, the run before, its end:\nout of memory',
    ]);
    expect(brief.commands[0]).toEqual({ id: 'C1', command: 'kubectl -n api describe pod api-1' });
    expect(brief.namespaces).toEqual(['api']);
  });

  it('are told once, however many pods show the same', () => {
    expect(told({ draft }).findings).toEqual([{ object: pod('api-1'), code: 'crash-loop', message: 'app crashes' }]);
  });

  it('are of the incident: other pods’ logs and empty ones stay out, and of long ones the end counts', () => {
    const long = `first ${'x'.repeat(3000)} last`;
    const brief = told({ draft }, [log('other', 'secret of others'), log('api-1', ' \n'), log('api-2', long)]);
    const logs = brief.facts.filter(({ id }) => id.startsWith('L'));
    expect(logs).toHaveLength(1);
    expect(logs[0]?.text).toMatch(/\[cut\]x+ last$/);
    expect(logs[0]?.text).not.toContain('first');
  });

  it('are few, whatever broke', () => {
    const evidence = (n: number) => [{ object: root, field: `f${n}`, value: 'x', at: NOW }];
    const findings = Array.from({ length: 40 }, (_, n) =>
      fault('crash-loop', root, '20m', { message: `m${n}`, evidence: evidence(n) }),
    );
    const logs = Array.from({ length: 9 }, (_, n) => log(`${root.name}-1`, `log ${n}`));
    const brief = told({ draft: draftOf(troubleOf(service('api'), { findings })) }, logs);
    const counted = (mark: string) => brief.facts.filter(({ id }) => id.startsWith(mark)).length;
    expect([brief.findings.length, counted('E'), counted('L')]).toEqual([8, 16, 2]);
  });
});

describe('changes', () => {
  const found: Changes = { status: 'found', suspects: [1, 2, 3, 4, 5, 6].map(suspect), limits: [] };

  it('are at most five candidates, with the program’s way back', () => {
    const brief = told({ changes: found });
    expect(brief.changes.map(({ shortSha }) => shortSha)).toEqual([1, 2, 3, 4, 5].map((n) => String(n).repeat(7)));
    expect(brief.changes[0]?.files).toEqual([{ path: 'a.yaml', status: 'modified', patch: '-512Mi\n+64Mi' }]);
    expect(brief.rollback).toContain('git revert 1');
  });

  it.each<[Changes | null, string]>([
    [null, 'changes were not looked at'],
    [{ status: 'unread', why: 'HTTP 403' }, 'changes could not be read: HTTP 403'],
    [
      { status: 'none', looked: 'no commit in base/api/', limits: [] },
      'no matching change found: no commit in base/api/',
    ],
  ])('that are none say why (%#)', (changes, words) => {
    expect(told({ changes })).toMatchObject({ changes: [], changesText: words });
  });
});

it('says why somebody is asked, and whether people are told', () => {
  expect(told({ reason: 'worse' })).toMatchObject({ reason: 'worse', notify: true });
  expect(told({ reason: 'new' }, [], false)).toMatchObject({ reason: 'first-sight', notify: false });
});

it.each([
  [0, 'may not be down at all'],
  [4 * HOUR, 'may be down for 4 h'],
  [Number.POSITIVE_INFINITY, 'no limit for its downtime'],
])('tells the tolerance in words (%#)', (toleranceMs, words) => {
  expect(told({ service: service('api', { toleranceMs }) }).service?.tolerance).toBe(words);
});

it('of what nobody listed there is no service to tell', () => {
  expect(told({ service: null }).service).toBeNull();
});
