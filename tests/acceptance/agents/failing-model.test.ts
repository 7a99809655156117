// A silent, broken or slow model: the same decisions on time, the message says that the model was missing, and why.
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../../../src/config/settings.ts';
import { always, byAgent, FAIL, type Script } from '../../fakes/messages/script.ts';
import { ANALYSIS, goodAgents, OPINION, READ_INIT_LOG, REVIEW, WORDS } from '../../support/answers.ts';
import type { FakeApiOptions } from '../../support/fake-api.ts';
import { factsOf } from '../../support/harmless.ts';
import { outage } from '../../support/outage.ts';
import { plainOf } from '../../support/slack-reading.ts';
import { type World, type WorldOptions, world } from '../../support/world.ts';

const UNUSABLE = 'answered nothing usable';
const SPENT = 'spend limit reached, until 1 Dec 2026';

/** What the model does, what the message says of it, and how many requests that may cost at most. */
const BROKEN: Readonly<Record<string, readonly [Script, string, number]>> = {
  'says nothing': [always({ empty: true }), UNUSABLE, 4],
  refuses: [always({ refusal: true }), 'refused to answer', 4],
  'is cut at max_tokens': [always({ maxTokens: '{"cause": {"text": "the' }), UNUSABLE, 4],
  'answers with wrong JSON': [always({ text: '{"severity": 4}', unchecked: true }), UNUSABLE, 8],
  'answers in prose': [always({ text: 'All is well, nothing to do here.', unchecked: true }), UNUSABLE, 8],
  'sends 10 MB': [always({ megabytes: 10 }), UNUSABLE, 4],
  'sends HTML': [always({ garbage: '<html>gateway</html>', contentType: 'text/html' }), UNUSABLE, 4],
  'is rate limited for an hour': [always({ fail: 429, retryAfter: 3600 }), 'rate limited (429)', 1],
  'is rate limited without a word': [always(FAIL.rateLimited), 'rate limited (429)', 6],
  'has spent its tier': [always(FAIL.tierSpendCap), SPENT, 1],
  'has spent what its owner allows': [always(FAIL.ownSpendLimit), SPENT, 1],
  'is not paid for': [always(FAIL.credit), 'account may not be used (402)', 1],
  'is overloaded': [always(FAIL.overloaded), 'overloaded (529)', 6],
  'breaks inside': [always(FAIL.internal), 'server error (500)', 6],
  'hangs before the answer': [always('hang'), 'timed out after 2 s', 2],
  'hangs in the middle': [always({ hang: 'body' }), 'timed out after 2 s', 2],
  'resets the connection': [always('reset'), 'not reachable', 6],
  'refuses the key': [always({ fail: 401 }), 'API key refused (401)', 1],
  'may not be used with this key': [always({ fail: 403 }), 'account may not be used (403)', 1],
};

const QUICK = { MODEL_CALL_TIMEOUT_SECONDS: '2', MODEL_DEADLINE_SECONDS: '5' };

it('decides the same without a model at all, and says nothing of it in the message', async () => {
  const w = await world({ model: null });
  const { report } = await w.cycle();
  expect(report.incidents).toMatchObject([{ severity: 'SEV-1' }]);
  expect(w.slack.messages[0]?.text).not.toContain('model');
  expect(w.messages.requests).toEqual([]);
});

it.for(Object.entries(BROKEN))(
  'a model that %s changes no decision',
  { timeout: 60_000 },
  async ([, [model, says, most]]) => {
    const rules = await world({ model: null });
    const byRules = await rules.cycle();
    const w = await world({ model, env: QUICK });
    const { code, report, ms } = await w.cycle();
    expect(code).toBe(byRules.code);
    expect(factsOf(report)).toEqual(factsOf(byRules.report));
    // The message of the rules, word for word, and one line more: that the model was missing, and why.
    expect(w.slack.messages.map(({ channel }) => channel)).toEqual(['C0CRITICAL1']);
    const lines = plainOf(w.slack.messages[0]?.text ?? '').split('\n');
    const missing = lines.filter((line) => line.startsWith('*without model:*'));
    expect(missing).toEqual([`*without model:* ${says}`]);
    expect(lines.filter((line) => !missing.includes(line))).toEqual(
      plainOf(rules.slack.messages[0]?.text ?? '').split('\n'),
    );
    expect(w.messages.requests.length).toBeLessThanOrEqual(most);
    expect(ms - byRules.ms).toBeLessThan(Number(QUICK.MODEL_DEADLINE_SECONDS) * 1000 + 5000);
  },
);

describe('the message leaves at most 60 s later than without a model', () => {
  it('as the settings say that hold when nobody sets them', () => {
    expect(SETTINGS.MODEL_DEADLINE_SECONDS.default).toBe('60');
    expect(SETTINGS.GITHUB_DEADLINE_SECONDS.default).toBe('10');
  });

  /** Seconds; the same promise, only shorter. A call may take as long as it likes: the deadline of all ends it. */
  const MODEL = 5;
  const GITHUB = 3;
  const env = {
    MODEL_CALL_TIMEOUT_SECONDS: '60',
    MODEL_DEADLINE_SECONDS: String(MODEL),
    GITHUB_DEADLINE_SECONDS: String(GITHUB),
  };
  /** What starting the process may take longer this time, on a busy machine. */
  const BUSY = 3;
  const silent: NonNullable<WorldOptions['github']> = { script: () => ({ kind: 'hang' }) };
  const slowTools: FakeApiOptions = {
    ...outage(),
    script: ({ resource, query }) =>
      resource === 'pods/log' && query.get('container') === 'migrate' ? { status: 500, delayMs: 3000 } : null,
  };
  /** Looks into a slow log, and then never answers. */
  const lookingThenSilent: Script = ({ turn }) => (turn === 0 ? { tools: [READ_INIT_LOG] } : 'hang');
  const hangingLog: FakeApiOptions = {
    ...outage(),
    script: ({ resource, query }) => (resource === 'pods/log' && query.get('container') === 'migrate' ? 'hang' : null),
  };
  const slowly: Script = async (asked) => {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    return goodAgents(asked);
  };

  it.for<readonly [string, Script, FakeApiOptions, string]>([
    ['hangs', always('hang'), outage(), 'timed out after 5 s'],
    ['hangs after a slow tool', lookingThenSilent, slowTools, 'timed out after 5 s'],
    ['waits for a tool that hangs', lookingThenSilent, hangingLog, 'timed out after 5 s'],
    ['takes too long for all four', slowly, outage(), 'slack-notifier: timed out after 5 s'],
  ])('also when GitHub hangs and the model %s', { timeout: 90_000 }, async ([, model, api, says]) => {
    const rules = await world({ model: null });
    const soonest = await sentAfter(rules);
    const w = await world({ model, api, github: silent, env });
    const began = Date.now();
    const { report } = await w.cycle();
    expect(leftAt(w) - began / 1000 - soonest).toBeLessThan(MODEL + GITHUB + BUSY);
    // Both were waited for to the end, and no longer: it is these settings that count.
    for (const [step, seconds] of [
      ['correlate', GITHUB],
      ['advise', MODEL],
    ] as const) {
      expect(report.timings[step], step).toBeGreaterThan(seconds * 1000 - 50);
      expect(report.timings[step], step).toBeLessThan(seconds * 1000 + 1500);
    }
    const text = w.slack.messages[0]?.text ?? '';
    expect(text).toContain('[SEV-1]');
    expect(text).toContain('changes could not be read');
    expect(text).toContain(says);
  });
});

/** Seconds from the start of a cycle until Slack had its one message. */
async function sentAfter(w: World): Promise<number> {
  const began = Date.now();
  await w.cycle();
  return leftAt(w) - began / 1000;
}

/** When Slack took the one message: seconds since 1970. */
function leftAt({ slack }: World): number {
  expect(slack.messages).toHaveLength(1);
  return Number(slack.messages[0]?.ts);
}

it('a retired model is replaced by the next Haiku, and the report says so', async () => {
  const w = await world({ model: goodAgents, retired: ['claude-haiku-4-5-20251001', 'claude-haiku-4-5'] });
  const { report } = await w.cycle();
  expect(report.agents.map((a) => [a.status, a.model])).toEqual(
    Array.from({ length: 4 }, () => ['ok', 'claude-haiku-5-5']),
  );
  expect(report.warnings.join()).toMatch(/claude-haiku-4-5-20251001.*claude-haiku-5-5/);
});

it('one agent that is not heard is named, and costs its own words only', async () => {
  const model = byAgent({
    'k8s-analyzer': { json: ANALYSIS },
    'github-reviewer': { refusal: true },
    'escalation-manager': { json: OPINION },
    'slack-notifier': { json: WORDS },
  });
  const w = await world({ model, env: QUICK });
  await w.cycle();
  const text = w.slack.messages[0]?.text ?? '';
  expect(text).toContain('\n*Not heard (model):* github-reviewer: refused to answer\n');
  expect(text).toContain(ANALYSIS.cause.text);
  expect(text).not.toContain(REVIEW.ranking[0]?.why);
});

it('trouble with the key is told as our own, and not again an hour later', async () => {
  const w = await world({ model: always({ fail: 401 }), env: QUICK });
  await w.cycle();
  const next = await w.cycle({ at: '2026-11-18T11:00:00Z' });
  const own = next.report.incidents.filter((i) => i.rules[0] === 'SELF');
  expect(own).toMatchObject([{ severity: 'SEV-3' }]);
  const told = w.slack.messages.length;
  const later = await w.cycle({ at: '2026-11-18T12:00:00Z' });
  expect(later.report.decisions.find((d) => d.incidentId === own[0]?.id)).toMatchObject({
    verdict: 'hold',
    reason: 'unchanged',
  });
  expect(w.slack.messages).toHaveLength(told);
});

it('a spent budget stops the model, never the monitor', async () => {
  const w = await world({ model: goodAgents, env: { MONTHLY_BUDGET_USD: '0.000001' } });
  const { report } = await w.cycle();
  expect(report.incidents).toMatchObject([{ severity: 'SEV-1' }]);
  expect(report.messages[0]?.text).toMatch(/\(model\): .*budget/);
  expect(w.messages.requests).toHaveLength(1);
});
