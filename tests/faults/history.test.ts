// Histories that are rewritten, moved, cut off or far too long: a bounded window, and the message says its limits.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { git, type Step } from '../fakes/git/history.ts';
import { madeOf } from '../fakes/git/source.ts';
import { commit, image } from '../fakes/github/made.ts';
import type { FakeCommit } from '../fakes/github/types.ts';
import { scratch } from '../support/cli.ts';
import { begin, cartIn, cutCart, HISTORY, reading, serving } from '../support/git-shop.ts';
import { commits, GITHUB, GUILTY } from '../support/outage.ts';
import { cutMemory } from '../support/shop-manifests.ts';
import { type Cycle, type World, world } from '../support/world.ts';

/** Ten thousand commits of the day before, one every eight seconds. */
const MANY = Array.from({ length: 10_000 }, (_, i) => new Date(Date.parse('2026-11-17T10:00:00Z') + i * 8400));
const OTHER_FILE = 'base-apps/shop-api/image.yaml';

/** It was told in time, as ever; returns the first line of who is to blame. */
function expectTold(w: World, { code, report, stderr }: Cycle) {
  expect(code, stderr).toBe(0);
  expect(report.incidents).toMatchObject([{ severity: 'SEV-1', rules: ['P0-DOWN'] }]);
  expect(w.slack.messages).toMatchObject([{ channel: 'C0CRITICAL1', threadTs: null }]);
  expect(report.timings['correlate']).toBeLessThan(10_000);
  return report.incidents[0]?.suspects.map(({ sha, confidence }) => [sha, confidence])[0];
}

it('row 27: 10,000 commits on GitHub cost ten requests, and the message says what was not read', async () => {
  const noise = MANY.map((at, i) =>
    commit({ at, subject: `image ${i}`, files: [image(OTHER_FILE, `a:${i}`, `a:${i + 1}`)] }),
  );
  const byDate = (a: FakeCommit, b: FakeCommit) => a.committerDate.localeCompare(b.committerDate);
  const w = await world({ model: null, github: { commits: [...noise, ...commits()].sort(byDate) } });
  expect(expectTold(w, await w.cycle())).toEqual([GUILTY, 'HIGH']);
  expect(w.github.requests.length).toBeLessThanOrEqual(10);
  expect(w.slack.messages[0]?.text).toContain(
    'but only the newest 300 of about 10100 commits of base-apps/shop-api/ were read',
  );
  expect(w.slack.messages[0]?.text).toContain('295 less likely commits were not looked into');
});

it('row 27: a commit that 10,000 later ones hide is not found, and the message does not say that there is none', async () => {
  const later = MANY.map((_, i) => {
    const at = new Date(Date.parse('2026-11-18T09:43:00Z') + i * 60);
    return commit({ at, subject: `later ${i}`, files: [image(OTHER_FILE, `a:${i}`, `a:${i + 1}`)] });
  });
  const w = await world({ model: null, github: { commits: [...commits(), ...later] } });
  expect(expectTold(w, await w.cycle())?.[1]).not.toBe('HIGH');
  expect(w.slack.messages[0]?.text).toMatch(
    /only the newest 300 of about 10\d00 commits of base-apps\/shop-api\/ were read/,
  );
  expect(w.github.requests.length).toBeLessThanOrEqual(10);
});

it('row 27: 10,000 commits in a Git repository: the likeliest are looked into, and the message says how many are not', async () => {
  const noise = MANY.map((at, i): Step => ({ commit: `image ${i}`, at, files: { [OTHER_FILE]: `image: a:${i}\n` } }));
  const made = await madeOf([begin, ...noise, cutMemory]);
  const server = await serving(made);
  const w = await reading(server.url);
  const [sha, confidence] = expectTold(w, await w.cycle()) ?? [];
  expect([sha, confidence]).toEqual([made.sha('shop-api: save memory'), 'HIGH']);
  expect(w.slack.messages[0]?.text).toMatch(/but 9\d{3} less likely commits were not looked into/);
  expect(server.requests.length).toBeLessThan(100);
});

it('row 27: a clone that is shallow says where its history begins, and blames nobody for what it can not see', async () => {
  const made = await madeOf(HISTORY);
  const clone = join(scratch(), 'gitops');
  await git(made.dir, ['clone', '--quiet', '--bare', '--depth=1', `file://${made.dir}`, clone]);
  const w = await reading(clone);
  const cycle = await w.cycle();
  expect(expectTold(w, cycle)).toBeUndefined();
  const said = 'history before 2026-11-18T09:42Z is not in the clone';
  expect(cycle.report.incidents[0]?.changes).toMatchObject({ status: 'none', text: expect.stringContaining(said) });
  expect(w.slack.messages[0]?.text).toContain(said);
  expect(w.slack.messages[0]?.text).toContain('fetch it deeper');
});

it('row 27: a force-push between two cycles is said, and what is on the branch now is blamed', async () => {
  const made = await madeOf(HISTORY);
  const w = await reading((await serving(made)).url);
  await w.cycle();
  await made.add([{ branch: 'main', to: 'docs: who to call' }, cutCart]);
  w.breakCart();
  const { code, report, stderr } = await w.cycle({ at: '2026-11-18T10:30:00Z' });
  expect(code, stderr).toBe(0);
  const cart = cartIn(report);
  expect(cart?.suspects).toMatchObject([{ sha: made.sha('shop-cart: save memory') }]);
  const said = 'the branch was rewritten (force-push, seen 2026-11-18T10:30Z)';
  expect(cart?.changes.text).toContain(said);
  expect(w.slack.messages.map(({ text }) => text).join()).toContain(said);
});

it('row 27: a commit that a force-push took from GitHub after it was listed is named, and not trusted', async () => {
  const gone = { kind: 'status', status: 422, message: `No commit found for SHA: ${GUILTY}` } as const;
  const w = await world({
    model: null,
    github: { script: ({ path }) => (path.includes(`/commits/${GUILTY}`) ? gone : undefined) },
  });
  expect(expectTold(w, await w.cycle())).toEqual([GUILTY, 'LOW']);
});

it('row 27: a repository under its former name is followed on GitHub, and said where it can not be', async () => {
  const renamed = await world({ model: null, github: { repository: 'acme/platform', formerly: GITHUB.repository } });
  expect(expectTold(renamed, await renamed.cycle())).toEqual([GUILTY, 'HIGH']);

  const location = 'http://127.0.0.1:1/elsewhere.git/info/refs';
  const server = await serving(await madeOf(HISTORY), { fault: () => ({ kind: 'status', status: 301, location }) });
  const w = await reading(server.url);
  const cycle = await w.cycle();
  expect(expectTold(w, cycle)).toBeUndefined();
  expect(cycle.report.incidents[0]?.changes.status).toBe('unread');
  expect(w.slack.messages[0]?.text).toContain('has moved: set GIT_REPOSITORY to the address it has now');
});
