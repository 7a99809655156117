// Properties that hold for any cluster, tried on the recorded homelab.
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { unheldEvidence } from '../../tests/support/evidence.ts';
import { sourcesOf } from '../../tests/support/homelab.ts';
import { objectsByKind } from '../kinds/project.ts';
import { ALL_KINDS } from '../kinds/registry.ts';
import type { Snapshot } from '../kinds/snapshot.ts';
import { analyze } from './analyze.ts';
import { NO_MEMORY } from './view.ts';

let snapshot: Snapshot;
let services: Awaited<ReturnType<typeof sourcesOf>>['services'];

beforeAll(async () => {
  ({ snapshot, services } = await sourcesOf(join(import.meta.dirname, '../../tests/recordings/homelab')));
});

function told(of: Snapshot): unknown {
  const { drafts, services: rows } = analyze(of, services, NO_MEMORY);
  const stories = drafts.map((d) => [
    d.root.key,
    d.root.state,
    d.members.map((m) => m.key),
    d.root.findings.map((f) => f.message),
  ]);
  return [stories.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)), rows];
}

it('the order of the objects changes nothing', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
      const weight = () => numbers.next().value ?? 0;
      const shuffled = objectsByKind((kind) =>
        [...snapshot.objects[kind]]
          .map((o) => ({ o, w: weight() }))
          .sort((a, b) => a.w - b.w)
          .map(({ o }) => o),
      );
      expect(told({ ...snapshot, objects: shuffled })).toEqual(told(snapshot));
    }),
    { numRuns: 20 },
  );
});

it('what stands in a healthy namespace of its own changes nothing when it goes', () => {
  const without = objectsByKind((kind) =>
    snapshot.objects[kind].filter((o) => o.metadata.namespace !== 'crossplane-system'),
  );
  const rest = (of: Snapshot) =>
    analyze(of, services, NO_MEMORY)
      .drafts.map((d) => d.root.key)
      .sort();
  expect(rest({ ...snapshot, objects: without })).toEqual(rest(snapshot));
});

it('every piece of evidence points at a field that holds it', () => {
  const { findings } = analyze(snapshot, services, NO_MEMORY);
  const objects = ALL_KINDS.flatMap((kind): readonly object[] => snapshot.objects[kind]);
  expect(findings.length).toBeGreaterThan(5);
  expect(findings.filter((f) => f.evidence.length === 0)).toEqual([]);
  expect(unheldEvidence(objects, findings)).toEqual([]);
});
