import { describe, expect, it } from 'vitest';
import { incidentOf } from '../../tests/support/alert.ts';
import { service } from '../../tests/support/service.ts';
import { draftOf, troubleOf } from '../../tests/support/trouble.ts';
import { withBadRollout } from './bad-rollout.ts';

const warned = incidentOf(draftOf(troubleOf(service('api'))), {
  severity: 'SEV-3',
  band: ['SEV-3', 'SEV-4'],
  rules: ['P0-WARN'],
  tier: 'P0',
});

describe('a change that very likely broke an important service', () => {
  it('makes SEV-2 of a SEV-3, and says which', () => {
    expect(withBadRollout({ ...warned, culprit: 'commit 1a2b3c4' })).toMatchObject({
      severity: 'SEV-2',
      band: ['SEV-2', 'SEV-2'],
      rules: ['BAD-ROLLOUT', 'P0-WARN'],
      rationale: `${warned.rationale}; commit 1a2b3c4 very likely broke it`,
    });
  });

  it.each([
    ['without a culprit', {}],
    ['for a P2', { culprit: 'commit 1a2b3c4', tier: 'P2' as const }],
    ['for what nobody listed', { culprit: 'commit 1a2b3c4', tier: null }],
    ['for what is rated otherwise', { culprit: 'commit 1a2b3c4', severity: 'SEV-4' as const }],
    ['once it is over', { culprit: 'commit 1a2b3c4', status: 'resolved' as const }],
  ])('changes nothing %s', (_, more) => {
    const given = { ...warned, ...more };
    expect(withBadRollout(given)).toBe(given);
  });
});
