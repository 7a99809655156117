// Row 32: killed while it reads, for want of memory: the next run goes on at once, says so, and asks for smaller pages.
import { expect, it } from 'vitest';
import { reportOf, started } from './lib/started.ts';
import { at, BROKEN, type Town, town } from './lib/town.ts';

const SHOP = '#critical: @here *[SEV-1] shop-api is down';
const KILLED = 'the run before was killed in step collect (perhaps out of memory)';

/** Page sizes that pods were asked for with since so many requests. */
const pagesSince = ({ api }: Town, before: number) =>
  new Set(api.asked.slice(before).flatMap(({ resource, query }) => (resource === 'pods' ? query.getAll('limit') : [])));

it('row 32: a heap that is too small: the next run sees it, takes smaller pages, and tells once', async () => {
  const many = Array.from({ length: 6_000 }, (_, i) => podWith('x'.repeat(500), i));
  const t = await town({ objects: [...BROKEN, ...many], env: { LEASE_SECONDS: '600' } });
  const killed = await started({ ...t.env, NODE_OPTIONS: '--max-old-space-size=22' }, ['--now', at(10)]).over;
  expect([killed.code, killed.signal]).toEqual([null, 'SIGABRT']);
  expect(killed.stderr).toContain('JavaScript heap out of memory');
  expect([t.news(), t.pings(), pagesSince(t, 0)]).toEqual([[], ['start'], new Set(['500'])]);

  const before = t.api.asked.length;
  const next = await t.cycle({ at: at(10, 20) });
  expect([next.code, t.pings(), pagesSince(t, before)]).toEqual([0, ['start', 'success'], new Set(['250'])]);
  expect(next.report.incidents.map(({ title }) => title)).toContain(KILLED);
  const news = t.news();
  expect(news).toHaveLength(3);
  expect(news[0]).toContain(SHOP);
  expect(news).toContain(`#standard: *[SEV-3] ${KILLED}*`);
  expect(Object.values(t.slack.deliveries())).toEqual([1, 1, 1]);
});

it('row 32: killed each time it reads: pages get smaller and smaller, and stay so', async () => {
  const t = await town({ objects: BROKEN, env: { LEASE_SECONDS: '600' } });
  const asked: string[] = [];
  for (const minute of [0, 5, 10, 15, 20, 25]) {
    const before = t.api.asked.length;
    const run = started(t.env, ['--now', at(10, minute)]);
    t.fault(({ resource }) => {
      if (resource === 'pods') run.signal('SIGKILL');
      return null;
    });
    expect((await run.over).signal).toBe('SIGKILL');
    asked.push(...pagesSince(t, before));
  }
  expect([asked, t.news()]).toEqual([['500', '250', '125', '62', '50', '50'], []]);
  t.fault(null);
  for (const [minute, found] of [
    [30, 1],
    [40, 0],
  ] as const) {
    const before = t.api.asked.length;
    const done = await started(t.env, ['--now', at(10, minute)]).over;
    expect([done.code, pagesSince(t, before)]).toEqual([0, new Set(['50'])]);
    const open = reportOf(done).incidents.filter(({ status, title }) => status === 'open' && title === KILLED);
    expect(open).toHaveLength(found);
  }
  expect(t.news().filter((line) => line.startsWith(SHOP))).toHaveLength(1);
});

function podWith(text: string, index: number): object {
  const name = `ant-${index}`;
  return {
    kind: 'Pod',
    metadata: { name, namespace: 'blog', uid: name, labels: { colony: `${text}${index}` } },
    spec: { containers: [{ name: 'app', image: `${text}${index}` }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  };
}
