import { describe, expect, it } from 'vitest';
import { badNight } from '../../../tests/support/nights.ts';
import { advice, report } from '../../../tests/support/report.ts';
import type { Advice } from '../../domain/advice.ts';
import type { IncidentRow } from '../../domain/report.ts';
import { changeFields, inferredFields } from './advice-fields.ts';

/** The worst incident of the bad night, with what the agents say of it. */
function worst(parts: Partial<Advice>): IncidentRow & { readonly sha: string } {
  const incident = badNight().incidents.find(({ suspects }) => suspects.length > 0);
  const sha = incident?.suspects[0]?.sha ?? null;
  if (incident === undefined || sha === null) throw new Error('the bad night has an incident with a suspect');
  return { ...incident, advice: advice(parts), sha };
}

describe('the change, as a model reads it', () => {
  const { sha } = worst({});
  const own = { sha, why: 'it halves the limit', rollBack: true };
  const other = { sha: 'b'.repeat(40), why: 'it moves the port', rollBack: false };

  it('stands with the change, and says whether it would be taken back', () => {
    expect(changeFields(worst({ changes: [own] }), 2)[0]?.evidence).toContain(
      'read (model, would take it back): it halves the limit',
    );
    expect(changeFields(worst({ changes: [{ ...own, rollBack: false }] }), 2)[0]?.evidence).toContain(
      'read (model): it halves the limit',
    );
  });

  it('says in one line that another one is likelier than the rules’ first', () => {
    const lines = (...changes: Advice['changes']) => changeFields(worst({ changes }), 2).map(({ line }) => line);
    expect(lines(other, own).at(-1)).toBe('(model) likelier: bbbbbbb, it moves the port');
    expect(lines(own, other).join()).not.toContain('likelier');
    expect(changeFields(worst({ changes: [other] }), 0)).toEqual([]);
  });
});

it('what to look for in the checks is told where much is told', () => {
  const checks = ['the last state', 'the events', 'the node'].map((why) => ({ command: 'kubectl get pods', why }));
  const lines = (depth: number) => inferredFields(worst({ checks }), report(), depth).map(({ line }) => line);
  expect(lines(2)[1]).toBe('(model) in the checks below, look for: the last state; the events');
  expect(lines(1).join()).not.toContain('look for');
});
