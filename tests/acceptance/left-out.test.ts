// What nobody could understand is not absent: an object that turns malformed is neither gone nor well.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { cli, cycle, scratch } from '../support/cli.ts';
import { app } from '../support/cycles-objects.ts';

const SINCE = new Date('2026-03-10T09:00:00Z');
const KUBE = { kind: 'Namespace', metadata: { name: 'kube-system', uid: 'cluster-1' } };
/** Other objects of each kind: the kinds count as read. */
const OTHERS = [KUBE, ...app('other', ['ok'], SINCE)];

type Item = { readonly kind?: unknown; readonly metadata?: unknown };
/** The same objects, those of this kind and namespace malformed. */
function malformed(items: readonly object[], kind: string): object[] {
  return items.map((item: Item) =>
    item.kind === kind ? { ...item, spec: { replicas: 'three', containers: 'none', template: 1 } } : item,
  );
}

function listOf(items: readonly object[]): string {
  const file = join(scratch(), 'cluster.json');
  writeFileSync(file, JSON.stringify({ kind: 'List', apiVersion: 'v1', items }));
  return file;
}

async function judge(items: readonly object[], state: string, now: string): Promise<Report> {
  const args = ['--snapshot', listOf(items), '--now', now];
  return (await cycle({ state, args })).report;
}

const rules = (report: Report) => report.incidents.flatMap((i) => i.rules);
const stateOf = (report: Report, name: string) => report.services.find((s) => s.name === name)?.state;

it('a listed P0 workload that turns malformed is not gone, and its service is unknown', async () => {
  const state = scratch();
  const vital = app('chores-tracker-backend', ['ok'], SINCE);
  const first = await judge([...OTHERS, ...vital], state, '2026-03-10T10:00:00Z');
  expect(stateOf(first, 'chores-tracker-backend')).toBe('ok');
  const odd = await judge([...OTHERS, ...malformed(vital, 'Deployment')], state, '2026-03-10T11:00:00Z');
  expect(rules(odd)).not.toContain('P0-GONE');
  expect(stateOf(odd, 'chores-tracker-backend')).toBe('unknown');
  expect(odd.warnings).toEqual([
    expect.stringMatching(/^left out 1 malformed Deployment, chores-tracker-backend\/chores-tracker-backend: spec\./),
  ]);
  // Truly gone, it is P0-GONE: it was remembered.
  const gone = await judge(OTHERS, state, '2026-03-10T12:00:00Z');
  expect(rules(gone)).toContain('P0-GONE');
});

it('an unlisted crash loop whose pod turns malformed is not over; no gap is raised', async () => {
  const state = scratch();
  const cart = app('cart', ['crash'], SINCE);
  const first = await judge([...OTHERS, ...cart], state, '2026-03-10T10:00:00Z');
  expect(first.incidents).toMatchObject([{ status: 'open', rules: ['UNLISTED'] }]);
  const pods = malformed(cart, 'Pod').filter((item: Item) => item.kind === 'Pod');
  const odd = await judge([...OTHERS, ...pods], state, '2026-03-10T11:00:00Z');
  expect(odd.incidents.filter((i) => i.status === 'resolved')).toEqual([]);
  expect([odd.gaps, odd.decisions.filter((d) => d.reason === 'resolved')]).toEqual([[], []]);
  const over = await judge(OTHERS, state, '2026-03-10T12:00:00Z');
  expect(over.incidents).toMatchObject([{ id: first.incidents[0]?.id, status: 'resolved' }]);
});

it('the headline does not call it well what it could not judge, and the same in a replay of a recording', async () => {
  const services = join(scratch(), 'services.txt');
  const recording = scratch();
  writeFileSync(services, '## P0\n');
  const items = [...OTHERS, ...malformed([...app('a', ['ok', 'ok', 'ok'], SINCE)], 'Pod')];
  const now = ['--now', '2026-03-10T10:00:00Z'];
  const run = (path: string, more: readonly string[] = []) =>
    cli(['run', '--once', '--snapshot', path, ...now, ...more], {});
  const text = await run(listOf(items), ['--record', recording]);
  for (const { stdout } of [text, await run(recording)]) {
    expect(stdout).toMatch(/3 objects could not be judged/);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /left out 3 malformed Pods, for example a\/a-0: spec\.containers: expected array/,
    );
  }
});

it('--namespace narrows a snapshot as it narrows a cluster', async () => {
  const cart = app('cart', ['crash'], SINCE);
  const shop = app('shop', ['crash'], SINCE);
  const args = ['--snapshot', listOf([...OTHERS, ...cart, ...shop]), '--now', '2026-03-10T10:00:00Z'];
  const all = await cycle({ args });
  expect(all.report.incidents).toHaveLength(2);
  const { report } = await cycle({ args: [...args, '--namespace', 'shop'] });
  expect(new Set(report.findings.map((f) => f.subject.namespace))).toEqual(new Set(['shop']));
  expect(report.incidents.filter((i) => i.rules[0] === 'UNLISTED')).toHaveLength(1);
  expect(report.services.filter((s) => s.state === 'ok')).toEqual([]);
});
