import { expect, it } from 'vitest';
import { draftOf, unlisted, workload } from '../../tests/support/trouble.ts';
import { NOW } from '../../tests/support/view.ts';
import type { LedgerMember } from '../domain/ledger.ts';
import { membersOf, type Seen } from './members.ts';

const SECOND = 1000;

function seen(names: readonly string[], parts: Partial<Seen> = {}): Seen {
  const [root, ...others] = names.map((name) => unlisted(workload(name)));
  if (root === undefined) throw new Error('say who was seen');
  const usual = { notice: null, recoveryOf: () => 'healthy' as const, wasTold: true, seenKeys: new Set<string>() };
  return { draft: draftOf(root, ...others), now: NOW, ...usual, ...parts };
}

function many(count: number, offset: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `w${i + offset}`);
}

it('ten thousand members are carried on at once', () => {
  const before = membersOf([], seen(many(10_000, 0), { wasTold: false }));
  const start = performance.now();
  const after = membersOf(before, seen(many(10_000, 5000)));
  expect(performance.now() - start).toBeLessThan(SECOND);
  expect(after).toHaveLength(15_000);
  expect(after.filter(({ unheard }) => unheard)).toHaveLength(5000);
  expect(after.filter(({ well }) => well)).toHaveLength(5000);
});

it('who was well leaves with trouble of its own, who was only not read stays', () => {
  const [a, b, c] = membersOf([], seen(['a', 'b', 'c']));
  const before = [a, { ...b, well: true }, c].filter((m): m is LedgerMember => m?.key !== undefined);
  const seenKeys = new Set(before.map(({ key }) => key));
  const keys = membersOf(before, seen(['a'], { seenKeys, recoveryOf: () => 'unread' })).map(({ key }) => key);
  expect(keys).toEqual([a?.key, c?.key]);
});
