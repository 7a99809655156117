// The change behind an outage out of GitHub: little is asked.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commit, image, memoryLimit } from '../../fakes/github/made.ts';
import type { FakeCommit, LoggedRequest } from '../../fakes/github/types.ts';
import { CLUSTER, type Listed, listing, NEXT, outageOf, wellOf } from '../../support/shops.ts';
import { world } from '../../support/world.ts';

describe('three incidents with dependencies', () => {
  const NAMES = ['orders', 'ledger', 'search'] as const;
  const NEEDED = ['postgres', 'queue', 'vault'];
  const services: readonly Listed[] = [
    ...NAMES.map((name): Listed => ({ name, tier: 'P1', needs: NEEDED })),
    ...NEEDED.map((name): Listed => ({ name, tier: 'P1' })),
  ];
  const file = (name: string) => `base-apps/${name}/deployment.yaml`;
  const time = (minute: number) =>
    `2026-11-18T0${8 + Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}:00Z`;
  /** A busy day: more than can be read one by one. */
  const noise = Array.from({ length: 40 }, (_, i) => {
    const name = ['mail', 'gateway', ...NEEDED][i % 5] ?? '';
    return commit({
      at: time(i),
      subject: `${name} ${i}`,
      files: [image(file(name), `${name}:${i}`, `${name}:${i + 1}`)],
    });
  });
  const guilty = NAMES.map((name, i) =>
    commit({ at: time(95 + i), subject: `${name}: trim`, files: [memoryLimit(file(name), '512Mi', '64Mi')] }),
  );
  const broken = [CLUSTER, ...NAMES.flatMap(outageOf), ...NEEDED.flatMap((name) => wellOf(name))];

  const several = (all: readonly FakeCommit[], objects: readonly object[] = broken) =>
    world({ model: null, api: { objects }, github: { commits: all }, env: { SERVICES_FILE: listing(services) } });

  it('cost ten requests at most, and find all three', async () => {
    const w = await several([...noise, ...guilty]);
    const { code, report, stderr } = await w.cycle();
    expect(code, stderr).toBe(0);
    expect(report.incidents).toHaveLength(3);
    const first = report.incidents.map(({ service, suspects: [one] }) => [service, one?.what, one?.confidence]);
    expect(first.sort()).toEqual(NAMES.map((name) => [name, `${name}: trim`, 'HIGH']).sort());
    expect(w.github.requests.length).toBeLessThanOrEqual(10);
    expect(w.github.requests.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it.each([
    ['soon after', '2026-11-18T10:10:00Z'],
    ['an hour later', NEXT],
  ])('looking again %s asks mostly what has not changed', async (_, at) => {
    const w = await several([...noise, ...guilty]);
    await w.cycle();
    const before = w.github.requests.length;
    // Its incidents are known, so it would not look again: without its memory, with what GitHub said.
    for (const name of readdirSync(w.state)) if (name !== 'github') rmSync(join(w.state, name), { recursive: true });
    const { report } = await w.cycle({ at });
    const asked = w.github.requests.slice(before);
    expect(report.incidents.flatMap(({ suspects: [one] }) => one?.confidence ?? [])).toEqual(['HIGH', 'HIGH', 'HIGH']);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThanOrEqual(10);
    expect(asked.filter(isUnchanged).length).toBeGreaterThan(asked.length / 2);
  });

  it('nothing new costs nothing', async () => {
    const w = await several([...noise, ...guilty]);
    await w.cycle();
    const before = w.github.requests.length;
    await w.cycle({ at: '2026-11-18T10:30:00Z' });
    expect(w.github.requests).toHaveLength(before);
  });
});

function isUnchanged({ status }: LoggedRequest): boolean {
  return status === 304;
}
