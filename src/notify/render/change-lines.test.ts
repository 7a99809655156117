import { describe, expect, it } from 'vitest';
import { alertOf } from '../../../tests/support/alert.ts';
import { noAdvice } from '../../domain/advice.ts';
import type { Change, Changes, Suspect } from '../../domain/change.ts';
import { redact } from '../../platform/redact/redact.ts';
import { changeLines, revertOf } from './change-lines.ts';

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
    ...parts,
  };
}

const found = (...suspects: readonly Suspect[]): Changes => ({ status: 'found', suspects, limits: [] });
const lines = (changes: Changes | null) => changeLines(alertOf({ changes }));

describe('the change behind it', () => {
  it('has who, when, how sure and why, which files, what changed, and where to look', () => {
    const pullRequest = { number: 41, title: redact('Save memory'), url: 'https://github.com/acme/gitops/pull/41' };
    expect(lines(found(suspect({ pullRequest })))).toEqual([
      'Change behind it: 5f1c0de by Robin, 2026-01-15 12:28, 12 min before the first symptom: api: save memory',
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

  it('shows an agent’s reading of this very commit only, and keeps the rules’ order', () => {
    const changes = found(suspect(), suspect({ sha: 'a'.repeat(40) }));
    const reading = (sha: string) => {
      const advice = { ...noAdvice('INC-1', null), changes: [{ sha, why: 'it cuts the memory', rollBack: true }] };
      return changeLines(alertOf({ changes, advice }));
    };
    expect(reading(SHA)).toContain("  an agent's reading: it cuts the memory");
    expect(reading('a'.repeat(40))).toEqual(lines(changes));
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
    expect(revertOf(changes)).toBeNull();
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

it('the way back is the program’s own: of the likeliest one, or none', () => {
  expect(revertOf(found(suspect(), suspect({}, { rollback: 'git revert b' })))).toBe('git revert 5f1c0de');
  expect(revertOf(found(suspect({}, { rollback: null }), suspect()))).toBeNull();
});
