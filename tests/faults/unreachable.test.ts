// DNS, TLS and proxies, for everything the monitor talks to: the cause is in the report, and the others go on.
import { expect, it, onTestFinished } from 'vitest';
import { type FakeHealthchecks, fakeHealthchecks } from '../fakes/healthchecks/server.ts';
import { ANALYSIS, goodAgents } from '../support/answers.ts';
import { scratch } from '../support/cli.ts';
import { writeKubeconfig } from '../support/fake-api.ts';
import { GUILTY, NOW } from '../support/outage.ts';
import { type World, world } from '../support/world.ts';
import { inPairs } from './lib/in-pairs.ts';
import { type Run, runWith } from './lib/run-with.ts';
import { WAYS } from './lib/unreachable.ts';

const IMPATIENT = {
  API_CALL_TIMEOUT_SECONDS: '2',
  READ_DEADLINE_SECONDS: '3',
  SLACK_DEADLINE_SECONDS: '3',
  HEARTBEAT_DEADLINE_SECONDS: '1',
  MODEL_DEADLINE_SECONDS: '5',
};

async function watched(): Promise<{ w: World; outside: FakeHealthchecks }> {
  const outside = await fakeHealthchecks();
  onTestFinished(outside.stop);
  return { w: await world({ model: goodAgents, env: { ...IMPATIENT, HEARTBEAT_URL: outside.url } }), outside };
}

const pings = ({ accepted }: FakeHealthchecks) => accepted.map(({ action }) => action);
const change = ({ report }: Run) => report.incidents[0]?.changes;

it.each(WAYS)('row 48: %s, on the way to the cluster: named, told, and told to the outside', async (_, make, cause) => {
  const { w, outside } = await watched();
  const { url, env, ca } = await make();
  const run = await runWith(w, NOW, { ...env, KUBECONFIG: writeKubeconfig(url, ca === null ? {} : { ca }) });
  expect([run.code, run.report.cycle.outcome]).toEqual([3, 'failed']);
  expect(run.report.incidents).toMatchObject([
    { severity: 'SEV-2', rules: ['BLIND'], rationale: expect.stringMatching(cause) },
  ]);
  expect(w.slack.messages).toMatchObject([{ channel: 'C0STANDARD1', text: expect.stringMatching(cause) }]);
  expect(pings(outside)).toEqual(['start', 'fail']);
});

async function withoutSlackAndModel([, make, cause]: (typeof WAYS)[number]): Promise<void> {
  const { w, outside } = await watched();
  const { url, env } = await make();
  const away = { SLACK_API_URL: `${url}/api/`, ANTHROPIC_BASE_URL: url };
  const run = await runWith(w, NOW, { ...env, ...away });
  expect([run.code, run.report.incidents[0]?.severity]).toEqual([1, 'SEV-1']);
  expect(run.report.messages).toMatchObject([{ delivery: { status: 'failed', detail: expect.stringMatching(cause) } }]);
  const unheard = run.report.agents.filter(({ status }) => status === 'unavailable').map(({ detail }) => detail);
  expect(unheard.length).toBeGreaterThan(0);
  for (const detail of unheard) expect(detail).toMatch(cause);
  expect(change(run)).toMatchObject({ status: 'found' });
  expect(pings(outside)).toEqual(['start', 'success']);

  const next = await runWith(w, NOW.replace('10:00', '11:00'), env);
  expect([next.code, w.slack.messages.length]).toEqual([0, 1]);
  expect(w.slack.messages[0]?.text).toContain(`Change behind it:* ${GUILTY.slice(0, 7)}`);
}

// A model that nobody gets to is waited for: two at a time.
it.each(inPairs(WAYS))(
  'row 48: %s, on the way to Slack and the model: named for both, the rest works, and it is told later',
  async (_, both) => {
    await Promise.all(both.map(withoutSlackAndModel));
  },
);

it.each(WAYS)(
  'row 48: %s, on the way to GitHub and the outside check: named for both, and the rest works',
  async (_, make, cause) => {
    const { w } = await watched();
    const { url, env } = await make();
    const away = { GITHUB_API_URL: url, HEARTBEAT_URL: `${url}/ping/secret-uuid`, STATE_DIR: scratch() };
    const run = await runWith(w, NOW, { ...env, ...away });
    expect([run.code, run.report.cycle.outcome]).toEqual([0, 'ok']);
    expect(change(run)).toMatchObject({ status: 'unread', text: expect.stringMatching(cause) });
    expect(run.report.warnings).toEqual([expect.stringMatching(cause)]);
    expect(run.stdout).not.toContain('secret-uuid');
    const [alert] = w.slack.messages;
    expect(alert?.text).toMatch(/changes could not be read/);
    expect(alert?.text).toContain(ANALYSIS.cause.text);
  },
);
