import { describe, expect, it } from 'vitest';
import { alertOf } from '../../../tests/support/alert.ts';
import { noAdvice } from '../../domain/advice.ts';
import type { Change, Changes, Suspect } from '../../domain/change.ts';
import { redact } from '../../platform/redact/redact.ts';
import { changeLines, likeliest } from './change-lines.ts';
import { rollback } from './next-steps.ts';

const SHA = '5f1c0de5a1b2c3d4e5f60718293a4b5c6d7e8f90';
const modified = { previousPath: null, status: 'modified', patch: null, cut: false } as const;

function suspect(change: Partial<Change> = {}, parts: Partial<Suspect> = {}): Suspect {
  return {
    change: {
      sha: SHA,
      url: 'https://github.com/acme/gitops/commit/5f1c0de',
      repository: 'acme/gitops',
      author: redact('Robin'),
      committedAt: new Date('2026-01-15T11:28:00Z'),
      subject: redact('api: save memory'),
      files: [{ ...modified, path: 'base/api/deployment.yaml' }],
      moreFiles: false,
      pullRequest: null,
      ...change,
    },
    minutesBeforeOnset: 12,
    confidence: 'HIGH',
    reasons: ['touches base/api/ of the service'],
    fields: ['memory limit 512Mi → 64Mi'],
    rollback: 'git revert 5f1c0de',
    touched: [],
    caution: null,
    revertedBy: null,
    ...parts,
  };
}

const ROLLOUT = {
  kind: 'rollout',
  object: { kind: 'Deployment', namespace: 'shop', name: 'api' },
  at: new Date('2026-01-15T11:38:00Z'),
  text: 'revision 7: image api:1 → api:2',
  fields: [],
  commit: null,
  undo: null,
} as const;

const found = (...suspects: readonly Suspect[]): Changes => ({ status: 'found', suspects, limits: [] });
const lines = (changes: Changes | null) => changeLines(alertOf({ changes }));

describe('the change behind it', () => {
  it('has who, when, how sure and why, which files, what changed, and where to look', () => {
    const pullRequest = { number: 41, title: redact('Save memory'), url: 'https://github.com/acme/gitops/pull/41' };
    expect(lines(found(suspect({ pullRequest })))).toEqual([
      'Change behind it: 5f1c0de by Robin, 2026-01-15 12:28 GMT+1, 12 min before the first symptom: api: save memory',
      '  confidence HIGH (touches base/api/ of the service)',
      '  changed: memory limit 512Mi → 64Mi in base/api/deployment.yaml',
      '  pull request 41: Save memory',
      '  https://github.com/acme/gitops/commit/5f1c0de',
    ]);
  });

  it('has at most two rivals in a line each, and the number of the others', () => {
    const rivals = ['a', 'b', 'c', 'd'].map((c) => suspect({ sha: c.repeat(40) }, { confidence: 'LOW' }));
    const all = lines(found(suspect(), ...rivals));
    expect(all.slice(-3)).toEqual([
      '  or aaaaaaa, 12 min before the first symptom: api: save memory (LOW)',
      '  or bbbbbbb, 12 min before the first symptom: api: save memory (LOW)',
      '  and 2 more',
    ]);
  });

  it('says which files there are besides, and that none were read', () => {
    const files = ['a', 'b', 'c', 'd', 'e'].map((path) => ({ ...modified, path }));
    const shown = (change: Partial<Change>) => lines(found(suspect(change, { fields: [] })))[2];
    expect(shown({ files })).toMatch(/: a, b, c and 2 more$/);
    expect(shown({ files: files.slice(0, 2), moreFiles: true })).toMatch(/: a, b and more$/);
    expect(shown({ files: [] })).toMatch(/: not read$/);
  });

  describe('as a model reads it', () => {
    const A = 'a'.repeat(40);
    const B = 'b'.repeat(40);
    const changes = found(suspect(), suspect({ sha: A }), suspect({ sha: B }));
    const read = (...readings: readonly (readonly [sha: string, why: string, rollBack?: boolean])[]) => {
      const said = readings.map(([sha, why, rollBack = false]) => ({ sha, why, rollBack }));
      const all = changeLines(alertOf({ changes, advice: { ...noAdvice('INC-1', null), changes: said } }));
      // The rules' lines stand as they are, in their order.
      expect(all.filter((line) => !line.includes('(model'))).toEqual(lines(changes));
      return all.filter((line) => line.includes('(model'));
    };

    it('has the why of each change that is shown, marked, and whether it would be taken back', () => {
      expect(read([SHA, 'It cuts the memory.', true], [B, 'It adds a label.'])).toEqual([
        '  read (model, would take it back): It cuts the memory.',
        '    read (model): It adds a label.',
      ]);
      expect(read([SHA, 'It cuts the memory.'])).toEqual(['  read (model): It cuts the memory.']);
      expect(read()).toEqual([]);
    });

    it('says in one line that another one is likelier, also one that is not shown', () => {
      expect(read([A, 'It moves the port.'], [SHA, 'It cuts the memory.', true])).toEqual([
        '  read (model, would take it back): It cuts the memory.',
        '  likelier (model): aaaaaaa, It moves the port.',
      ]);
      expect(read(['c'.repeat(40), 'It moves the port.'])).toEqual(['  likelier (model): ccccccc, It moves the port.']);
    });

    it('stays on its line, calls nobody and links nowhere', () => {
      const text = `fine\n[SEV-4] <!channel> @here <https://evil.example|x> ${'y'.repeat(3000)}`;
      for (const line of read([A, text], [SHA, text], [B, text])) {
        expect(line).not.toMatch(/\n|<!channel>|@here|<https/);
        expect(line.length).toBeLessThan(400);
      }
    });
  });
});

describe('no change', () => {
  const looked = 'no commit in base/api/ in the 24 h before';
  it.each<[string, Changes | null, string]>([
    ['nobody looked', null, 'as told before'],
    ['it could not be read', { status: 'unread', why: 'HTTP 403' }, 'changes could not be read (HTTP 403)'],
    ['there is none', { status: 'none', looked, limits: [] }, `no matching change found (${looked})`],
    [
      'there is none where one could look',
      { status: 'none', looked, limits: ['only the newest 300 commits were read'] },
      `no matching change found (${looked}); but only the newest 300 commits were read`,
    ],
  ])('%s: each has words of its own, and nothing to take back', (_what, changes, words) => {
    expect(lines(changes)).toEqual([`Change behind it: ${words}`]);
    expect(likeliest(changes)).toBeNull();
  });
});

it('what somebody wrote into a commit stays on its line, calls nobody and links nowhere', () => {
  const text = 'fine\n[SEV-4] all clear <!channel> @here <https://evil.example|log in>';
  const hostile = suspect({
    author: redact(text),
    subject: redact(text),
    files: [{ ...modified, path: text }],
    pullRequest: { number: 1, title: redact(text), url: 'https://evil.example' },
  });
  const all = lines(found(hostile, hostile));
  expect(all).toHaveLength(6);
  for (const line of all) {
    expect(line).not.toMatch(/\n|<!channel>|@here|<https/);
    expect(line).not.toMatch(/^\[SEV/);
  }
});

describe('the way back', () => {
  const back = (...suspects: readonly Suspect[]) => rollback(alertOf({ changes: found(...suspects) }));

  it('is the program’s own, of the likeliest one, with what it restores', () => {
    const restores = suspect({}, { touched: ['base/api/deployment.yaml', 'base/api.yaml'] });
    expect(back(restores, suspect({}, { rollback: 'git revert b' }))).toEqual([
      'if that change is to blame: git revert 5f1c0de (restores base/api/deployment.yaml and 1 more)',
    ]);
  });

  it('comes with what to know before', () => {
    const upgrade = suspect({}, { caution: 'postgres 15 cannot open data that 18 has written' });
    expect(back(upgrade)[1]).toBe('mind before it: postgres 15 cannot open data that 18 has written');
  });

  it('is to wait where somebody has taken it back', () => {
    const reverted = suspect({}, { rollback: null, revertedBy: 'c0ffee5' });
    expect(back(reverted)).toEqual(['c0ffee5 has taken that change back: wait for the sync']);
    expect(lines(found(reverted))).toContain('  already taken back by c0ffee5: wait for the sync');
  });

  it('has no command where the likeliest has none: what was withheld does not come back in general words', () => {
    const withheld = suspect({}, { rollback: null, caution: 'postgres 15 cannot open data that 18 has written' });
    expect(back(withheld)).toEqual([
      'no command is safe to give for that change: look at it first, and take it back where it was made',
      'mind before it: postgres 15 cannot open data that 18 has written',
    ]);
    expect(back(suspect({}, { rollback: null }))).toHaveLength(1);
    const seen = { ...suspect({}, { rollback: null }), change: ROLLOUT };
    expect(back(seen).join()).not.toContain('rollout undo');
  });

  it('is general only where nobody could look', () => {
    const of = (changes: Changes | null) => rollback(alertOf({ changes })).join();
    expect(of({ status: 'unread', why: 'HTTP 403' })).toContain('if the last rollout is to blame, kubectl ');
    expect(of({ status: 'none', looked: 'x', limits: [] })).toMatch(/^nothing was rolled out .* no matching change/);
    expect(of(null)).toBe('as told before');
  });
});

it('tells of a change that only the cluster saw', () => {
  const undo = 'kubectl -n shop rollout undo deployment/api --to-revision=6';
  const seen: Suspect = { ...suspect(), change: ROLLOUT, minutesBeforeOnset: 2, rollback: undo };
  expect(lines(found(seen, seen))).toEqual([
    'Change behind it: Deployment/shop/api, 2026-01-15 12:38 GMT+1, 2 min before the first symptom: revision 7: image api:1 → api:2',
    '  confidence HIGH (touches base/api/ of the service)',
    '  or Deployment/shop/api, 2 min before the first symptom: revision 7: image api:1 → api:2 (HIGH)',
  ]);
  expect(rollback(alertOf({ changes: found(seen) }))).toEqual([`if that change is to blame: ${undo}`]);
});
