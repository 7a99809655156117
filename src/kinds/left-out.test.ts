import { expect, it } from 'vitest';
import { isLeftOut, NO_OBJECT } from './left-out.ts';

const skipped = (kind: string, namespace: string | null, name: string | null) => ({
  skipped: [{ kind, namespace, name, why: 'odd' }],
});

it.each([
  [skipped('Pod', 'shop', 'a'), [true, false, true, false]],
  [skipped('Pod', 'shop', null), [true, true, true, false]],
  [skipped('Pod', null, 'a'), [true, true, true, false]],
  [skipped('unknown', 'shop', 'a'), [true, false, true, true]],
  [skipped('document', null, null), [true, true, true, true]],
  [skipped(NO_OBJECT.log, 'shop', 'a'), [false, false, false, false]],
  [skipped(NO_OBJECT.olderEvents, null, null), [false, false, false, false]],
  [{ skipped: [] }, [false, false, false, false]],
] as const)('%j', (snapshot, expected) => {
  const asked = [
    isLeftOut(snapshot, 'Pod', 'shop'),
    isLeftOut(snapshot, 'Pod', 'web'),
    isLeftOut(snapshot, 'Pod', null),
  ];
  expect([...asked, isLeftOut(snapshot, 'Job', 'shop')]).toEqual(expected);
});
