import { describe, expect, it } from 'vitest';
import { commit, memoryLimit, modified } from '../../tests/fakes/github/made.ts';
import { incidence, synced } from '../../tests/support/incidence.ts';
import { named, suspectsOf } from '../../tests/support/look-for.ts';
import { MINUTE } from '../domain/duration.ts';

const ONSET = new Date('2026-03-10T14:12:00Z');
const at = (minutes: number) => new Date(ONSET.getTime() + minutes * MINUTE);
const file = 'base-apps/api/deployment.yaml';
const asked = incidence(ONSET, synced('api'), { faults: ['oom-killed'], now: at(60) });
const port = (from: number, to: number) =>
  modified('base-apps/api/service.yaml', ' spec:', '   ports:', `-  - port: ${from}`, `+  - port: ${to}`);
const cut = (subject: string) => commit({ at: at(-12), subject, files: [memoryLimit(file, '512Mi', '64Mi')] });

describe('a revert by title', () => {
  it('takes back the newest of that title, not the other one', async () => {
    const other = commit({ at: at(-8), subject: 'Update values', files: [port(80, 81)] });
    const back = commit({ at: at(-6), subject: 'Revert "Update values"', files: [port(81, 80)] });
    const found = await suspectsOf(asked, [cut('Update values'), other, back]);
    expect(found.map(named)).toEqual(['HIGH Update values', 'MEDIUM Revert "Update values"', 'LOW Update values']);
    expect(found[0]?.minutesBeforeOnset).toBe(12);
  });

  it('takes back the one with the same files, though another came later', async () => {
    const other = commit({ at: at(-8), subject: 'Update values', files: [port(80, 81)] });
    const back = commit({
      at: at(-6),
      subject: 'Revert "Update values"',
      files: [memoryLimit(file, '64Mi', '400Mi')],
    });
    const first = (await suspectsOf(asked, [cut('Update values'), other, back])).find(
      ({ minutesBeforeOnset }) => minutesBeforeOnset === 12,
    );
    expect(first?.confidence).toBe('LOW');
  });

  it.each([2, 50])('is seen %i min after the symptom, among many commits', async (minutes) => {
    const noise = [20, 30, 40, 45].map((one) =>
      commit({ at: at(one), subject: `later ${one}`, files: [port(one, one + 1)] }),
    );
    const back = commit({ at: at(minutes), subject: 'Revert "cut"', files: [memoryLimit(file, '64Mi', '512Mi')] });
    const [first] = await suspectsOf(asked, [cut('cut'), back, ...noise]);
    expect([first?.revertedBy, first?.rollback]).toEqual([back.sha.slice(0, 7), null]);
  });
});

it('putting it back without a word is seen in the nearest commit of its own, though dependencies changed, too', async () => {
  const back = commit({ at: at(3), subject: 'more', files: [memoryLimit(file, '64Mi', '512Mi')] });
  const others = [5, 6, 7].map((one) =>
    commit({ at: at(one), subject: `db ${one}`, files: [modified('base-apps/mysql/x.yaml', '-a: 1', '+a: 2')] }),
  );
  const [first] = await suspectsOf({ ...asked, dependencies: [synced('mysql')] }, [cut('cut'), back, ...others]);
  expect(first?.revertedBy).toBe(back.sha.slice(0, 7));
});
