import { expect, test } from 'vitest';
import { proven } from '../../../tests/support/proven.ts';
import { ago, NOW } from '../../../tests/support/view.ts';
import { volumeFailed } from './volume-failed.ts';

function volume(status: object, spec: object = {}, metadata: object = {}): object {
  return { kind: 'PersistentVolume', metadata: { name: 'pv-1', ...metadata }, spec, status };
}

test('a volume that could not be deleted is told with the cause', () => {
  const status = { phase: 'Failed', message: 'disk is still attached.', lastPhaseTransitionTime: ago('2h') };
  const [found] = proven(volumeFailed, [volume(status, { persistentVolumeReclaimPolicy: 'Delete' })]);
  expect(found?.message).toBe('the volume could not be deleted: disk is still attached');
  expect(found).toMatchObject({ since: new Date(ago('2h')), subject: { namespace: null, name: 'pv-1' } });
});

test('without policy and message it is told as well', () => {
  expect(proven(volumeFailed, [volume({ phase: 'Failed', reason: 'X' })])[0]).toMatchObject({
    message: 'the volume could not be reclaimed: no cause is given',
    reason: 'X',
    since: NOW,
  });
});

test('a volume in any other phase, or on its way out, is fine', () => {
  const phases = ['Available', 'Bound', 'Released', 'Pending'].map((phase) => volume({ phase }));
  const leaving = volume({ phase: 'Failed' }, {}, { deletionTimestamp: ago('1m') });
  expect(proven(volumeFailed, [...phases, leaving])).toEqual([]);
});
