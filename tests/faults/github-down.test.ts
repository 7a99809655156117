// GitHub down, slow, or saying no: the changes are unread, not none, and the message leaves in time.
import { expect, it } from 'vitest';
import { SETTINGS } from '../../src/config/settings.ts';
import type { Fault } from '../fakes/github/types.ts';
import { goodAgents } from '../support/answers.ts';
import { promptsOf } from '../support/model-traffic.ts';
import { GUILTY } from '../support/outage.ts';
import { type Cycle, type World, world } from '../support/world.ts';

/** Seconds, where the default is ten. */
const DEADLINE = 2;
const env = { CHANGES_DEADLINE_SECONDS: String(DEADLINE) };

/** The same message as with the changes, which it says could not be read, and why. Returns why. */
function expectUnread(w: World, { code, report, stderr }: Cycle): string {
  expect(code, stderr).toBe(0);
  expect(report.incidents).toMatchObject([{ severity: 'SEV-1', rules: ['P0-DOWN'], suspects: [] }]);
  expect(report.decisions).toMatchObject([{ verdict: 'notify', reason: 'new', channel: '#critical' }]);
  expect(w.slack.messages).toMatchObject([{ channel: 'C0CRITICAL1', threadTs: null, edits: 0 }]);
  const text = w.slack.messages[0]?.text ?? '';
  for (const part of ['[SEV-1]', 'kubectl -n shop-api describe pod', '*Not checked:* changes'])
    expect(text).toContain(part);
  expect(text).not.toMatch(/no commit (?:in|to blame)/);
  const { changes } = report.incidents[0] ?? {};
  expect(changes?.status).toBe('unread');
  const said = `changes could not be read (${changes?.text})`;
  expect(report.messages[0]?.text).toContain(`Change behind it: ${said}`);
  expect(text).toContain('*Change behind it:* changes could not be read (');
  // Nothing was waited for but the deadline.
  expect(report.timings['correlate']).toBeLessThan(DEADLINE * 1000 + 3000);
  return changes?.text ?? '';
}

it.each<[string, Fault, RegExp]>([
  [
    'a 404',
    { kind: 'status', status: 404, message: 'Not Found' },
    /GITHUB_REPOSITORY \(acme\/gitops\) or GITHUB_BRANCH is wrong, or GITHUB_TOKEN may not see it/,
  ],
  ['a 401', { kind: 'status', status: 401, message: 'Bad credentials' }, /refuses GITHUB_TOKEN/],
  [
    'a 403 without the right',
    { kind: 'status', status: 403, message: 'Resource not accessible by personal access token' },
    /it needs "Contents: read" for acme\/gitops/,
  ],
  ['a 403 with the limit used up', { kind: 'used-up', resetInSeconds: 1800 }, /rate limit of GitHub is used up until/],
  ['a 403 for an hour', { kind: 'secondary-limit', status: 403, retryAfter: 3600 }, /GitHub asks for fewer requests/],
  ['a 429 for an hour', { kind: 'secondary-limit', status: 429, retryAfter: 3600 }, /GitHub asks for fewer requests/],
  ['a 500', { kind: 'status', status: 500, message: 'Server Error' }, /GitHub answered HTTP 500/],
  ['a connection that breaks', { kind: 'reset' }, /did not answer: connection closed/],
  ['half a JSON', { kind: 'garbage' }, /is not what GitHub answers|JSON/],
  ['the page of a proxy', { kind: 'html' }, /is not what GitHub answers/],
  [
    'another place',
    { kind: 'redirect', to: 'https://127.0.0.1:1/else' },
    /redirected to 127.0.0.1:1, which is not followed/,
  ],
  ['silence', { kind: 'hang' }, /reading the changes took longer than 2 s/],
  ['half an answer, and then silence', { kind: 'stall' }, /reading the changes took longer than 2 s/],
])('row 26: GitHub that answers with %s leaves the changes unread, not none', async (_, fault, said) => {
  const w = await world({ model: null, github: { script: () => fault }, env });
  expect(expectUnread(w, await w.cycle())).toMatch(said);
  expect(w.github.requests.length).toBeLessThanOrEqual(6);
});

it('row 26: GitHub that nobody listens at', async () => {
  const w = await world({ model: null, env });
  await w.github.close();
  expect(expectUnread(w, await w.cycle())).toContain('did not answer: connection refused');
});

it('row 26: a branch that is not there', async () => {
  const w = await world({ model: null, env: { ...env, GITHUB_BRANCH: 'production' } });
  expect(expectUnread(w, await w.cycle())).toContain('branch production');
});

it('row 26: ten seconds are what reading the changes may take, unless somebody says otherwise', () => {
  expect(SETTINGS.GITHUB_DEADLINE_SECONDS.default).toBe('10');
  expect(SETTINGS.CHANGES_DEADLINE_SECONDS.default).toBeNull();
});

it('row 26: a 429 whose Retry-After fits is waited for', async () => {
  const script = ({ number }: { readonly number: number }): Fault | undefined =>
    number === 1 ? { kind: 'secondary-limit', status: 429, retryAfter: 1 } : undefined;
  const w = await world({ model: null, github: { script } });
  const { report } = await w.cycle();
  expect(report.incidents[0]?.suspects).toMatchObject([{ sha: GUILTY, confidence: 'HIGH' }]);
});

it('row 26: the list is read and a commit is not: it is named with LOW confidence, and why', async () => {
  const script = ({ path }: { readonly path: string }): Fault | undefined =>
    path.includes(`/commits/${GUILTY}`) ? { kind: 'status', status: 500, message: 'Server Error' } : undefined;
  const w = await world({ model: null, github: { script } });
  const { code, report, stderr } = await w.cycle();
  expect(code, stderr).toBe(0);
  expect(report.incidents[0]?.suspects).toMatchObject([
    { sha: GUILTY, confidence: 'LOW', reasons: expect.arrayContaining([expect.stringContaining('HTTP 500')]) },
  ]);
});

it('row 26: agents are told that the changes are unread, not that there are none', async () => {
  const script = (): Fault => ({ kind: 'status', status: 500, message: 'Server Error' });
  const w = await world({ model: goodAgents, github: { script } });
  const { report } = await w.cycle();
  const [analyzer] = w.messages.requests.map(({ asked }) => asked?.text ?? '');
  expect(analyzer).toContain('could not be read');
  expect(promptsOf(w).join('\n')).not.toMatch(/no commit (?:in|to blame)/);
  // There is nothing to review, and that is no answer that somebody misses.
  expect(report.agents.map(({ status }) => status)).toEqual(['ok', 'skipped', 'ok', 'ok']);
  expect(w.slack.messages[0]?.text).toContain('changes could not be read (');
});
