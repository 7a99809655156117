import { describe, expect, it } from 'vitest';
import { deployed, inNamespace } from '../../tests/support/common-cause.ts';
import { monitor } from '../../tests/support/cycles.ts';
import { app } from '../../tests/support/cycles-objects.ts';
import { service } from '../../tests/support/service.ts';
import { later } from '../../tests/support/trouble.ts';
import { MINUTE } from '../domain/duration.ts';

const SHORT = '0/2 nodes are available: 2 Insufficient cpu.';
const DENIED = { reason: 'ImagePullBackOff', message: 'failed to authorize: 403 Forbidden' };

const pending = (name: string, age: string) => deployed(name, { unschedulable: SHORT, age });
const lacks = (name: string, age: string) =>
  inNamespace(
    'shop',
    deployed(name, { age, waiting: { reason: 'CreateContainerConfigError', message: 'secret "db" not found' } }),
  );
const denied = (name: string, age: string) => deployed(name, { image: `ghcr.io/x/${name}:1`, age, waiting: DENIED });
const before = (minutes: number) => later(-minutes * MINUTE);
const well = (name: string, minutes: number) => app(name, ['ok'], before(minutes));
const crashes = (name: string, minutes: number) => app(name, ['crash'], before(minutes));

/** One cycle for each list of objects, by how many minutes before the last one. */
function cycles(run: ReturnType<typeof monitor>, steps: readonly (readonly [number, readonly object[]])[]) {
  return steps.map(([minutes, objects]) => run({ at: before(minutes), objects }));
}

describe('a cause that several share, over time', () => {
  it('what breaks an hour later of it is an incident of its own, and told', () => {
    const [first, second] = cycles(monitor([]), [
      [60, pending('old', '20d')],
      [0, [...pending('old', '20d'), ...pending('batch', '20m')]],
    ]);
    expect(first?.lines).toEqual(['SEV-3 001 notify new #std']);
    expect(second?.lines).toEqual(['SEV-3 001 hold unchanged #std', 'SEV-3 002 notify new #std']);
  });

  it('so what stays broken is told when the first one is mended', () => {
    const results = cycles(monitor([]), [
      [80, lacks('one', '100m')],
      [40, [...lacks('one', '100m'), ...lacks('two', '50m')]],
      [0, [...inNamespace('shop', well('one', 30)), ...lacks('two', '50m')]],
    ]);
    expect(results.map(({ lines }) => lines)).toEqual([
      ['SEV-3 001 notify new #std'],
      ['SEV-3 001 hold unchanged #std', 'SEV-3 002 notify new #std'],
      ['SEV-3 002 hold unchanged #std', 'SEV-3 001 notify resolved #std'],
    ]);
  });

  it('what breaks near it joins, and is told once, listed or not', () => {
    const all = [...pending('a', '70m'), ...pending('b', '45m'), ...pending('c', '44m')];
    const results = cycles(monitor([]), [
      [60, pending('a', '70m')],
      [30, all],
      [0, all],
    ]);
    expect(results.map(({ lines }) => lines)).toEqual([
      ['SEV-3 001 notify new #std'],
      ['SEV-3 001 notify scope #std'],
      ['SEV-3 001 hold unchanged #std'],
    ]);
  });

  it('what is seen together at the first look is one incident, and stays one with its reason', () => {
    const objects = [...pending('a', '20d'), ...pending('b', '2h')];
    const run = monitor([]);
    const results = cycles(run, [
      [60, objects],
      [0, objects],
    ]);
    expect(results.map(({ lines }) => lines)).toEqual([
      ['SEV-3 001 notify new #std'],
      ['SEV-3 001 hold unchanged #std'],
    ]);
    const grown = run({ at: before(-10), objects: [...objects, ...pending('c', '110m')] });
    expect(grown.messages.map(({ text }) => text).join('\n')).toContain('no node has enough cpu left for them');
  });

  it('a P0 that fails now does not join what has failed for weeks, not even at the first look', () => {
    const services = [service('api')];
    const [first] = cycles(monitor(services), [[0, [...denied('old', '20d'), ...denied('api', '20m')]]]);
    expect(first?.lines).toEqual(['SEV-1 002 notify new #crit', 'SEV-3 001 notify new #std']);
  });

  it('what was mended and fails anew for its own reasons gets its own incident', () => {
    const both = [service('api'), service('blog', { tier: 'P1', toleranceMs: 5 * MINUTE })];
    const api = denied('api', '4h');
    const results = cycles(monitor(both), [
      [220, [...api, ...denied('blog', '4h')]],
      [160, [...api, ...well('blog', 200)]],
      [100, [...api, ...well('blog', 200)]],
      [40, [...api, ...crashes('blog', 60)]],
      [0, [...api, ...well('blog', 20)]],
    ]);
    const told = results.map(({ lines }) => lines.filter((line) => line.includes('notify')));
    expect(told).toEqual([
      ['SEV-1 001 notify new #crit'],
      [],
      [],
      ['SEV-1 001 notify reminder #crit', 'SEV-2 002 notify new #std'],
      ['SEV-2 002 notify resolved #std'],
    ]);
    const keys = results.at(-1)?.ledger.incidents.map(({ id, members }) => [id.slice(-3), members.length]);
    expect(keys).toEqual([
      ['001', 1],
      ['002', 1],
    ]);
  });

  it('the title tells of what is worst when the tie is gone', () => {
    const services = [service('api'), service('blog', { tier: 'P3' })];
    const [, second] = cycles(monitor(services), [
      [60, [...denied('api', '2h'), ...denied('blog', '2h')]],
      [0, [...crashes('api', 20), ...denied('blog', '2h')]],
    ]);
    const [incident] = second?.ledger.incidents ?? [];
    expect(incident?.members).toHaveLength(2);
    expect(incident?.title).toMatch(/^api is down: container app crashes/);
  });

  it('the message dates what wakes people, not what has failed for longer beside it', () => {
    const blog = denied('blog', '4h');
    const [, better, worse] = cycles(monitor([service('api')]), [
      [220, [...denied('api', '4h'), ...blog]],
      [160, [...well('api', 200), ...blog]],
      [0, [...denied('api', '20m'), ...blog]],
    ]);
    expect(better?.lines).toEqual(['SEV-3 001 hold better #std']);
    expect(worse?.lines).toEqual(['SEV-1 001 notify worse #crit']);
    expect(worse?.messages[0]?.text).toContain('Since: 2026-01-15 11:40 UTC (20 min ago)');
  });
});
