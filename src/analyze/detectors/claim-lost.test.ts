import { expect, test } from 'vitest';
import { proven } from '../../../tests/support/proven.ts';
import { ago, NOW } from '../../../tests/support/view.ts';
import { eventAbout } from '../../../tests/support/workload.ts';
import { claimLost } from './claim-lost.ts';

function claim(phase: string, volumeName?: string): object {
  return {
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'shop' },
    spec: { volumeName },
    status: { phase },
  };
}

test('a claim that lost its volume is told with it', () => {
  const [found] = proven(claimLost, [
    claim('Lost', 'pv-1'),
    eventAbout('PersistentVolumeClaim', 'data', 'ClaimLost', 'lost', '9m', '9m'),
  ]);
  expect(found?.message).toBe('the volume claim lost its volume pv-1');
  expect(found).toMatchObject({ reason: 'ClaimLost', since: new Date(ago('9m')) });
});

test('without event and name it is told as well', () => {
  expect(proven(claimLost, [claim('Lost')])[0]).toMatchObject({
    message: 'the volume claim lost its volume (it names none)',
    since: NOW,
  });
});

test('a claim in any other phase is fine', () => {
  expect(proven(claimLost, [claim('Bound', 'pv-1'), claim('Pending')])).toEqual([]);
});
